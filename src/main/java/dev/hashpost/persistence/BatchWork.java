package dev.hashpost.persistence;

import java.util.List;
import java.util.function.Consumer;

/** What is done with a batch, so that each of its requests is completed, and none fails another. */
final class BatchWork<T extends Waiting<?>> {
    private final Consumer<List<T>> work;
    private final BatchMetrics metrics;

    BatchWork(Consumer<List<T>> work, BatchMetrics metrics) {
        this.work = work;
        this.metrics = metrics;
    }

    void on(List<T> requests) {
        try {
            attempt(requests);
        } catch (Throwable failure) {
            fail(requests, failure);
        }
    }

    private void attempt(List<T> requests) {
        long begin = System.nanoTime();
        metrics.began(requests, begin);
        try {
            work.accept(requests);
        } catch (Throwable failure) {
            metrics.failed(failure);
            throw failure;
        } finally {
            metrics.ended(System.nanoTime() - begin);
        }
    }

    /** What failed together, but not for want of a database, is tried one by one: one must not fail another. */
    private void fail(List<T> requests, Throwable failure) {
        boolean away = DatabaseFailures.isAway(failure);
        if (requests.size() == 1 || away) {
            RuntimeException told = DatabaseFailures.translate(failure);
            requests.forEach(request -> request.completeExceptionally(told));
            return;
        }
        for (T request : requests) {
            if (away) {
                request.completeExceptionally(new DatabaseUnavailableException());
            } else if (!request.isDone()) {
                away = tryAlone(request);
            }
        }
    }

    /** Whether the database is away. */
    private boolean tryAlone(T request) {
        try {
            attempt(List.of(request));
            return false;
        } catch (Throwable failure) {
            request.completeExceptionally(DatabaseFailures.translate(failure));
            return DatabaseFailures.isAway(failure);
        }
    }
}
