package dev.hashpost;

import dev.hashpost.http.Gate;
import dev.hashpost.metrics.Metrics;
import dev.hashpost.persistence.DatabaseProbe;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What is to be known of the node as a whole: which build it is, whether it wants requests, and its JVM. */
@Singleton
public class ServiceMetrics {
    private static final String BUILD = "build.properties";

    private final PrometheusRegistry registry;
    private final Gate gate;
    private final DatabaseProbe probe;

    @Inject
    public ServiceMetrics(PrometheusRegistry registry, Gate gate, DatabaseProbe probe) {
        this.registry = registry;
        this.gate = gate;
        this.probe = probe;
    }

    void register() {
        Properties build = build();
        Info.builder()
                .name("hashpost_build_info")
                .help("Which build this is: 1.")
                .labelNames("version", "revision")
                .register(registry)
                .addLabelValues(build.getProperty("version"), build.getProperty("revision"));
        Metrics.gauge(
                registry,
                "hashpost_ready",
                "Whether the node wants requests, as /health/ready says: 1 or 0.",
                () -> probe.isUp() && !gate.isClosing() ? 1 : 0);
        JvmMetrics.builder().register(registry);
    }

    private static Properties build() {
        Properties build = new Properties();
        try (InputStream in = ServiceMetrics.class.getResourceAsStream(BUILD)) {
            build.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return build;
    }
}
