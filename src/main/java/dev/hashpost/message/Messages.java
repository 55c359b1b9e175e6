package dev.hashpost.message;

import dev.hashpost.http.Tracing;
import dev.hashpost.message.MessageMetrics.LookedUp;
import dev.hashpost.message.MessageMetrics.Posted;
import dev.hashpost.persistence.Database;
import dev.hashpost.settings.Configured;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Posts and finds messages: from the cache what is there, from the database the rest. Nothing here blocks. */
@Singleton
public class Messages implements Configured {
    /**
     * For how long this node believes what the database said last, that a message is held, without asking again: the
     * longest that a damage to it may stay unmended when it is posted again here.
     */
    private static final long CONFIRMED_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** What is done on the database, as metrics and traces name it. */
    private static final String STORE = "store";

    private static final String LOOKUP = "lookup";

    private final MessageCache cache;
    private final Postings postings;
    private final Lookups lookups;
    private final MessageMetrics metrics;
    private final Optional<MessageSpans> spans;

    @Inject
    public Messages(
            MessageStore store, MessageCache cache, Database database, MessageMetrics metrics, Tracing tracing) {
        this(
                cache,
                new Postings(store, cache, work -> database.batcher(STORE, work), metrics),
                new Lookups(store, cache, work -> database.batcher(LOOKUP, work), metrics),
                metrics,
                tracing.isOn() ? Optional.of(new MessageSpans(tracing)) : Optional.empty());
    }

    Messages(
            MessageCache cache,
            Postings postings,
            Lookups lookups,
            MessageMetrics metrics,
            Optional<MessageSpans> spans) {
        this.cache = cache;
        this.postings = postings;
        this.lookups = lookups;
        this.metrics = metrics;
        this.spans = spans;
    }

    /**
     * Has the posting's message held.
     *
     * @return completed when it is on disk; fails with a problem if it may not be
     */
    CompletableFuture<CachedMessage> post(Posting posting) {
        return known(posting).map(CompletableFuture::completedFuture).orElseGet(() -> write(posting));
    }

    /** As {@link #post}, for who knows that there is something to be written. */
    CompletableFuture<CachedMessage> write(Posting posting) {
        CompletableFuture<CachedMessage> written =
                spans.isEmpty() ? postings.post(posting) : spans.get().ofDatabase(STORE, () -> postings.post(posting));
        var unused = written.whenComplete((message, failure) -> {
            if (failure != null) {
                metrics.count(Posted.FAILED);
            } else if (!message.isConfirmed(CONFIRMED_NANOS)) {
                confirm(message.message().digest());
            }
        });
        return written;
    }

    /**
     * What was posted has a shorter life than is known of it here, and that it still has the longer one the database has
     * not said: without this, each such posting would be written.
     */
    private void confirm(Digest digest) {
        var unused = lookups.find(digest);
    }

    /** The posting's message, if there is nothing to be written to have it held for as long as wanted. */
    Optional<CachedMessage> known(Posting posting) {
        Optional<CachedMessage> known =
                fromCache(posting.message().digest()).filter(held -> held.fulfils(posting, CONFIRMED_NANOS));
        if (known.isPresent()) {
            metrics.count(Posted.HELD);
        }
        return known;
    }

    /**
     * Finds a message.
     *
     * @return fails with {@link MessageNotFoundException}, {@link DamagedMessageException}, or a problem of the database
     */
    CompletableFuture<CachedMessage> find(Digest digest) {
        return cached(digest).map(CompletableFuture::completedFuture).orElseGet(() -> read(digest));
    }

    /** As {@link #find}, for who knows that this node does not have it at hand. */
    CompletableFuture<CachedMessage> read(Digest digest) {
        CompletableFuture<CachedMessage> found =
                spans.isEmpty() ? lookups.find(digest) : spans.get().ofDatabase(LOOKUP, () -> lookups.find(digest));
        var unused = found.whenComplete((message, failure) -> metrics.count(LookedUp.of(failure)));
        return found;
    }

    /** The message, if this node has it at hand. */
    Optional<CachedMessage> cached(Digest digest) {
        Optional<CachedMessage> cached = fromCache(digest);
        if (cached.isPresent()) {
            metrics.count(LookedUp.CACHED);
        }
        return cached;
    }

    private Optional<CachedMessage> fromCache(Digest digest) {
        return spans.isEmpty() ? cache.get(digest) : spans.get().ofCache(() -> cache.get(digest));
    }
}
