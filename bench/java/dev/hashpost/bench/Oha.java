package dev.hashpost.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A constant rate of arrivals, whose latencies count from when a request was due, not from when it could be sent. */
final class Oha {
    private static final Pattern LATENCY = Pattern.compile("\"(p50|p99|p99\\.9)\": ([0-9.e-]+)");
    private static final Pattern RATE = Pattern.compile("\"requestsPerSec\": ([0-9.]+)");
    private static final Pattern STATUS = Pattern.compile("\"([1-5][0-9]{2})\": ([0-9]+)");
    private static final Pattern ERRORS = Pattern.compile("(?s)\"errorDistribution\": \\{(.*?)}");
    private static final Pattern ERROR = Pattern.compile("\"(.*?)\": ([0-9]+)");

    /** It posts any of them, at random: of ten times as many as it posts, one in twenty twice. */
    private static final int MESSAGES_PER_POST = 10;

    private Oha() {}

    /**
     * What came of it.
     *
     * @param failures requests with an error or a status from 400 on
     * @param cpu what the generator itself took
     */
    record Result(double rate, double p50, double p99, double p999, long failures, Duration cpu) {}

    /** A generator that has only to be started. */
    record Load(Path directory, String name, List<String> command) {
        Running start() throws IOException {
            Path output = directory.resolve(name + ".json");
            Process process = new ProcessBuilder(command)
                    .redirectOutput(output.toFile())
                    .redirectError(directory.resolve(name + ".err").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new Running(process, output);
        }
    }

    /** A generator at work. */
    record Running(Process process, Path output) {}

    static Load reads(Path directory, URI server, Path digests, int rate, int seconds) throws IOException {
        List<String> urls = Files.readAllLines(digests).stream()
                .map(digest -> server + "/messages/" + digest)
                .toList();
        Path file = Files.write(directory.resolve("urls.txt"), urls);
        return load(directory, "reads", rate, seconds, List.of("--urls-from-file", file.toString()));
    }

    static Load posts(Path directory, URI server, String run, int rate, int seconds) throws IOException {
        Path file = directory.resolve("bodies.txt");
        try (BufferedWriter bodies = Files.newBufferedWriter(file)) {
            for (int i = 0; i < MESSAGES_PER_POST * rate * seconds; i++) {
                String text = run + "-" + i + "-";
                bodies.write("{\"message\":\"" + text + "x".repeat(100 - text.length()) + "\"}\n");
            }
        }
        return load(
                directory,
                "posts",
                rate,
                seconds,
                List.of("--method", "POST", "-T", "application/json", "-Z", file.toString(), server + "/messages"));
    }

    private static Load load(Path directory, String name, int rate, int seconds, List<String> what) {
        List<String> command = new ArrayList<>(List.of("oha", "--no-tui", "--output-format", "json"));
        command.addAll(List.of("-z", seconds + "s", "-q", Integer.toString(rate), "-c", "64", "--latency-correction"));
        command.addAll(what);
        return new Load(directory, name, command);
    }

    /** Of all of them, which run side by side: what one has taken of the processors can only be seen before it ends. */
    static List<Result> await(List<Running> running) throws IOException, InterruptedException {
        Map<Running, Duration> cpu = new HashMap<>();
        while (running.stream().anyMatch(one -> one.process.isAlive())) {
            for (Running one : running) {
                one.process.info().totalCpuDuration().ifPresent(duration -> cpu.put(one, duration));
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        List<Result> results = new ArrayList<>();
        for (Running one : running) {
            results.add(result(one, cpu.getOrDefault(one, Duration.ZERO)));
        }
        return results;
    }

    private static Result result(Running running, Duration cpu) throws IOException {
        String json = Files.readString(running.output);
        double[] latencies = new double[3];
        Matcher latency = LATENCY.matcher(json.substring(json.indexOf("\"latencyPercentiles\"")));
        while (latency.find()) {
            int which = List.of("p50", "p99", "p99.9").indexOf(latency.group(1));
            double millis = Double.parseDouble(latency.group(2)) * 1000;
            latencies[which] = latencies[which] == 0 ? millis : latencies[which]; // The first are of all requests.
        }
        return new Result(Command.number(RATE, json), latencies[0], latencies[1], latencies[2], failures(json), cpu);
    }

    private static long failures(String json) {
        long failures = 0;
        Matcher status = STATUS.matcher(json);
        while (status.find()) {
            failures += status.group(1).compareTo("400") >= 0 ? Long.parseLong(status.group(2)) : 0;
        }
        Matcher errors = ERRORS.matcher(json);
        if (errors.find()) {
            Matcher error = ERROR.matcher(errors.group(1));
            while (error.find()) {
                boolean cutOff = error.group(1).contains("deadline"); // The run was over before the answer came.
                failures += cutOff ? 0 : Long.parseLong(error.group(2));
            }
        }
        return failures;
    }
}
