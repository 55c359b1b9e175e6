package dev.hashpost.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Asks a Prometheus through its HTTP API. */
final class Prometheus {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI base;

    Prometheus(int port) {
        base = URI.create("http://127.0.0.1:" + port);
    }

    URI uri() {
        return base;
    }

    /**
     * The values of an instant query, as text.
     *
     * @throws IOException if Prometheus refuses it
     */
    List<String> values(String expression) throws IOException, InterruptedException {
        JsonNode data = get("/api/v1/query?query=" + encoded(expression));
        List<String> values = new ArrayList<>();
        if (data.path("resultType").asText().equals("scalar")) {
            values.add(data.path("result").path(1).asText());
        }
        for (JsonNode series : data.path("result")) {
            if (series.has("value")) {
                values.add(series.path("value").path(1).asText());
            }
        }
        return values;
    }

    /** The first value of a query, or NaN. */
    double value(String expression) throws IOException, InterruptedException {
        List<String> values = values(expression);
        return values.isEmpty() ? Double.NaN : number(values.get(0));
    }

    static double number(String value) {
        return switch (value) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(value);
        };
    }

    /** The names of the alerts that fire now. */
    Set<String> firing() throws IOException, InterruptedException {
        Set<String> names = new TreeSet<>();
        for (JsonNode alert : get("/api/v1/alerts").path("alerts")) {
            if (alert.path("state").asText().equals("firing")) {
                names.add(alert.path("labels").path("alertname").asText());
            }
        }
        return names;
    }

    /** What is wrong with the rules: those that could not be evaluated, or record nothing or what is no number. */
    List<String> failedRules() throws IOException, InterruptedException {
        List<String> failed = new ArrayList<>();
        for (JsonNode group : get("/api/v1/rules").path("groups")) {
            for (JsonNode rule : group.path("rules")) {
                if (!rule.path("health").asText().equals("ok")) {
                    failed.add(rule.path("name").asText() + " is "
                            + rule.path("health").asText() + " "
                            + rule.path("lastError").asText());
                }
            }
        }
        return failed;
    }

    /** How many rules there are. */
    int rules() throws IOException, InterruptedException {
        int count = 0;
        for (JsonNode group : get("/api/v1/rules").path("groups")) {
            count += group.path("rules").size();
        }
        return count;
    }

    /** Has it read its configuration and rules again. */
    void reload() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve("/-/reload"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("Prometheus does not reload: " + response.body());
        }
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        JsonNode answer = JSON.readTree(response.body());
        if (!answer.path("status").asText().equals("success")) {
            throw new IOException("Prometheus says: " + answer.path("error").asText());
        }
        return answer.path("data");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
