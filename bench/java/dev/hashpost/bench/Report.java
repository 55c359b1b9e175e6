package dev.hashpost.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Gathers what was measured, and writes it down beside what was aimed at. */
final class Report {
    static final String HOT_GET = "hot GET ÷ Go in memory, 32 connections";
    static final String METRICS = "hot GET with metrics ÷ HASHPOST_METRICS=off";
    static final String POST_NEW = "POST of new messages, 64 connections ÷ pgbench, one row each, 32 clients";
    static final String POST_HELD = "POST of held messages ÷ Go in memory, 64 connections";
    static final String COLD_GET = "cold GET (no cache, 10 million rows) ÷ pgbench, select by key, 32 clients";
    static final String COLD_GET_FEW = "cold GET (no cache, 10 thousand rows) ÷ pgbench, select by key, 32 clients";
    static final String GET_GROWTH = "cold GET at 10 million rows ÷ at 10 thousand";
    static final String POST_GROWTH = "POST of new messages at 10 million rows ÷ at 10 thousand";
    static final String HEALTH = "GET /api/health, through JAX-RS ÷ hot GET";

    /** Below the first a result is a failure; the second is the goal. */
    private static final Map<String, String> GOALS = Map.of(
            HOT_GET, "0.6 | 1.0",
            METRICS, "0.97 | 1.0",
            POST_NEW, "0.5 | 1.0",
            POST_HELD, "0.3 | 0.6",
            COLD_GET, "0.25 | 0.5",
            COLD_GET_FEW, "0.25 | 0.5",
            GET_GROWTH, "0.8 | 1.0",
            POST_GROWTH, "0.8 | 1.0",
            HEALTH, " | ");

    private static final String OTHERS = """
            What other stores reached beside the same Go server, on another machine with two cores: hot GET 0.58 of it
            (restic's rest-server) and 0.48 (bazel-remote); verified writes of new blobs of 100 bytes 3,300/s
            (rest-server, with fsync) and 2,400/s (bazel-remote, without).
            """;

    private final int rounds;
    private final int seconds;
    private final List<Duel> duels = new ArrayList<>();
    private final List<String> others = new ArrayList<>();
    private String mixed = "";

    Report(int rounds, int seconds) {
        this.rounds = rounds;
        this.seconds = seconds;
    }

    void add(Duel duel) {
        duels.add(duel);
    }

    void starts(Series starts) {
        others.add("| from `java` to the first 200, warm disk | " + starts.text("%.1f s") + " | 6 s | 3 s |");
    }

    void resident(double mebibytes) {
        others.add(line("| resident memory after all this | %.0f MiB | 600 MiB | 400 MiB |", mebibytes));
    }

    void mixed(ConstantRate ours, ConstantRate peers, String collections) {
        StringBuilder table = new StringBuilder("| " + ConstantRate.rate() + ", " + ours.minutes()
                + " times each | here | Go in memory | at least | aim |\n|---|---|---|---|---|\n");
        table.append(row(ours, peers, "%,.0f", "answered a second", Oha.Result::rate, " | "))
                .append(row(ours, peers, "%.1f", "median, ms", Oha.Result::p50, " | "))
                .append(row(ours, peers, "%.1f", "99th percentile, ms", Oha.Result::p99, "20 | 5"))
                .append(row(ours, peers, "%.1f", "99.9th percentile, ms", Oha.Result::p999, " | "))
                .append(line("| failures, of all | %d | %d | 0 | 0 |%n", ours.failures(), peers.failures()))
                .append(line("| stopped by collections of the heap, in all | %s | | | |%n", collections))
                .append(line(
                        "| cores taken by the generator itself | %.2f | %.2f | | |%n",
                        ours.generatorCores(), peers.generatorCores()))
                .append(line(
                        "| processor time that the machine's host gave to others, %% | %s | %s | | |",
                        ours.stolen().text("%.1f"), peers.stolen().text("%.1f")));
        mixed = table.toString();
    }

    /** Two rows: of the reads and of the posts. */
    private static String row(
            ConstantRate ours,
            ConstantRate peers,
            String format,
            String what,
            ToDoubleFunction<Oha.Result> figure,
            String goals) {
        String row = "| %s: " + what + " | %s | %s | " + goals + " |%n";
        return line(
                        row,
                        "GET",
                        ours.reads(figure).text(format),
                        peers.reads(figure).text(format))
                + line(
                        row,
                        "POST",
                        ours.posts(figure).text(format),
                        peers.posts(figure).text(format));
    }

    String table() {
        StringBuilder table =
                new StringBuilder("| measure | ratio | at least | aim | here | peer |\n|---|---|---|---|---|---|\n");
        for (Duel duel : duels) {
            table.append("| ")
                    .append(duel.name())
                    .append(" | ")
                    .append(duel.ours().over(duel.peers()).text("%.2f"))
                    .append(" | ")
                    .append(GOALS.getOrDefault(duel.name(), " | "))
                    .append(" | ")
                    .append(duel.ours().text("%,.0f/s"))
                    .append(" | ")
                    .append(duel.peers().text("%,.0f/s"))
                    .append(" |\n");
        }
        return table.toString();
    }

    String markdown() throws IOException, InterruptedException {
        StringBuilder other = new StringBuilder("| measure | here | at least | aim |\n|---|---|---|---|\n");
        others.forEach(line -> other.append(line).append('\n'));
        return String.join(
                "\n\n",
                "# Results",
                "Written by `bench/run`; [README.md](README.md) says what is measured, and how.",
                machine(),
                "Medians of " + rounds + " rounds of " + seconds
                        + " s (with metrics and without: of more and shorter ones; of the constant rate: of its minutes), in brackets the least and the most; service"
                        + " and peer take turns. Ratios are of each round.",
                table().strip(),
                mixed,
                other.toString().strip(),
                "## Others, for comparison",
                OTHERS.strip() + "\n");
    }

    private static String machine() throws IOException, InterruptedException {
        String cpu = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.replaceFirst(".*: ", ""))
                .findFirst()
                .orElse("unknown processor");
        String changed = Command.run("git", "status", "--porcelain", "--", "src", "db", "bench", "pom.xml")
                        .isBlank()
                ? ""
                : ", with changes";
        return "- " + LocalDate.now(ZoneOffset.UTC) + ", commit "
                + Command.run("git", "rev-parse", "--short", "HEAD").strip() + changed + "\n"
                + "- " + Runtime.getRuntime().availableProcessors() + " cores (" + cpu + "), Linux "
                + Command.run("uname", "-r").strip() + "; load generator, service and database share them\n"
                + "- Java " + Runtime.version() + ", Payara Micro " + System.getProperty("hashpost.payara.version")
                + ", PostgreSQL " + System.getProperty("hashpost.postgresql.version")
                + " with fsync and 2 GB of shared_buffers, "
                + Command.run("go", "version")
                        .replaceFirst("go version go", "Go ")
                        .strip() + ", "
                + Command.run("bash", "-c", "wrk -v | head -n 1")
                        .replaceFirst(" Copyright.*\n?", "")
                        .strip() + ", "
                + Command.run("pgbench", "--version").strip() + ", "
                + Command.run("oha", "--version").strip();
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
