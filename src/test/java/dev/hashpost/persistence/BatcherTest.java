package dev.hashpost.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hashpost.http.ProblemException;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatcherTest {
    /** So that each is old enough, however fast the machine. */
    private static final long NO_TIME = -1;

    private final AtomicBoolean databaseIsUp = new AtomicBoolean(true);
    private final List<Thread> threads = new ArrayList<>();
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final DatabaseMetrics metrics = new DatabaseMetrics(registry);

    /** The batches, each from when its work has begun. */
    private final BlockingQueue<List<Job>> begun = new LinkedBlockingQueue<>();

    /** As many as there are permits end. */
    private final Semaphore mayEnd = new Semaphore(0);

    @AfterEach
    void endThreads() {
        mayEnd.release(10_000);
        threads.forEach(Thread::interrupt);
    }

    @Test
    void aRequestThatComesAloneGoesAtOnce() throws Exception {
        Batcher<Job> batcher = batcher(1);
        mayEnd.release(2);
        assertThat(added(batcher, "one").get()).isEqualTo("done one");
        assertThat(added(batcher, "other").get()).isEqualTo("done other");
        assertThat(namesOf(begun.take())).containsExactly("one");
        assertThat(namesOf(begun.take())).containsExactly("other");
    }

    @Test
    void eachFreeThreadTakesWhatComes() throws Exception {
        Batcher<Job> batcher = batcher(2);
        add(batcher, "one");
        assertThat(namesOf(begun.take())).containsExactly("one");
        add(batcher, "other");
        assertThat(namesOf(begun.take())).containsExactly("other");
    }

    @Test
    void whatComesWhileTheThreadsAreBusySharesTheNextBatch() throws Exception {
        Batcher<Job> batcher = batcher(1);
        keepBusy(batcher);
        add(batcher, "a");
        add(batcher, "b");
        Job last = added(batcher, "c");
        mayEnd.release(2);
        assertThat(last.get()).isEqualTo("done c");
        assertThat(namesOf(begun.take())).containsExactly("a", "b", "c");
    }

    @Test
    void aBatchHasSixtyFourAtMost() throws Exception {
        Batcher<Job> batcher = batcher(1);
        keepBusy(batcher);
        IntStream.range(0, 130).forEach(i -> add(batcher, "job " + i));
        mayEnd.release(4);
        assertThat(begun.take()).hasSize(64);
        assertThat(begun.take()).hasSize(64);
        assertThat(begun.take()).hasSize(2);
    }

    @Test
    void aBatchStopsGrowingAfterAMebibyte() throws Exception {
        Batcher<Job> batcher = batcher(1);
        keepBusy(batcher);
        for (int bytes : new int[] {400_000, 400_000, 400_000, 1 << 20, 5 << 20, (1 << 20) - 1, 1, 0}) {
            batcher.add(new Job("of " + bytes, bytes));
        }
        mayEnd.release(6);
        assertThat(namesOf(begun.take())).containsExactly("of 400000", "of 400000", "of 400000");
        assertThat(namesOf(begun.take())).containsExactly("of 1048576");
        assertThat(namesOf(begun.take())).containsExactly("of 5242880");
        assertThat(namesOf(begun.take())).containsExactly("of 1048575", "of 1");
        assertThat(namesOf(begun.take())).containsExactly("of 0");
    }

    @Test
    void pastAThousandWhoWaitTheNextIsRefusedAtOnce() throws Exception {
        Batcher<Job> batcher = batcher(1);
        Job running = running(batcher);
        List<Job> waiting = IntStream.range(0, 1000)
                .mapToObj(i -> added(batcher, "job " + i))
                .toList();
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> add(batcher, "one too many"))
                .isNotInstanceOf(DatabaseUnavailableException.class)
                .satisfies(refusal -> {
                    assertThat(refusal.problem().status()).isEqualTo(503);
                    assertThat(refusal.problem().headers()).containsEntry("Retry-After", "1");
                });
        mayEnd.release(1000);
        assertThat(running.get()).isEqualTo("done busy");
        for (Job job : waiting) {
            assertThat(job.get()).startsWith("done ");
        }
    }

    @Test
    void withoutADatabaseRequestsAreRefusedAtOnce() throws Exception {
        Batcher<Job> batcher = batcher(1);
        databaseIsUp.set(false);
        assertThatThrownBy(() -> add(batcher, "refused")).isInstanceOf(DatabaseUnavailableException.class);
        databaseIsUp.set(true);
        mayEnd.release(1);
        assertThat(added(batcher, "served").get()).isEqualTo("done served");
        assertThat(namesOf(begun.take())).containsExactly("served");
    }

    @Test
    void whoIsToBlameFailsAlone() throws Exception {
        Batcher<Job> batcher = batcher(1, jobs -> refuseBad(jobs, refused("23514")));
        keepBusy(batcher);
        Job before = added(batcher, "before");
        Job bad = added(batcher, "bad");
        Job after = added(batcher, "after");
        mayEnd.release(5);
        assertThat(after.get()).isEqualTo("done after");
        assertThat(before.get()).isEqualTo("done before");
        assertThat(failureOf(bad)).isInstanceOf(IllegalStateException.class);
        assertThat(begun)
                .extracting(BatcherTest::namesOf)
                .containsExactly(
                        List.of("before", "bad", "after"), List.of("before"), List.of("bad"), List.of("after"));
    }

    @Test
    void whatWasDoneBeforeTheFailureIsNotDoneAgain() throws Exception {
        Batcher<Job> batcher = batcher(1, jobs -> {
            jobs.get(0).finish();
            refuseBad(jobs, refused("23514"));
        });
        keepBusy(batcher);
        add(batcher, "done");
        Job bad = added(batcher, "bad");
        Job after = added(batcher, "after");
        mayEnd.release(5);
        assertThat(after.get()).isEqualTo("done after");
        assertThat(bad.isDone()).isTrue();
        assertThat(begun)
                .extracting(BatcherTest::namesOf)
                .containsExactly(List.of("done", "bad", "after"), List.of("bad"), List.of("after"));
    }

    @Test
    void aFailureOfTheDatabaseFailsAllAndNoneIsTriedAlone() throws Exception {
        Batcher<Job> batcher = batcher(1, jobs -> refuseBad(jobs, refused("08006")));
        keepBusy(batcher);
        List<Job> all = List.of(added(batcher, "before"), added(batcher, "bad"), added(batcher, "after"));
        mayEnd.release(3);
        for (Job job : all) {
            assertThat(failureOf(job)).isInstanceOf(DatabaseUnavailableException.class);
        }
        assertThat(added(batcher, "next").get()).isEqualTo("done next");
        assertThat(begun)
                .extracting(BatcherTest::namesOf)
                .containsExactly(List.of("before", "bad", "after"), List.of("next"));
    }

    @Test
    void aDatabaseThatGoesAwayWhileTheyAreTriedAloneIsNotTriedForTheRest() throws Exception {
        Batcher<Job> batcher = batcher(1, jobs -> refuseBad(jobs, refused(jobs.size() > 1 ? "23514" : "08006")));
        keepBusy(batcher);
        Job bad = added(batcher, "bad");
        Job after = added(batcher, "after");
        Job last = added(batcher, "last");
        mayEnd.release(5);
        for (Job job : List.of(bad, after, last)) {
            assertThat(failureOf(job)).isInstanceOf(DatabaseUnavailableException.class);
        }
        assertThat(begun)
                .extracting(BatcherTest::namesOf)
                .containsExactly(List.of("bad", "after", "last"), List.of("bad"));
    }

    @Test
    void theClockFailsThoseWhoWaitAndThoseWhoAreWorkedOn() throws Exception {
        Batcher<Job> batcher = batcher(1);
        Job running = running(batcher);
        Job waiting = added(batcher, "waiting");
        batcher.failOlderThan(NO_TIME);
        assertThat(failureOf(running)).isInstanceOf(DatabaseUnavailableException.class);
        assertThat(failureOf(waiting)).isInstanceOf(DatabaseUnavailableException.class);
    }

    @Test
    void theClockSparesTheYoung() throws Exception {
        Batcher<Job> batcher = batcher(1);
        Job running = running(batcher);
        Job waiting = added(batcher, "waiting");
        batcher.failOlderThan(Long.MAX_VALUE);
        assertThat(running.isDone()).isFalse();
        assertThat(waiting.isDone()).isFalse();
        mayEnd.release(2);
        assertThat(waiting.get()).isEqualTo("done waiting");
    }

    @Test
    void theClockFailsThoseWhoWaitToBeTriedAlone() throws Exception {
        Batcher<Job> batcher = batcher(1, jobs -> refuseBad(jobs, refused("23514")));
        keepBusy(batcher);
        Job bad = added(batcher, "bad");
        Job after = added(batcher, "after");
        mayEnd.release(2); // Of the busy one and of the batch, but not of the bad one alone.
        assertThat(begun.take()).hasSize(2);
        assertThat(namesOf(begun.take())).containsExactly("bad");
        batcher.failOlderThan(NO_TIME);
        assertThat(bad).isCompletedExceptionally();
        assertThat(after).isCompletedExceptionally();
        mayEnd.release(2);
        assertThat(added(batcher, "next").get()).isEqualTo("done next");
        assertThat(namesOf(begun.take())).containsExactly("next");
    }

    @Test
    void whatTheClockFailedInTheQueueIsNotWorkedOn() throws Exception {
        Batcher<Job> batcher = batcher(1);
        keepBusy(batcher);
        add(batcher, "failed");
        batcher.failOlderThan(NO_TIME);
        Job next = added(batcher, "next");
        mayEnd.release(2);
        assertThat(next.get()).isEqualTo("done next");
        assertThat(begun).extracting(BatcherTest::namesOf).containsExactly(List.of("next"));
    }

    @Test
    void anInterruptedThreadEnds() throws Exception {
        Batcher<Job> batcher = batcher(2);
        keepBusy(batcher);
        threads.forEach(Thread::interrupt);
        Awaitility.await().until(() -> threads.stream().filter(Thread::isAlive).count() == 1);
        mayEnd.release(1);
        Awaitility.await().until(() -> threads.stream().noneMatch(Thread::isAlive));
    }

    private Batcher<Job> batcher(int threadCount) {
        return batcher(threadCount, jobs -> jobs.forEach(Job::finish));
    }

    private Batcher<Job> batcher(int threadCount, Consumer<List<Job>> work) {
        return new Batcher<>(
                databaseIsUp::get,
                jobs -> {
                    begun.add(List.copyOf(jobs));
                    mayEnd.acquireUninterruptibly();
                    work.accept(jobs);
                },
                this::newThread,
                threadCount,
                metrics.ofBatches("test"));
    }

    private Thread newThread(Runnable work) {
        Thread thread = new Thread(work, "worker");
        thread.setDaemon(true);
        threads.add(thread);
        return thread;
    }

    /** Keeps a thread busy until one more may end. */
    private void keepBusy(Batcher<Job> batcher) throws InterruptedException {
        assertThat(running(batcher).isDone()).isFalse();
    }

    private Job running(Batcher<Job> batcher) throws InterruptedException {
        Job job = added(batcher, "busy");
        assertThat(namesOf(begun.take())).containsExactly("busy");
        return job;
    }

    private static void add(Batcher<Job> batcher, String name) {
        batcher.add(new Job(name, 0));
    }

    private static Job added(Batcher<Job> batcher, String name) {
        Job job = new Job(name, 0);
        batcher.add(job);
        return job;
    }

    private static void refuseBad(List<Job> jobs, RuntimeException failure) {
        if (namesOf(jobs).contains("bad")) {
            throw failure;
        }
        jobs.forEach(Job::finish);
    }

    private static RuntimeException refused(String sqlState) {
        return new PersistenceException(new SQLException("refused", sqlState));
    }

    private static Throwable failureOf(Job job) {
        return Optional.ofNullable(assertThatExceptionOfType(ExecutionException.class)
                        .isThrownBy(job::get)
                        .actual()
                        .getCause())
                .orElseThrow();
    }

    private static List<String> namesOf(List<Job> jobs) {
        return jobs.stream().map(job -> job.name).toList();
    }

    private static final class Job extends Waiting<String> {
        private final String name;
        private final int bytes;

        private Job(String name, int bytes) {
            this.name = name;
            this.bytes = bytes;
        }

        @Override
        protected int bytes() {
            return bytes;
        }

        private void finish() {
            complete("done " + name);
        }
    }
}
