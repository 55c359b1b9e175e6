package dev.hashpost.metrics;

import io.prometheus.metrics.config.PrometheusProperties;
import io.prometheus.metrics.exporter.servlet.jakarta.PrometheusMetricsServlet;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;

/** Gives Prometheus what it asks for, in its text format or as OpenMetrics, which carries exemplars too. */
@WebServlet("/metrics")
public class MetricsServlet extends PrometheusMetricsServlet {
    @Inject
    public MetricsServlet(PrometheusRegistry registry) {
        super(PrometheusProperties.get(), registry);
    }
}
