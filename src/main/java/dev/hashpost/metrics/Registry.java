package dev.hashpost.metrics;

import dev.hashpost.settings.Settings;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the one registry that every metric of this node is in, and says whether it is of use. */
@Singleton
final class Registry {
    private Registry() {}

    @Produces
    @Singleton
    static PrometheusRegistry registry() {
        return new PrometheusRegistry();
    }

    @Produces
    @Singleton
    static Metering metering(Settings settings) {
        return settings.choice("HASHPOST_METRICS", Metering.ON);
    }
}
