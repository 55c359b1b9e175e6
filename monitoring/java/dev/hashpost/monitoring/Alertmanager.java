package dev.hashpost.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Set;
import java.util.TreeSet;

/** Asks an Alertmanager through its HTTP API. */
final class Alertmanager {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI base;

    Alertmanager(int port) {
        base = URI.create("http://127.0.0.1:" + port);
    }

    /** The names of the alerts that it has not done with, inhibited ones included. */
    Set<String> alerts() throws IOException {
        Set<String> names = new TreeSet<>();
        try (InputStream groups = base.resolve("/api/v2/alerts/groups").toURL().openStream()) {
            for (JsonNode group : JSON.readTree(groups)) {
                for (JsonNode alert : group.path("alerts")) {
                    names.add(alert.path("labels").path("alertname").asText());
                }
            }
        }
        return names;
    }
}
