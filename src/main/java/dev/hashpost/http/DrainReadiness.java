package dev.hashpost.http;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready once the service was told to end, so that a load balancer sends no more. */
@Readiness
@Singleton
public class DrainReadiness implements HealthCheck {
    private final Gate gate;

    @Inject
    public DrainReadiness(Gate gate) {
        this.gate = gate;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("open").status(!gate.isClosing()).build();
    }
}
