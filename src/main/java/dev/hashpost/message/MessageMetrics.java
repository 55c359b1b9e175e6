package dev.hashpost.message;

import dev.hashpost.metrics.Metering;
import dev.hashpost.metrics.Metrics;
import dev.hashpost.metrics.Tally;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What becomes of the messages that are posted and asked for, and what the cache has to do with it. */
@Singleton
public class MessageMetrics {
    /** How a posting ended. */
    enum Posted {
        NEW,
        RENEWED,
        HELD,
        FAILED;

        static Posted of(MessageStore.Stored stored) {
            return switch (stored) {
                case NEW -> NEW;
                case RENEWED -> RENEWED;
                case HELD -> HELD;
            };
        }
    }

    /** How a lookup ended. */
    enum LookedUp {
        CACHED,
        FOUND,
        MISSING,
        DAMAGED,
        FAILED;

        /** Of one that had to ask the store. */
        static LookedUp of(@Nullable Throwable failure) {
            if (failure == null) {
                return FOUND;
            }
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            if (cause instanceof MessageNotFoundException) {
                return MISSING;
            }
            return cause instanceof DamagedMessageException ? DAMAGED : FAILED;
        }
    }

    /** What a body that was read from the store turned out to be. */
    enum Checked {
        VERIFIED,
        DAMAGED
    }

    private final Metering metering;
    private final Tally<Posted> postings;
    private final Tally<LookedUp> lookups;
    private final Tally<Checked> checks;

    @Inject
    public MessageMetrics(PrometheusRegistry registry, Metering metering, MessageCache cache) {
        this.metering = metering;
        postings = new Tally<>(
                registry,
                "hashpost_store",
                "Messages posted, by what had to be done to hold them; held: nothing.",
                "result",
                Posted.class);
        lookups = new Tally<>(
                registry, "hashpost_lookup", "Messages asked for, by how the lookup ended.", "result", LookedUp.class);
        checks = new Tally<>(
                registry,
                "hashpost_integrity",
                "Messages read from the database and checked against their digest.",
                "result",
                Checked.class);
        watch(cache, registry);
    }

    private void watch(MessageCache cache, PrometheusRegistry registry) {
        CounterWithCallback.builder()
                .name("hashpost_cache_requests")
                .help("Messages asked for, by whether the cache had them.")
                .labelNames("result")
                .callback(callback -> {
                    callback.call(lookups.of(LookedUp.CACHED), "hit");
                    callback.call(misses(), "miss");
                })
                .register(registry);
        Metrics.gauge(registry, "hashpost_cache_entries", "Messages in the cache.", cache::entries);
        Metrics.gauge(registry, "hashpost_cache_bytes", "Bytes that the cache takes.", cache::bytes);
        Metrics.gauge(registry, "hashpost_cache_max_bytes", "Bytes that the cache may take.", cache::mostBytes);
        Metrics.counter(
                registry,
                "hashpost_cache_evictions",
                "Messages that were read or posted again, and that the cache gave up to make room for others.",
                cache::evictions);
    }

    void count(Posted ended) {
        count(postings, ended);
    }

    void count(LookedUp ended) {
        count(lookups, ended);
    }

    void count(Checked body) {
        count(checks, body);
    }

    private <E extends Enum<E>> void count(Tally<E> tally, E outcome) {
        if (metering == Metering.ON) {
            tally.count(outcome);
        }
    }

    private double misses() {
        return Stream.of(LookedUp.values())
                .filter(ended -> ended != LookedUp.CACHED)
                .mapToDouble(lookups::of)
                .sum();
    }
}
