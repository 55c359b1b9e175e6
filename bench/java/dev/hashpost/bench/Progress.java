package dev.hashpost.bench;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/** A line for each step, so that one sees where a long run is. */
final class Progress {
    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final long begin = System.nanoTime();

    void say(String line) {
        Duration since = Duration.ofNanos(System.nanoTime() - begin);
        out.printf(Locale.ROOT, "%3d:%02d  %s%n", since.toMinutes(), since.toSecondsPart(), line);
    }

    void begin(String step) {
        Duration since = Duration.ofNanos(System.nanoTime() - begin);
        out.printf(Locale.ROOT, "%3d:%02d  %-52s ", since.toMinutes(), since.toSecondsPart(), step);
        out.flush();
    }

    void end(double rate) {
        out.printf(Locale.ROOT, "%,10.0f/s%n", rate);
    }

    void print(String text) {
        out.println(text);
    }
}
