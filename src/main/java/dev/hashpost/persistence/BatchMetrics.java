package dev.hashpost.persistence;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import java.util.List;

/** How the batches of one operation go. */
public final class BatchMetrics {
    private static final double NANOS = 1e9;

    private final DatabaseMetrics database;
    private final DistributionDataPoint requests;
    private final DistributionDataPoint wait;
    private final DistributionDataPoint seconds;
    private final CounterDataPoint refused;

    BatchMetrics(
            DatabaseMetrics database,
            DistributionDataPoint requests,
            DistributionDataPoint wait,
            DistributionDataPoint seconds,
            CounterDataPoint refused) {
        this.database = database;
        this.requests = requests;
        this.wait = wait;
        this.seconds = seconds;
        this.refused = refused;
    }

    void refused() {
        refused.inc();
    }

    void timedOut() {
        database.timedOut();
    }

    void began(List<? extends Waiting<?>> batch, long now) {
        requests.observe(batch.size());
        batch.forEach(request -> wait.observe(request.nanosUntil(now) / NANOS));
    }

    void failed(Throwable failure) {
        database.failed(failure);
    }

    void ended(long nanos) {
        seconds.observe(nanos / NANOS);
    }
}
