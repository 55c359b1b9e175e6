package dev.hashpost.persistence;

import dev.hashpost.http.ProblemException;
import dev.hashpost.settings.Configured;
import dev.hashpost.settings.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lets a request use the database without ever waiting longer than 1.5 s for it.
 *
 * <p>JDBC's own time limits bound each step, not their sum, so the work runs on threads of its own, one a connection,
 * and the request gives up by the clock. While the {@link DatabaseProbe} finds no database, requests are refused at
 * once.
 */
@Singleton
public class Database implements Configured {
    private static final int DEADLINE_MILLIS = 1500;

    private final DatabaseProbe probe;
    private final int threadCount;

    @Resource
    @SuppressWarnings("NullAway.Init") // The container sets the field.
    private ManagedThreadFactory threadFactory;

    @SuppressWarnings("NullAway.Init") // Set once the thread factory is there.
    private ThreadPoolExecutor threads;

    @Inject
    public Database(DatabaseProbe probe, Settings settings) {
        this.probe = probe;
        this.threadCount = PoolSettings.of(settings).max() - 1; // The probe has the last connection.
    }

    @PostConstruct
    void start() {
        threads = new ThreadPoolExecutor(
                threadCount, threadCount, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), threadFactory);
        threads.allowCoreThreadTimeOut(true);
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    /**
     * Runs work that uses the database.
     *
     * @throws DatabaseUnavailableException if the database is away or too slow; whether the work was done is unknown
     * @throws ProblemException if the work ends with one
     */
    public <T> T call(Callable<T> work) {
        if (!probe.isUp()) {
            throw new DatabaseUnavailableException();
        }
        FutureTask<T> task = new FutureTask<>(work);
        threads.execute(task);
        try {
            return task.get(DEADLINE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw DatabaseFailures.translate(e.getCause());
        } catch (TimeoutException e) {
            throw new DatabaseUnavailableException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailableException(e);
        } finally {
            threads.remove(task); // Nobody waits for it any more.
        }
    }
}
