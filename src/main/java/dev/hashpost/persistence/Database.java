package dev.hashpost.persistence;

import dev.hashpost.settings.Configured;
import dev.hashpost.settings.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Lets requests use the database without ever waiting longer than 1.5 s for it.
 *
 * <p>JDBC's own time limits bound each step, not their sum, so the work is done by threads of its own, in batches that
 * requests share, and requests are failed by the clock. While the {@link DatabaseProbe} finds no database, they are
 * refused at once.
 */
@Singleton
public class Database implements Configured {
    private static final long DEADLINE_NANOS = TimeUnit.MILLISECONDS.toNanos(1500);
    private static final long LOOK_MILLIS = 50;

    private final DatabaseProbe probe;
    private final DatabaseMetrics metrics;
    private final int threadsPerBatcher;
    private final List<Batcher<?>> batchers = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    @Resource
    @SuppressWarnings("NullAway.Init") // The container sets the field.
    private ManagedThreadFactory threadFactory;

    @Inject
    public Database(DatabaseProbe probe, DatabaseMetrics metrics, Settings settings) {
        this.probe = probe;
        this.metrics = metrics;
        this.threadsPerBatcher = PoolSettings.of(settings).connectionsPerBatcher();
    }

    @PostConstruct
    void start() {
        newThread(this::watchTheClock).start();
    }

    @PreDestroy
    void stop() {
        threads.forEach(Thread::interrupt);
    }

    /**
     * A batcher with its share of the connections; see {@link Batcher#Batcher} for the work.
     *
     * @param operation what it does, in one word, for the metrics
     */
    public <T extends Waiting<?>> Batcher<T> batcher(String operation, Consumer<List<T>> work) {
        Batcher<T> batcher =
                new Batcher<>(probe::isUp, work, this::newThread, threadsPerBatcher, metrics.ofBatches(operation));
        metrics.watchQueue(operation, batcher::waiting);
        batchers.add(batcher);
        return batcher;
    }

    private Thread newThread(Runnable work) {
        Thread thread = threadFactory.newThread(work);
        threads.add(thread);
        return thread;
    }

    private void watchTheClock() {
        try {
            while (true) {
                Thread.sleep(LOOK_MILLIS);
                batchers.forEach(batcher -> batcher.failOlderThan(DEADLINE_NANOS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
