package dev.hashpost.metrics;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A counter with a series for each constant of an enum, all there from the start: what has not happened yet is 0, not
 * absent.
 *
 * @param <E> whose constants, in lower case, are the values of the counter's only label
 */
public final class Tally<E extends Enum<E>> {
    private final Map<E, CounterDataPoint> series;

    /**
     * Registers it.
     *
     * @param name of the metric, without {@code _total}
     */
    public Tally(PrometheusRegistry registry, String name, String help, String label, Class<E> outcomes) {
        Counter counter =
                Counter.builder().name(name).help(help).labelNames(label).register(registry);
        series = new EnumMap<>(outcomes);
        for (E outcome : outcomes.getEnumConstants()) {
            series.put(outcome, counter.labelValues(outcome.name().toLowerCase(Locale.ROOT)));
        }
    }

    public void count(E outcome) {
        seriesOf(outcome).inc();
    }

    /** How often it was counted, since the start. */
    public double of(E outcome) {
        return seriesOf(outcome).get();
    }

    private CounterDataPoint seriesOf(E outcome) {
        return Objects.requireNonNull(series.get(outcome));
    }
}
