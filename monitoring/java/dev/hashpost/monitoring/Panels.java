package dev.hashpost.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The queries of all panels of all dashboards, and what is wrong with their answers. */
final class Panels {
    private record Query(String panel, String expression) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Query> queries = new ArrayList<>();

    /** Those that go to Prometheus, with the variables as Grafana would set them. */
    static Panels ofAllDashboards() throws IOException, InterruptedException {
        Panels panels = new Panels();
        String lines = Command.run(
                "node",
                Path.of("monitoring/grafana/queries.mjs").toAbsolutePath().toString(),
                "--interval",
                "8s",
                "--job",
                "hashpost");
        for (String line : lines.lines().toList()) {
            JsonNode query = JSON.readTree(line);
            if (query.path("type").asText().equals("prometheus")) {
                panels.queries.add(new Query(
                        query.path("dashboard").asText() + " / "
                                + query.path("panel").asText() + " / "
                                + query.path("refId").asText(),
                        query.path("expr").asText()));
            }
        }
        return panels;
    }

    int size() {
        return queries.size();
    }

    /** A line for each query that fails, has no result, or has one that is no number. */
    List<String> faultsAt(Prometheus prometheus) throws InterruptedException {
        List<String> faults = new ArrayList<>();
        for (Query query : queries) {
            try {
                List<String> values = prometheus.values(query.expression);
                if (values.isEmpty()) {
                    faults.add(query.panel + ": no result of " + query.expression);
                } else if (values.contains("NaN")) {
                    faults.add(query.panel + ": NaN from " + query.expression);
                }
            } catch (IOException e) {
                faults.add(query.panel + ": " + e.getMessage());
            }
        }
        return faults;
    }
}
