package dev.hashpost.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hashpost.message.MemoryMessageStore.Hold;
import dev.hashpost.metrics.Metering;
import dev.hashpost.persistence.DatabaseUnavailableException;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PostingsTest {
    private static final Message FOO = Message.of("foo".getBytes(UTF_8));
    private static final Message BAR = Message.of("bar".getBytes(UTF_8));
    private static final Message OTHER = Message.of("other".getBytes(UTF_8));

    private final MemoryMessageStore store = new MemoryMessageStore();
    private final MessageCache cache = new MessageCache(1 << 20);
    private final Batchers batchers = new Batchers();
    private final MessageMetrics metrics = new MessageMetrics(new PrometheusRegistry(), Metering.ON, cache);
    private final Postings postings = new Postings(store, cache, batchers::batcher, metrics);

    @AfterEach
    void close() {
        batchers.close();
    }

    @Test
    void aPostingIsAnsweredOnlyWhenItIsStored() throws Exception {
        Hold commit = store.holdStore();
        CompletableFuture<CachedMessage> posted = postings.post(forEver(FOO));
        commit.await();
        assertThat(posted).isNotDone();
        assertThat(cache.get(FOO.digest())).isEmpty();
        commit.release();
        assertThat(posted.get().message()).isSameAs(FOO);
        assertThat(cache.get(FOO.digest())).containsSame(posted.get());
    }

    @Test
    void whatIsOnlyPostedDisplacesNothingThatIsAskedFor() throws Exception {
        List<Message> wanted = messages("wanted", 400);
        wanted.forEach(message -> cache.put(CachedMessage.of(message, Optional.empty())));
        for (Message message : messages("posted", 1_000)) {
            postings.post(forEver(message)).get();
        }
        assertThat(wanted).allMatch(message -> cache.get(message.digest()).isPresent());
    }

    @Test
    void aLifeDoesNotBeginAnewWhenTheCommitIsSlow() throws Exception {
        Hold commit = store.holdStore();
        CompletableFuture<CachedMessage> posted = postings.post(new Posting(FOO, Optional.of(Duration.ofSeconds(2))));
        commit.await();
        Awaitility.await().until(() -> store.find(List.of(FOO.digest())).isEmpty());
        commit.release();
        assertThat(posted.get().isLiving()).isFalse();
    }

    @Test
    void whatComesTogetherIsOneWrite() throws Exception {
        Hold busy = busy();
        CompletableFuture<CachedMessage> foo = postings.post(forEver(FOO));
        CompletableFuture<CachedMessage> bar = postings.post(forEver(BAR));
        busy.release();
        assertThat(foo.get().message()).isSameAs(FOO);
        assertThat(bar.get().message()).isSameAs(BAR);
        assertThat(store.stores().get(1)).containsExactly(forEver(FOO), forEver(BAR));
    }

    @Test
    void postingsOfOneDigestAreOneRowWithTheLongestLife() throws Exception {
        Message sameAsFoo = Message.of("foo".getBytes(UTF_8));
        Hold busy = busy();
        List<CompletableFuture<CachedMessage>> posted = List.of(
                postings.post(lasting(FOO, 2)),
                postings.post(lasting(BAR, 9)),
                postings.post(lasting(sameAsFoo, 3)),
                postings.post(lasting(FOO, 1)),
                postings.post(forEver(BAR)),
                postings.post(lasting(BAR, 10)));
        busy.release();
        for (CompletableFuture<CachedMessage> one : posted) {
            assertThat(one.get().isLiving()).isTrue();
        }
        assertThat(store.stores().get(1)).containsExactly(lasting(sameAsFoo, 3), forEver(BAR));
        assertThat(store.stores()).hasSize(2);
    }

    @Test
    void whatTheStoreRefusesFailsAlone() throws Exception {
        store.refuse(FOO.digest());
        Hold busy = busy();
        CompletableFuture<CachedMessage> refused = postings.post(forEver(FOO));
        CompletableFuture<CachedMessage> stored = postings.post(forEver(BAR));
        busy.release();
        assertThat(stored.get().message()).isSameAs(BAR);
        assertThat(failureOf(refused)).isInstanceOf(IllegalStateException.class);
        assertThat(store.find(List.of(FOO.digest(), BAR.digest()))).containsOnlyKeys(BAR.digest());
        assertThat(cache.get(FOO.digest())).isEmpty();
    }

    @Test
    void aCommitThatFailsIsAcknowledgedToNobody() throws Exception {
        Hold busy = busy();
        Hold commit = store.holdStore();
        CompletableFuture<CachedMessage> foo = postings.post(forEver(FOO));
        CompletableFuture<CachedMessage> bar = postings.post(forEver(BAR));
        busy.release();
        commit.await();
        commit.fail(new IllegalStateException(new SQLException("away", "08006")));
        assertThat(failureOf(foo)).isInstanceOf(DatabaseUnavailableException.class);
        assertThat(failureOf(bar)).isInstanceOf(DatabaseUnavailableException.class);
        assertThat(cache.get(FOO.digest())).isEmpty();
    }

    @Test
    void withoutADatabaseAPostingIsRefused() {
        batchers.databaseIsUp(false);
        assertThat(failureOf(postings.post(forEver(FOO)))).isInstanceOf(DatabaseUnavailableException.class);
        assertThat(store.stores()).isEmpty();
    }

    /** Keeps the one thread at another posting, so that all that come meanwhile go together. */
    private Hold busy() throws InterruptedException {
        Hold busy = store.holdStore();
        assertThat(postings.post(forEver(OTHER))).isNotDone();
        busy.await();
        return busy;
    }

    private static List<Message> messages(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Message.of((name + " " + i).getBytes(UTF_8)))
                .toList();
    }

    private static Posting forEver(Message message) {
        return new Posting(message, Optional.empty());
    }

    private static Posting lasting(Message message, int hours) {
        return new Posting(message, Optional.of(Duration.ofHours(hours)));
    }

    private static Throwable failureOf(CompletableFuture<?> future) {
        return Optional.ofNullable(assertThatExceptionOfType(ExecutionException.class)
                        .isThrownBy(future::get)
                        .actual()
                        .getCause())
                .orElseThrow();
    }
}
