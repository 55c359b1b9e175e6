package dev.hashpost.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Whom Alertmanager tells: remembers which alerts it was told of since it last forgot, on which path. */
final class Webhook implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Progress progress;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    private Webhook(HttpServer server, Progress progress) {
        this.server = server;
        this.progress = progress;
    }

    static Webhook start(Progress progress) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        Webhook webhook = new Webhook(server, progress);
        server.createContext("/", webhook::receive);
        server.start();
        return webhook;
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode message = JSON.readTree(exchange.getRequestBody());
            for (JsonNode alert : message.path("alerts")) {
                String line = alert.path("status").asText() + " "
                        + alert.path("labels").path("severity").asText() + " "
                        + alert.path("labels").path("alertname").asText();
                if (told.add(line) && !line.contains("Watchdog")) {
                    progress.say("    told: " + line);
                }
            }
            exchange.sendResponseHeaders(204, -1);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    void forget() {
        told.clear();
    }

    /** The alerts of this severity that it was told of as firing. */
    Set<String> firing(String severity) {
        return names("firing " + severity + " ");
    }

    /** The alerts of this severity that it was told of as resolved. */
    Set<String> resolved(String severity) {
        return names("resolved " + severity + " ");
    }

    private Set<String> names(String prefix) {
        Set<String> names = new TreeSet<>();
        told.stream()
                .filter(line -> line.startsWith(prefix))
                .forEach(line -> names.add(line.substring(prefix.length())));
        return names;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
