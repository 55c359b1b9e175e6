package dev.hashpost.metrics;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the one registry that every metric of this node is in. */
final class Registry {
    private Registry() {}

    @Produces
    @Singleton
    static PrometheusRegistry registry() {
        return new PrometheusRegistry();
    }
}
