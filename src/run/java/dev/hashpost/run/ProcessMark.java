package dev.hashpost.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A process by its number and its start, so that another one that has since been given the number is never taken for
 * it.
 */
record ProcessMark(long pid, Instant start) {
    /** How far two readings of one start may lie apart: PostgreSQL notes its own in whole seconds, and a bit later. */
    private static final Duration SLACK = Duration.ofSeconds(3);

    static void write(Path file, ProcessHandle process) throws IOException {
        Instant start = process.info().startInstant().orElseThrow();
        PrivateFile.write(file, process.pid() + "\n" + start + "\n");
    }

    /** The running process that {@link #write} noted in the file, if it still runs. */
    static Optional<ProcessHandle> find(Path file) throws IOException {
        List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
        return lines.size() < 2
                ? Optional.empty()
                : new ProcessMark(Long.parseLong(lines.get(0)), Instant.parse(lines.get(1))).find();
    }

    Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid)
                .filter(ProcessMark::isRunning)
                .filter(process ->
                        process.info().startInstant().filter(this::isStart).isPresent());
    }

    /**
     * Java takes a process as alive that has ended but that nobody has asked about, as remain for good where process 1
     * is no init, in a container say; such a one has no program any more.
     */
    private static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    private boolean isStart(Instant other) {
        return Duration.between(start, other).abs().compareTo(SLACK) <= 0;
    }

    /** Waits until the process has ended; false if it has not within the time. */
    static boolean awaitEnd(ProcessHandle process, Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        while (isRunning(process) && System.nanoTime() < deadline) {
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return !isRunning(process);
    }
}
