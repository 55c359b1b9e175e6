package dev.hashpost.monitoring;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** More posts at a time than a node takes, each followed by another, until it is closed. */
final class Flood implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI messages;
    private volatile boolean over;

    Flood(URI node, int atATime) {
        messages = node.resolve("/messages");
        for (int i = 0; i < atATime; i++) {
            post();
        }
    }

    private void post() {
        if (!over) {
            HttpRequest request = HttpRequest.newBuilder(messages)
                    .timeout(Duration.ofSeconds(5))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(
                            "{\"message\":\"" + ThreadLocalRandom.current().nextLong() + "\"}"))
                    .build();
            var unused =
                    client.sendAsync(request, BodyHandlers.discarding()).whenComplete((response, failure) -> post());
        }
    }

    @Override
    public void close() {
        over = true;
    }
}
