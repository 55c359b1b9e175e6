package dev.hashpost.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hashpost.metrics.Metering;
import dev.hashpost.persistence.Waiting;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MessagesTest {
    private static final Message FOO = Message.of("foo".getBytes(UTF_8));
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final MemoryMessageStore store = new MemoryMessageStore();
    private final Batchers batchers = new Batchers();
    private final Messages messages = messages(1 << 20);
    private final Messages uncached = messages(0);

    @AfterEach
    void close() {
        batchers.close();
    }

    @Test
    void whatWasPostedIsReadWithoutTheStore() {
        post(messages, Optional.empty());
        assertThat(read(messages)).isEqualTo(FOO.body());
        assertThat(store.finds()).isEmpty();
    }

    @Test
    void whatWasReadOnceIsNotReadAgain() {
        store.store(List.of(new Posting(FOO, Optional.empty())));
        assertThat(messages.cached(FOO.digest())).isEmpty();
        assertThat(read(messages)).isEqualTo(FOO.body());
        assertThat(read(messages)).isEqualTo(FOO.body());
        assertThat(messages.cached(FOO.digest())).isPresent();
        assertThat(store.finds()).hasSize(1);
    }

    @Test
    void anAbsenceIsNeverKept() {
        assertThatThrownBy(() -> read(messages)).isInstanceOf(MessageNotFoundException.class);
        store.store(List.of(new Posting(FOO, Optional.empty()))); // As another node does.
        assertThat(read(messages)).isEqualTo(FOO.body());
    }

    @Test
    void aMessageThatIsHeldForEverNeedsNoWrite() {
        post(messages, Optional.empty());
        post(messages, Optional.empty());
        post(messages, Optional.of(DAY));
        assertThat(store.stores()).hasSize(1);
    }

    @Test
    void aMessageThatWasJustReadNeedsNoWrite() {
        store.store(List.of(new Posting(FOO, Optional.empty())));
        read(messages);
        post(messages, Optional.empty());
        assertThat(store.stores()).hasSize(1);
    }

    @Test
    void aShorterLifeNeedsNoWrite() {
        post(messages, Optional.of(DAY));
        post(messages, Optional.of(HOUR));
        assertThat(store.stores()).hasSize(1);
    }

    @Test
    void aShorterLifeNeedsNoWriteEvenWhenTheLongerOneWasConfirmedLongAgo() {
        post(messages, Optional.empty());
        Awaitility.await().pollInterval(Duration.ofMillis(50)).until(() -> {
            post(messages, Optional.of(HOUR));
            return store.stores().size() == 2;
        });
        Awaitility.await()
                .until(() -> messages.known(new Posting(FOO, Optional.of(HOUR))).isPresent());
        post(messages, Optional.of(HOUR));
        post(messages, Optional.empty());
        assertThat(store.stores()).hasSize(2);
        assertThat(store.finds()).hasSize(1);
    }

    @Test
    void aLongerLifeIsWritten() {
        post(messages, Optional.of(HOUR));
        post(messages, Optional.of(DAY));
        post(messages, Optional.empty());
        assertThat(store.stores()).hasSize(3);
        assertThat(messages.cached(FOO.digest()).orElseThrow().cacheControl()).contains("max-age=31536000");
    }

    @Test
    void whatHasEndedIsNoLongerReadNorKnown() {
        Posting posting = new Posting(FOO, Optional.of(Duration.ZERO));
        Waiting.outcomeOf(messages.post(posting));
        assertThatThrownBy(() -> read(messages)).isInstanceOf(MessageNotFoundException.class);
        assertThat(messages.known(posting)).isEmpty();
    }

    @Test
    void withoutACacheEveryReadAndPostGoesToTheStore() {
        post(uncached, Optional.empty());
        post(uncached, Optional.empty());
        assertThat(read(uncached)).isEqualTo(FOO.body());
        assertThat(read(uncached)).isEqualTo(FOO.body());
        assertThat(store.stores()).hasSize(2);
        assertThat(store.finds()).hasSize(2);
    }

    private Messages messages(long cacheBytes) {
        MessageCache cache = new MessageCache(cacheBytes);
        MessageMetrics metrics = new MessageMetrics(new PrometheusRegistry(), Metering.ON, cache);
        return new Messages(
                cache,
                new Postings(store, cache, batchers::batcher, metrics),
                new Lookups(store, cache, batchers::batcher, metrics),
                metrics,
                Optional.empty());
    }

    private static void post(Messages messages, Optional<Duration> life) {
        assertThat(Waiting.outcomeOf(messages.post(new Posting(FOO, life)))
                        .message()
                        .digest())
                .isEqualTo(FOO.digest());
    }

    private static byte[] read(Messages messages) {
        return Waiting.outcomeOf(messages.find(FOO.digest())).message().body();
    }
}
