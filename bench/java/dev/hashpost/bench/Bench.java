package dev.hashpost.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Measures the service beside its peers, each in turn, and writes {@code bench/RESULTS.md}; see {@code bench/README.md}. */
public final class Bench {
    private static final int HELD = 1000;
    private static final int FEW_ROWS = 10_000;
    private static final int MANY_ROWS = 10_000_000;
    private static final int READ_CONNECTIONS = 32;
    private static final int POST_CONNECTIONS = 64;
    private static final int MIXED_MINUTES = 3;
    private static final int ROUNDS = 5;

    /** More and shorter ones than of the others: what is looked for is smaller than what the machine does besides. */
    private static final int METRICS_ROUNDS = 11;

    private static final int METRICS_SECONDS = 3;

    private final Progress progress = new Progress();
    private final Path directory = Path.of("target", "bench").toAbsolutePath();
    private final boolean quick;
    private final int seconds;
    private final int warmUpSeconds;
    private final Report report;
    private final String run = Long.toString(System.currentTimeMillis(), 36);
    private int posted;

    private Bench(boolean quick) throws IOException, InterruptedException {
        this.quick = quick;
        this.seconds = quick ? 1 : 8;
        this.warmUpSeconds = quick ? 4 : 30;
        this.report = new Report(ROUNDS, seconds);
        Files.createDirectories(directory);
    }

    /** With {@code --quick}: ratios only, of those that short rounds can tell, and no file. */
    public static void main(String[] arguments) throws Exception {
        Bench bench = new Bench(List.of(arguments).contains("--quick"));
        try {
            bench.measure();
        } catch (Exception e) {
            System.err.println("bench: " + e);
            System.exit(1);
        }
        System.exit(0);
    }

    private void measure() throws Exception {
        progress.say("preparing: Go peer, PostgreSQL, " + (quick ? "a node" : "an archive of the service's classes"));
        Node.forgetRuntime(directory);
        if (!quick) {
            Node.archiveClasses(directory, this::usual);
        }
        try (GoPeer go = GoPeer.start(directory);
                Node node = Node.start(directory, "cached", Map.of())) {
            if (!quick) {
                starts(node);
            }
            Path digests = seed(node.uri());
            if (!quick) {
                metrics(node, digests);
            }
            cached(node, go, digests);
            if (!quick) {
                mixed(node, go);
                report.resident(node.residentMebibytes());
            }
        }
        cold();
        progress.print(report.table());
        if (!quick) {
            Files.writeString(Path.of("bench", "RESULTS.md"), report.markdown());
            progress.say("written to bench/RESULTS.md");
        }
    }

    /** A little of everything, for an archive of what that needs. */
    private void usual(URI server) throws IOException, InterruptedException {
        hotGet(seed(server)).rate(server, seconds);
        postHeld().rate(server, seconds);
        postNew(server, 2 * seconds);
    }

    private void starts(Node node) throws IOException, InterruptedException {
        Series starts = new Series();
        for (int i = 0; i < ROUNDS; i++) {
            Duration start = node.restart();
            starts.add(start.toMillis() / 1000.0);
            progress.say("from java to the first 200: " + start.toMillis() + " ms");
        }
        report.starts(starts);
    }

    /** What metrics cost: two nodes that have both done nothing else yet, as what a compiler has seen tells later. */
    private void metrics(Node node, Path digests) throws Exception {
        Wrk get = hotGet(digests);
        try (Node without = Node.start(directory, "without-metrics", Map.of("HASHPOST_METRICS", "off"))) {
            seed(without.uri());
            Duel duel = new Duel(Report.METRICS, s -> get.rate(node.uri(), s), s -> get.rate(without.uri(), s));
            fight(List.of(duel), METRICS_ROUNDS, METRICS_SECONDS);
        }
    }

    private static Wrk hotGet(Path digests) {
        return new Wrk(READ_CONNECTIONS, "get.lua", List.of(digests.toString()));
    }

    /** What a node serves from its cache, and what it writes. */
    private void cached(Node node, GoPeer go, Path digests) throws Exception {
        seed(go.uri());
        Wrk get = hotGet(digests);
        Wrk postHeld = postHeld();
        Pgbench insert = new Pgbench(node.postgres(), "insert.sql");
        Wrk health = new Wrk(READ_CONNECTIONS, "health.lua", List.of());
        List<Duel> duels = new ArrayList<>(List.of(
                new Duel(Report.HOT_GET, s -> get.rate(node.uri(), s), s -> get.rate(go.uri(), s)),
                new Duel(Report.POST_HELD, s -> postHeld.rate(node.uri(), s), s -> postHeld.rate(go.uri(), s)),
                new Duel(Report.POST_NEW, s -> postNew(node.uri(), s), insert::rate)));
        if (!quick) {
            duels.add(new Duel(Report.HEALTH, s -> health.rate(node.uri(), s), s -> get.rate(node.uri(), s)));
        }
        fight(duels);
    }

