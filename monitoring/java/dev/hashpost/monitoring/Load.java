package dev.hashpost.monitoring;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Clients of all nodes: they post, read what was posted, and now and then ask for nonsense. */
final class Load implements AutoCloseable {
    private static final Pattern DIGEST = Pattern.compile("\"digest\":\"([0-9a-f]{64})\"");
    private static final String UNKNOWN = "/messages/" + "a".repeat(64);
    private static final int MOST_KNOWN = 500;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final Supplier<List<URI>> nodes;
    private final long pauseMillis;
    private final List<String> known = new CopyOnWriteArrayList<>();
    private final List<Thread> threads;
    private volatile boolean resting;

    /**
     * Starts them.
     *
     * @param perSecond requests a second of each client, about
     */
    Load(Supplier<List<URI>> nodes, int clients, int perSecond) {
        this.nodes = nodes;
        this.pauseMillis = 1000 / perSecond;
        this.threads = IntStream.range(0, clients)
                .mapToObj(i -> new Thread(() -> work(new Random(i)), "load-" + i))
                .toList();
        threads.forEach(thread -> thread.setDaemon(true));
        threads.forEach(Thread::start);
    }

    /** Whether they do nothing for now. */
    void rest(boolean rest) {
        resting = rest;
    }

    private void work(Random random) {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(pauseMillis);
                List<URI> targets = nodes.get();
                if (!resting && !targets.isEmpty()) {
                    request(targets.get(random.nextInt(targets.size())), random);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void request(URI node, Random random) throws InterruptedException {
        try {
            int dice = random.nextInt(100);
            if (dice < 15 || known.isEmpty()) {
                post(node, "{\"message\":\"" + random.nextLong() + "\"}");
            } else if (dice < 18) {
                post(node, "no JSON");
            } else if (dice < 23) {
                get(node.resolve(UNKNOWN));
            } else {
                get(node.resolve("/messages/" + known.get(random.nextInt(known.size()))));
            }
        } catch (IOException e) {
            // A node that is away is what some of this is about.
        }
    }

    private void post(URI node, String body) throws IOException, InterruptedException {
        HttpRequest request = request(node.resolve("/messages"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        Matcher digest = DIGEST.matcher(response.body());
        if (response.statusCode() == 201 && known.size() < MOST_KNOWN && digest.find()) {
            known.add(digest.group(1));
        }
    }

    private void get(URI uri) throws IOException, InterruptedException {
        client.send(request(uri).build(), BodyHandlers.discarding());
    }

    private static HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5));
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }
}
