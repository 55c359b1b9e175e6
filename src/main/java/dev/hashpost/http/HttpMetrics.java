package dev.hashpost.http;

import dev.hashpost.metrics.Metering;
import dev.hashpost.metrics.Metrics;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** How many requests there are, how they end and how long they take: those of every path, however they were answered. */
@Singleton
public class HttpMetrics implements RequestObserver {
    /** In seconds. The bounds of the service levels (monitoring/slo.json) must be among them. */
    private static final double[] SECONDS = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 10
    };

    private record Series(String method, String route, int status) {}

    private final Metering metering;
    private final Histogram durations;
    private final ConcurrentMap<Series, DistributionDataPoint> series = new ConcurrentHashMap<>();

    @Inject
    public HttpMetrics(PrometheusRegistry registry, Metering metering, Routes routes, Gate gate, AccessLog accessLog) {
        this.metering = metering;
        durations = Histogram.builder()
                .name("http_server_request_duration_seconds")
                .help("Time from when a request's header was read until its answer was handed to the connection.")
                .labelNames("method", "route", "code")
                .classicOnly()
                .classicUpperBounds(SECONDS)
                .register(registry);
        for (Route route : routes.all()) {
            route.usual().forEach(usual -> seriesOf(new Series(usual.method(), route.template(), usual.status())));
        }
        Metrics.gauge(registry, "http_server_requests_in_flight", "Requests being served.", gate::inFlight);
        Metrics.gauge(
                registry,
                "http_server_requests_in_flight_limit",
                "Requests that may be served at a time; one more is refused.",
                gate::most);
        Metrics.counter(
                registry,
                "hashpost_access_log_dropped",
                "Lines of the access log that were wanted, but not written for want of time.",
                accessLog::dropped);
    }

    private DistributionDataPoint seriesOf(Series wanted) {
        @Nullable DistributionDataPoint known = series.get(wanted);
        return known == null
                ? series.computeIfAbsent(
                        wanted, it -> durations.labelValues(it.method(), it.route(), Integer.toString(it.status())))
                : known;
    }

    @Override
    public void finished(FinishedRequest request) {
        if (metering == Metering.OFF) {
            return;
        }
        DistributionDataPoint duration =
                seriesOf(new Series(request.method(), request.route().template(), request.status()));
        double seconds = request.nanos() / 1e9;
        if (request.traceId().isEmpty()) {
            duration.observe(seconds);
        } else {
            duration.observeWithExemplar(seconds, Labels.of("trace_id", request.traceId()));
        }
    }
}
