package dev.hashpost.monitoring;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A line for each step as it ends, and a table of all at the end. */
final class Progress {
    private record Outcome(String step, boolean passed, String detail, Duration took) {}

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final long begin = System.nanoTime();
    private final List<Outcome> outcomes = new ArrayList<>();
    private long stepBegin = begin;

    synchronized void say(String line) {
        Duration since = Duration.ofNanos(System.nanoTime() - begin);
        out.printf(Locale.ROOT, "%3d:%02d  %s%n", since.toMinutes(), since.toSecondsPart(), line);
    }

    /** The next step begins now, not when the last ended. */
    void begin(String line) {
        stepBegin = System.nanoTime();
        say(line);
    }

    void passed(String step, String detail) {
        end(step, true, detail);
    }

    void failed(String step, String detail) {
        end(step, false, detail);
    }

    private void end(String step, boolean passed, String detail) {
        long now = System.nanoTime();
        outcomes.add(new Outcome(step, passed, detail, Duration.ofNanos(now - stepBegin)));
        stepBegin = now;
        say((passed ? "ok      " : "FAILED  ") + step + ": " + detail);
    }

    /** Prints the table; whether nothing failed. */
    boolean conclude() {
        out.println();
        for (Outcome outcome : outcomes) {
            out.printf(
                    Locale.ROOT,
                    "%-6s  %4d s  %-34s  %s%n",
                    outcome.passed ? "ok" : "FAILED",
                    outcome.took.toSeconds(),
                    outcome.step,
                    outcome.detail.lines().findFirst().orElse(""));
        }
        return outcomes.stream().allMatch(Outcome::passed);
    }
}
