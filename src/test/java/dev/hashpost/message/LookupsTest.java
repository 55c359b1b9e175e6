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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LookupsTest {
    private static final Message FOO = Message.of("foo".getBytes(UTF_8));
    private static final Message BAR = Message.of("bar".getBytes(UTF_8));
    private static final Digest OTHER = new Digest("a".repeat(64));

    private final MemoryMessageStore store = new MemoryMessageStore();
    private final MessageCache cache = new MessageCache(1 << 20);
    private final Batchers batchers = new Batchers();
    private final MessageMetrics metrics = new MessageMetrics(new PrometheusRegistry(), Metering.ON, cache);
    private final Lookups lookups = new Lookups(store, cache, batchers::batcher, metrics);

    @AfterEach
    void close() {
        batchers.close();
    }

    @Test
    void whatIsHeldIsFoundAndCached() throws Exception {
        hold(FOO);
        CachedMessage found = lookups.find(FOO.digest()).get();
        assertThat(found.message().body()).isEqualTo(FOO.body());
        assertThat(cache.get(FOO.digest())).containsSame(found);
    }

    @Test
    void aLifeDoesNotBeginAnewWhenTheReadIsSlow() throws Exception {
        store.store(List.of(new Posting(FOO, Optional.of(Duration.ofSeconds(2)))));
        Hold read = store.holdFind();
        CompletableFuture<CachedMessage> found = lookups.find(FOO.digest());
        read.await();
        Awaitility.await().until(() -> store.find(List.of(FOO.digest())).isEmpty());
        read.release();
        assertThat(found.get().isLiving()).isFalse();
    }

    @Test
    void theUnknownIsNotFoundAndAskedForAgain() {
        assertThat(failureOf(lookups.find(OTHER))).isInstanceOf(MessageNotFoundException.class);
        assertThat(failureOf(lookups.find(OTHER))).isInstanceOf(MessageNotFoundException.class);
        assertThat(store.finds()).containsExactly(List.of(OTHER), List.of(OTHER));
    }

    @Test
    void whoAskForOneDigestTogetherShareOneRead() throws Exception {
        hold(FOO);
        Hold busy = busy();
        List<CompletableFuture<CachedMessage>> found = manyFinds(FOO.digest());
        List<CompletableFuture<CachedMessage>> absent = manyFinds(BAR.digest());
        busy.release();
        for (CompletableFuture<CachedMessage> one : found) {
            assertThat(one.get()).isSameAs(found.get(0).get());
        }
        for (CompletableFuture<CachedMessage> one : absent) {
            assertThat(failureOf(one)).isInstanceOf(MessageNotFoundException.class);
        }
        assertThat(store.finds()).containsExactly(List.of(OTHER), List.of(FOO.digest(), BAR.digest()));
    }

    @Test
    void whatIsFoundIsSharedWithThoseWhoCameDuringTheRead() throws Exception {
        hold(FOO);
        Hold read = store.holdFind();
        CompletableFuture<CachedMessage> early = lookups.find(FOO.digest());
        read.await();
        CompletableFuture<CachedMessage> late = lookups.find(FOO.digest());
        read.release();
        assertThat(late.get()).isSameAs(early.get());
        assertThat(store.finds()).hasSize(1);
    }

    @Test
    void whatIsPostedDuringTheReadIsFoundByWhoeverAsksAfterThePost() throws Exception {
        Hold read = store.holdFind();
        CompletableFuture<CachedMessage> early = lookups.find(FOO.digest());
        read.await();
        hold(FOO);
        List<CompletableFuture<CachedMessage>> late = manyFinds(FOO.digest());
        read.release();
        assertThat(failureOf(early)).isInstanceOf(MessageNotFoundException.class);
        for (CompletableFuture<CachedMessage> one : late) {
            assertThat(one.get().message().body()).isEqualTo(FOO.body());
        }
        assertThat(store.finds()).as("all who came late share one more").hasSize(2);
    }

    @Test
    void whatIsPostedDuringASecondReadIsFoundByWhoeverAsksAfterThePost() throws Exception {
        Hold first = store.holdFind();
        Hold second = store.holdFind();
        CompletableFuture<CachedMessage> one = lookups.find(FOO.digest());
        first.await();
        CompletableFuture<CachedMessage> other = lookups.find(FOO.digest());
        first.release();
        second.await();
        hold(FOO);
        CompletableFuture<CachedMessage> late = lookups.find(FOO.digest());
        second.release();
        assertThat(failureOf(one)).isInstanceOf(MessageNotFoundException.class);
        assertThat(failureOf(other)).isInstanceOf(MessageNotFoundException.class);
        assertThat(late.get().message().body()).isEqualTo(FOO.body());
    }

    @Test
    void aFailureDoesNotStay() throws Exception {
        hold(FOO);
        Hold read = store.holdFind();
        CompletableFuture<CachedMessage> early = lookups.find(FOO.digest());
        read.await();
        CompletableFuture<CachedMessage> during = lookups.find(FOO.digest());
        read.fail(new IllegalStateException(new SQLException("away", "08006")));
        assertThat(failureOf(early)).isInstanceOf(DatabaseUnavailableException.class);
        assertThat(failureOf(during)).isInstanceOf(DatabaseUnavailableException.class);
        assertThat(lookups.find(FOO.digest()).get().message().body()).isEqualTo(FOO.body());
    }

    @Test
    void aFaultOfTheProbeDoesNotStay() {
        Lookups broken = new Lookups(
                store,
                cache,
                work -> batchers.batcher(work, () -> {
                    throw new IllegalStateException("no probe");
                }),
                metrics);
        assertThat(failureOf(broken.find(OTHER))).isInstanceOf(IllegalStateException.class);
        assertThat(failureOf(broken.find(OTHER))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatTheClockFailedDoesNotStay() throws Exception {
        hold(FOO);
        Hold read = store.holdFind();
        CompletableFuture<CachedMessage> tooLate = lookups.find(FOO.digest());
        read.await();
        tooLate.completeExceptionally(new DatabaseUnavailableException(null));
        CompletableFuture<CachedMessage> next = lookups.find(FOO.digest());
        assertThat(next).isNotDone();
        read.release();
        assertThat(next.get().message().body()).isEqualTo(FOO.body());
        assertThat(store.finds()).hasSize(2);
    }

    @Test
    void aRefusalForWantOfADatabaseDoesNotStay() throws Exception {
        hold(FOO);
        batchers.databaseIsUp(false);
        assertThat(failureOf(lookups.find(FOO.digest()))).isInstanceOf(DatabaseUnavailableException.class);
        batchers.databaseIsUp(true);
        assertThat(lookups.find(FOO.digest()).get().message().body()).isEqualTo(FOO.body());
    }

    @Test
    void theDamagedIsNotServedAndHarmsNoneOfItsBatch() throws Exception {
        hold(FOO);
        hold(BAR);
        store.damage(FOO.digest());
        Hold busy = busy();
        CompletableFuture<CachedMessage> damaged = lookups.find(FOO.digest());
        CompletableFuture<CachedMessage> sound = lookups.find(BAR.digest());
        busy.release();
        assertThat(failureOf(damaged)).isInstanceOf(DamagedMessageException.class);
        assertThat(sound.get().message().body()).isEqualTo(BAR.body());
        assertThat(store.finds()).hasSize(2);
        assertThat(cache.get(FOO.digest())).isEmpty();
    }

    @Test
    void theMendedIsFoundAgain() throws Exception {
        hold(FOO);
        store.damage(FOO.digest());
        assertThat(failureOf(lookups.find(FOO.digest()))).isInstanceOf(DamagedMessageException.class);
        hold(FOO);
        assertThat(lookups.find(FOO.digest()).get().message().body()).isEqualTo(FOO.body());
    }

    private void hold(Message message) {
        store.store(List.of(new Posting(message, Optional.empty())));
    }

    /** Keeps the one thread at another lookup, so that all that come meanwhile go together. */
    private Hold busy() throws InterruptedException {
        Hold busy = store.holdFind();
        assertThat(lookups.find(OTHER)).isNotDone();
        busy.await();
        return busy;
    }

    private List<CompletableFuture<CachedMessage>> manyFinds(Digest digest) {
        List<CompletableFuture<CachedMessage>> finds = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            finds.add(lookups.find(digest));
        }
        return finds;
    }

    private static Throwable failureOf(CompletableFuture<?> future) {
        return Optional.ofNullable(assertThatExceptionOfType(ExecutionException.class)
                        .isThrownBy(future::get)
                        .actual()
                        .getCause())
                .orElseThrow();
    }
}
