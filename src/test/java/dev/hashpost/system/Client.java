package dev.hashpost.system;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A user of the service: speaks its HTTP, and nothing else. */
final class Client {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();

    private final URI base;

    Client(URI base) {
        this.base = base;
    }

    /** Posts {@code {"message":text}}, for texts that need no escapes. */
    Answer postMessage(String text) {
        return postJson("{\"message\":\"" + text + "\"}");
    }

    Answer postJson(String json, String... headers) {
        return post("application/json", json.getBytes(StandardCharsets.UTF_8), headers);
    }

    Answer post(String contentType, byte[] body, String... headers) {
        HttpRequest.Builder request = to("/messages").header("Content-Type", contentType);
        return send(with(request, headers).POST(BodyPublishers.ofByteArray(body)));
    }

    Answer getMessage(String digest, String... headers) {
        return get("/messages/" + digest, headers);
    }

    Answer get(String path, String... headers) {
        return send(with(to(path), headers).GET());
    }

    Answer request(String method, String path, String... headers) {
        return request(method, path, BodyPublishers.noBody(), headers);
    }

    Answer request(String method, String path, BodyPublisher body, String... headers) {
        return send(with(to(path), headers).method(method, body));
    }

    /** Sends the bytes as they are on a connection of their own; what comes until it closes. */
    String raw(String request) {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(answer);
            return answer.toString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@link #raw}, but waits only until the answer holds the given text. */
    String rawUntil(String request, String text) {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            StringBuilder answer = new StringBuilder();
            for (int b = socket.getInputStream().read();
                    b >= 0;
                    b = socket.getInputStream().read()) {
                answer.append((char) b);
                if (answer.indexOf(text, answer.length() - text.length()) >= 0) {
                    break;
                }
            }
            return answer.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE);
    }

    private static HttpRequest.Builder with(HttpRequest.Builder request, String... headers) {
        return headers.length == 0 ? request : request.headers(headers);
    }

    private static Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(HTTP.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What came back. */
    record Answer(HttpResponse<byte[]> response) {
        int status() {
            return response.statusCode();
        }

        byte[] bytes() {
            return response.body();
        }

        String body() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        /** The value of a header field; empty if it is not there. */
        String header(String name) {
            return String.join(", ", response.headers().allValues(name));
        }
    }
}