    private static Wrk postHeld() {
        return new Wrk(POST_CONNECTIONS, "post-held.lua", List.of());
    }

    private double postNew(URI server, int forSeconds) throws IOException, InterruptedException {
        Wrk wrk = new Wrk(POST_CONNECTIONS, "post-new.lua", List.of());
        return wrk.rate(server, forSeconds, run + posted++);
    }

    private void fight(List<Duel> duels) throws Exception {
        fight(duels, ROUNDS, seconds);
    }

    private void fight(List<Duel> duels, int ofRounds, int forSeconds) throws Exception {
        for (Duel duel : duels) {
            duel.warmUp(warmUpSeconds, quick ? 0 : warmUpSeconds, progress);
        }
        for (int round = 0; round < ofRounds; round++) {
            progress.say("round " + (round + 1) + " of " + ofRounds);
            for (Duel duel : duels) {
                duel.fight(round, forSeconds, progress);
            }
        }
        duels.forEach(report::add);
    }

    /** Posts the messages that {@code post-held.lua} posts, and writes down their digests. */
    private Path seed(URI server) throws IOException, InterruptedException {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        List<String> digests = new ArrayList<>();
        for (int i = 1; i <= HELD; i++) {
            String text = "held-" + i + "-";
            String json = "{\"message\":\"" + text + "x".repeat(100 - text.length()) + "\"}";
            HttpRequest post = HttpRequest.newBuilder(server.resolve("/messages"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(json))
                    .build();
            digests.add(http.send(post, HttpResponse.BodyHandlers.ofString())
                    .body()
                    .replaceAll(".*\"([0-9a-f]{64})\".*\\s*", "$1"));
        }
        return Files.write(directory.resolve("held.txt"), digests);
    }

    /** A constant rate of reads and posts, here and at the peer in turns. */
    private void mixed(Node node, GoPeer go) throws IOException, InterruptedException {
        ConstantRate warmUp = new ConstantRate("ours, warming up");
        minute(warmUp, node.uri());
        ConstantRate ours = new ConstantRate("ours");
        ConstantRate peers = new ConstantRate("peer");
        HeapCollections before = HeapCollections.of(node.uri());
        for (int i = 0; i < MIXED_MINUTES; i++) {
            boolean oursFirst = i % 2 == 0;
            minute(oursFirst ? ours : peers, oursFirst ? node.uri() : go.uri());
            minute(oursFirst ? peers : ours, oursFirst ? go.uri() : node.uri());
        }
        report.mixed(ours, peers, HeapCollections.of(node.uri()).since(before));
    }

    private void minute(ConstantRate of, URI server) throws IOException, InterruptedException {
        of.minute(directory, server, directory.resolve("held.txt"), run + posted++, progress);
    }

    /** What a node without a cache reads from few rows and from many. */
    private void cold() throws Exception {
        Map<String, String> noCache = Map.of("HASHPOST_CACHE_MIB", "0");
        try (Node few = Node.start(directory, "few", noCache)) {
            if (quick) {
                Rows.reset(few.postgres(), FEW_ROWS);
                Duel getFew = coldGet(few, Report.COLD_GET_FEW, FEW_ROWS);
                getFew.warmUp(2 * warmUpSeconds, 0, progress); // In a second, it reads a tenth of what a cache does.
                fight(List.of(getFew));
                return;
            }
            try (Node many = Node.start(directory, "many", noCache)) {
                Rows.fill(many.postgres(), MANY_ROWS, progress);
                Rows.reset(few.postgres(), FEW_ROWS);
                Duel getMany = coldGet(many, Report.COLD_GET, MANY_ROWS);
                fight(List.of(getMany));
                fight(List.of(new Duel(Report.GET_GROWTH, ours(many, MANY_ROWS), ours(few, FEW_ROWS))));
                fight(List.of(new Duel(Report.POST_GROWTH, s -> postNew(many.uri(), s), s -> {
                    Rows.reset(few.postgres(), FEW_ROWS);
                    return postNew(few.uri(), s);
                })));
            }
        }
    }

    private Duel coldGet(Node node, String name, int rows) throws Exception {
        Pgbench select = new Pgbench(node.postgres(), "select.sql");
        return new Duel(
                name,
                ours(node, rows),
                s -> select.rate(s, "rows=" + Rows.sample(rows), "stride=" + rows / Rows.sample(rows)));
    }

    private Duel.Measurement ours(Node node, int rows) throws Exception {
        String digests = Rows.digests(node.postgres(), rows, directory.resolve("rows-" + rows + ".txt"));
        Wrk get = new Wrk(READ_CONNECTIONS, "get.lua", List.of(digests));
        return s -> get.rate(node.uri(), s);
    }
}
