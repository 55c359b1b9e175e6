package dev.hashpost.persistence;

import dev.hashpost.metrics.Metrics;
import dev.hashpost.metrics.Tally;
import dev.hashpost.persistence.DatabaseFailures.Kind;
import dev.hashpost.settings.Configured;
import dev.hashpost.settings.Settings;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.ToDoubleFunction;

/** How the database does: its connections, the work on it, and what fails. */
@Singleton
public class DatabaseMetrics implements Configured {
    private static final double[] SECONDS = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5};
    private static final double[] BATCH_SIZES = {1, 2, 4, 8, 16, 32, 64};
    private static final String OPERATION = "operation";

    private final PrometheusRegistry registry;
    private final Histogram operations;
    private final Histogram batchRequests;
    private final Histogram batchWaits;
    private final Counter batchRefusals;
    private final Map<String, IntSupplier> queues = new ConcurrentHashMap<>();
    private final Histogram poolWaits;
    private final CounterDataPoint poolTimeouts;
    private final Tally<Kind> errors;

    @Inject
    public DatabaseMetrics(PrometheusRegistry registry, Settings settings) {
        this(registry);
        int max = PoolSettings.of(settings).max();
        Metrics.gauge(registry, "hashpost_db_pool_max", "Connections that the pool may have.", () -> max);
        PayaraPool pool = new PayaraPool();
        Metrics.gauge(registry, "hashpost_db_pool_active", "Connections in use.", pool::active);
        Metrics.gauge(registry, "hashpost_db_pool_idle", "Connections that are open and free.", pool::idle);
        Metrics.gauge(registry, "hashpost_db_pool_pending", "Threads that wait for a connection.", pool::pending);
    }

    /** Those that do not need the container's pool. */
    public DatabaseMetrics(PrometheusRegistry registry) {
        this.registry = registry;
        operations = byOperation("hashpost_db_operation_seconds", "Time that work on the database takes.", SECONDS);
        operations.initLabelValues("probe");
        batchRequests = byOperation("hashpost_batch_requests", "Requests that share a batch.", BATCH_SIZES);
        batchWaits = byOperation(
                "hashpost_batch_wait_seconds", "Time that requests wait until their batch begins.", SECONDS);
        batchRefusals = Counter.builder()
                .name("hashpost_batch_refused")
                .help("Requests refused because as many as may were waiting for a batch.")
                .labelNames(OPERATION)
                .register(registry);
        queueGauge("hashpost_batch_queue_length", "Requests that wait for a batch.", IntSupplier::getAsInt);
        queueGauge("hashpost_batch_queue_limit", "Requests that may wait for a batch.", q -> Batcher.MOST_WAITING);
        poolWaits = Histogram.builder()
                .name("hashpost_db_pool_wait_seconds")
                .help("Time to get a connection, a new one being made included.")
                .classicOnly()
                .classicUpperBounds(SECONDS)
                .register(registry);
        poolTimeouts = Counter.builder()
                .name("hashpost_db_pool_timeouts")
                .help("Times that nobody gave a connection back in time.")
                .register(registry);
        errors = new Tally<>(
                registry, "hashpost_db_errors", "Work on the database that failed, by why.", "class", Kind.class);
    }

    private Histogram byOperation(String name, String help, double... bounds) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .labelNames(OPERATION)
                .classicOnly()
                .classicUpperBounds(bounds)
                .register(registry);
    }

    private void queueGauge(String name, String help, ToDoubleFunction<IntSupplier> value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(OPERATION)
                .callback(callback ->
                        queues.forEach((operation, queue) -> callback.call(value.applyAsDouble(queue), operation)))
                .register(registry);
    }

    /** Those of the batches that do one operation. */
    public BatchMetrics ofBatches(String operation) {
        return new BatchMetrics(
                this,
                batchRequests.labelValues(operation),
                batchWaits.labelValues(operation),
                operations.labelValues(operation),
                batchRefusals.labelValues(operation));
    }

    void watchQueue(String operation, IntSupplier length) {
        queues.put(operation, length);
    }

    void watchProbe(BooleanSupplier isUp) {
        Metrics.gauge(
                registry,
                "hashpost_db_up",
                "Whether the database answered when it was last asked, twice a second: 1 or 0.",
                () -> isUp.getAsBoolean() ? 1 : 0);
    }

    void probed(long nanos) {
        operations.labelValues("probe").observe(nanos / 1e9);
    }

    void failed(Throwable failure) {
        errors.count(DatabaseFailures.kindOf(failure));
    }

    /** A request's deadline has passed. */
    void timedOut() {
        errors.count(Kind.TIMEOUT);
    }

    /** A way to get a connection. */
    @FunctionalInterface
    interface Connections {
        Connection get() throws SQLException;
    }

    /** Gets a connection, and counts how long that takes. */
    Connection timed(Connections connections) throws SQLException {
        long begin = System.nanoTime();
        try {
            return connections.get();
        } catch (SQLException e) {
            if (PayaraPool.isTimeout(e)) {
                poolTimeouts.inc();
            }
            throw e;
        } finally {
            poolWaits.observe((System.nanoTime() - begin) / 1e9);
        }
    }
}
