package dev.hashpost.persistence;

import dev.hashpost.http.ProblemException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A request's part in the next batch of work on the database: completed by that, or, if it takes too long, by the clock.
 *
 * @param <V> what the request gets from the database
 */
public class Waiting<V> extends CompletableFuture<V> {
    private final long since;
    private volatile int batchSize;

    public Waiting() {
        this(System.nanoTime());
    }

    /** @param since when the request came, by {@link System#nanoTime} */
    public Waiting(long since) {
        this.since = since;
    }

    /** How many bytes it brings; a batch takes only so many. */
    protected int bytes() {
        return 0;
    }

    /** For how many nanoseconds it has been waiting at that time by {@link System#nanoTime}. */
    long nanosUntil(long now) {
        return now - since;
    }

    void joinsBatchOf(int size) {
        batchSize = size;
    }

    /** How many requests its batch had; 0 if it has not been in one. */
    public int batchSize() {
        return batchSize;
    }

    boolean isOlderThan(long nanos) {
        return nanosUntil(System.nanoTime()) > nanos;
    }

    /**
     * Waits for what comes of a request, which is never long: the database has its deadline.
     *
     * @throws ProblemException if it fails with one
     */
    public static <T> T outcomeOf(CompletableFuture<T> request) {
        try {
            return request.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ProblemException problem ? problem : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailableException(e);
        }
    }
}
