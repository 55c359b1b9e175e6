package dev.hashpost.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The PostgreSQL server process on a data directory, found by the {@code postmaster.pid} that it keeps there. */
final class Postmaster {
    /** Longer than the checkpoint at a clean stop takes, even of a slow disk. */
    private static final Duration STOP = Duration.ofSeconds(60);

    private static final Duration END = Duration.ofSeconds(10);

    private Postmaster() {}

    /** The server process, if one runs on this directory, whoever started it. */
    static Optional<ProcessHandle> on(Path data) throws IOException {
        Path file = data.resolve("postmaster.pid");
        List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
        // Line 1 is the process number, 3 its start in seconds since 1970; a server that is just starting has fewer.
        return lines.size() < 3
                ? Optional.empty()
                : new ProcessMark(
                                Long.parseLong(lines.get(0).strip()),
                                Instant.ofEpochSecond(
                                        Long.parseLong(lines.get(2).strip())))
                        .find();
    }

    /** Ends all sessions and stops cleanly; after 60 seconds, or when that cannot be asked for, kills. */
    static void stop(Path data) throws IOException {
        Optional<ProcessHandle> server = on(data);
        if (server.isPresent()) {
            // SIGINT is the fast shutdown; Java's own SIGTERM would wait for every client to leave.
            new ProcessBuilder("kill", "-INT", Long.toString(server.get().pid()))
                    .inheritIO()
                    .start();
            if (!ProcessMark.awaitEnd(server.get(), STOP)) {
                kill(data);
            }
        }
    }

    /** Kills the server and its children at once, as a power failure would, and waits until they are gone. */
    static void kill(Path data) throws IOException {
        Optional<ProcessHandle> server = on(data);
        List<ProcessHandle> all = server.stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> ProcessMark.awaitEnd(process, END));
    }
}
