package dev.hashpost.metrics;

import io.prometheus.metrics.config.PrometheusProperties;
import io.prometheus.metrics.exporter.servlet.jakarta.PrometheusMetricsServlet;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Gives Prometheus what it asks for, in its text format or as OpenMetrics, which carries exemplars too. */
@WebServlet("/metrics")
public class MetricsServlet extends PrometheusMetricsServlet {
    private final Metering metering;

    @Inject
    public MetricsServlet(PrometheusRegistry registry, Metering metering) {
        super(PrometheusProperties.get(), registry);
        this.metering = metering;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (metering == Metering.OFF) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        } else {
            super.service(request, response);
        }
    }
}
