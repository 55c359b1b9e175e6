package dev.hashpost.bench;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The closed loop: each connection sends its next request when it has the last one's answer.
 *
 * @param script in {@code bench/wrk}; its arguments go to every run
 */
record Wrk(int connections, String script, List<String> arguments) {
    private static final Pattern RATE = Pattern.compile("Requests/sec: +([0-9.]+)");

    /** Requests answered a second; any that fails, fails the run. */
    double rate(URI server, int seconds, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "wrk", "--threads", "1", "--connections", Integer.toString(connections), "--duration", seconds + "s"));
        command.addAll(List.of("--script", Command.file("wrk/" + script), server.toString(), "--"));
        command.addAll(arguments);
        command.addAll(List.of(more));
        String output = Command.run(Map.of(), command);
        if (output.contains("Non-2xx") || output.contains("Socket errors")) {
            throw new IllegalStateException(output);
        }
        return Command.number(RATE, output);
    }
}
