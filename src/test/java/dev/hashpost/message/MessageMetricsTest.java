package dev.hashpost.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hashpost.message.MessageMetrics.LookedUp;
import dev.hashpost.metrics.Metering;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageMetricsTest {
    private final PrometheusRegistry registry = new PrometheusRegistry();

    @ParameterizedTest
    @CsvSource({"ON,1", "OFF,0"})
    void countsOnlyWhenOn(Metering metering, double counted) {
        new MessageMetrics(registry, metering, new MessageCache(0)).count(LookedUp.CACHED);
        assertThat(lookups()).isEqualTo(counted);
    }

    private double lookups() {
        return registry.scrape("hashpost_lookup"::equals).stream()
                .flatMap(metric -> ((CounterSnapshot) metric).getDataPoints().stream())
                .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
                .sum();
    }
}
