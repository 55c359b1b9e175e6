package dev.hashpost.persistence;

import dev.hashpost.http.ProblemException;
import dev.hashpost.http.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Lets requests share work on the database: what comes while its threads are busy goes with the next batch, together
 * with all that came meanwhile. Nothing waits for company: a request that comes alone goes at once.
 *
 * <p>The queue is bounded; what does not fit is refused at once. A request that waits longer than the deadline, in the
 * queue or in a batch, fails then, though its batch may still succeed.
 */
public final class Batcher<T extends Waiting<?>> {
    static final int MOST_PER_BATCH = 64;
    private static final int MOST_BYTES_PER_BATCH = 1 << 20;
    static final int MOST_WAITING = 1000;

    private final BlockingQueue<T> queue = new LinkedBlockingQueue<>(MOST_WAITING);
    private final List<Worker> workers;
    private final BooleanSupplier databaseIsUp;
    private final BatchWork<T> work;
    private final BatchMetrics metrics;

    /**
     * Starts its threads, which end when they are interrupted.
     *
     * @param work does what a batch wants and completes each of its requests; whatever it throws fails all that it has
     *     not completed
     */
    public Batcher(
            BooleanSupplier databaseIsUp,
            Consumer<List<T>> work,
            ThreadFactory threads,
            int threadCount,
            BatchMetrics metrics) {
        this.databaseIsUp = databaseIsUp;
        this.work = new BatchWork<>(work, metrics);
        this.metrics = metrics;
        this.workers =
                IntStream.range(0, threadCount).mapToObj(i -> new Worker()).toList();
        workers.forEach(worker -> threads.newThread(worker).start());
    }

    /**
     * Has the request go with the next batch.
     *
     * @throws DatabaseUnavailableException if the database is away
     * @throws ProblemException 503, if too many are waiting already
     */
    public void add(T request) {
        if (!databaseIsUp.getAsBoolean()) {
            throw new DatabaseUnavailableException();
        }
        if (!queue.offer(request)) {
            metrics.refused();
            throw new ProblemException(Problems.unavailable(
                    "As many requests wait for the database as it can serve in time; try again.", 1));
        }
    }

    /** How many wait to go with a batch. */
    int waiting() {
        return queue.size();
    }

    /** Fails whoever has been under way for longer. */
    void failOlderThan(long nanos) {
        failOlderThan(nanos, queue);
        workers.forEach(worker -> failOlderThan(nanos, worker.batch));
    }

    private void failOlderThan(long nanos, Iterable<? extends Waiting<?>> requests) {
        for (Waiting<?> request : requests) {
            if (request.isOlderThan(nanos) && request.completeExceptionally(new DatabaseUnavailableException())) {
                metrics.timedOut();
            }
        }
    }

    private final class Worker implements Runnable {
        private volatile List<T> batch = List.of();

        @Override
        public void run() {
            try {
                while (true) {
                    run(nextBatch());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private List<T> nextBatch() throws InterruptedException {
            List<T> next = new ArrayList<>(MOST_PER_BATCH);
            int bytes = 0;
            @Nullable T request = queue.poll(1, TimeUnit.HOURS);
            while (request != null) {
                if (!request.isDone()) {
                    next.add(request);
                    bytes += request.bytes();
                }
                request = next.size() < MOST_PER_BATCH && bytes < MOST_BYTES_PER_BATCH ? queue.poll() : null;
            }
            return next;
        }

        private void run(List<T> requests) {
            if (requests.isEmpty()) {
                return;
            }
            batch = requests;
            requests.forEach(request -> request.joinsBatchOf(requests.size()));
            try {
                work.on(requests);
            } finally {
                batch = List.of();
            }
        }
    }
}
