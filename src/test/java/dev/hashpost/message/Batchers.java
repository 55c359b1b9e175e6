package dev.hashpost.message;

import dev.hashpost.persistence.Batcher;
import dev.hashpost.persistence.DatabaseMetrics;
import dev.hashpost.persistence.Waiting;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Batchers of one thread each, without the container; the threads end when this is closed. */
final class Batchers implements AutoCloseable {
    private final AtomicBoolean up = new AtomicBoolean(true);
    private final DatabaseMetrics metrics = new DatabaseMetrics(new PrometheusRegistry());
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    <T extends Waiting<?>> Batcher<T> batcher(Consumer<List<T>> work) {
        return batcher(work, up::get);
    }

    <T extends Waiting<?>> Batcher<T> batcher(Consumer<List<T>> work, BooleanSupplier databaseIsUp) {
        return new Batcher<>(databaseIsUp, work, this::newThread, 1, metrics.ofBatches("test"));
    }

    /** Whether there is a database from now on. */
    void databaseIsUp(boolean isUp) {
        up.set(isUp);
    }

    private Thread newThread(Runnable work) {
        Thread thread = new Thread(work, "batcher");
        thread.setDaemon(true);
        threads.add(thread);
        return thread;
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }
}
