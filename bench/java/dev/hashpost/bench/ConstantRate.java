package dev.hashpost.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Minutes in which one server is sent nine reads to a posting at a constant rate: what came of them. */
final class ConstantRate {
    private static final int SECONDS = 60;
    private static final int READS_PER_SECOND = 9_000;
    private static final int POSTS_PER_SECOND = 1_000;

    private final String who;
    private final List<Oha.Result> reads = new ArrayList<>();
    private final List<Oha.Result> posts = new ArrayList<>();
    private final Series stolen = new Series();

    /** @param who whose server it is, for the line of progress */
    ConstantRate(String who) {
        this.who = who;
    }

    /**
     * One more minute.
     *
     * @param digests the file of those that are read, which the server holds
     * @param name no other minute's: what is posted begins with it
     */
    void minute(Path directory, URI server, Path digests, String name, Progress progress)
            throws IOException, InterruptedException {
        progress.say(rate() + ", " + who);
        Oha.Load get = Oha.reads(directory, server, digests, READS_PER_SECOND, SECONDS);
        Oha.Load post = Oha.posts(directory, server, name, POSTS_PER_SECOND, SECONDS);
        Processors before = Processors.now();
        Oha.Running reading = get.start();
        Oha.Running posting = post.start();
        List<Oha.Result> results = Oha.await(List.of(reading, posting));
        Oha.Result read = results.get(0);
        Oha.Result posted = results.get(1);
        reads.add(read);
        posts.add(posted);
        stolen.add(Processors.now().stolenSince(before) * 100);
        progress.say(String.format(
                Locale.ROOT,
                "    p99: GET %.1f ms, POST %.1f ms; %d failures",
                read.p99(),
                posted.p99(),
                read.failures() + posted.failures()));
    }

    static String rate() {
        return String.format(
                Locale.ROOT, "GET:POST 9:1 at %,d/s for %d s", READS_PER_SECOND + POSTS_PER_SECOND, SECONDS);
    }

    int minutes() {
        return reads.size();
    }

    Series reads(ToDoubleFunction<Oha.Result> figure) {
        return Series.of(reads.stream().mapToDouble(figure));
    }

    Series posts(ToDoubleFunction<Oha.Result> figure) {
        return Series.of(posts.stream().mapToDouble(figure));
    }

    /** Of all minutes. */
    long failures() {
        return Stream.concat(reads.stream(), posts.stream())
                .mapToLong(Oha.Result::failures)
                .sum();
    }

    /** How many processors the generator itself took, on average. */
    double generatorCores() {
        return Stream.concat(reads.stream(), posts.stream())
                        .mapToLong(result -> result.cpu().toMillis())
                        .sum()
                / 1000.0
                / SECONDS
                / minutes();
    }

    /** What the machine's host gave to others meanwhile, in per cent of its processors' time. */
    Series stolen() {
        return stolen;
    }

    /** The machine's processors since it was started, in ticks; see proc_stat(5). */
    private record Processors(long all, long stolenOfThem) {
        private static final int COUNTED = 8; // user to steal; what comes then is part of the former
        private static final int STEAL = 7;

        static Processors now() throws IOException {
            String[] ticks = Files.readAllLines(Path.of("/proc/stat"))
                    .get(0)
                    .replaceFirst("cpu +", "")
                    .split(" ");
            long all =
                    Stream.of(ticks).limit(COUNTED).mapToLong(Long::parseLong).sum();
            return new Processors(all, Long.parseLong(ticks[STEAL]));
        }

        double stolenSince(Processors before) {
            return (double) (stolenOfThem - before.stolenOfThem) / (all - before.all);
        }
    }
}
