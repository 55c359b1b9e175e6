package dev.hashpost.run;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One running node of the service. */
public final class PayaraProcess implements AutoCloseable {
    /** The service drains for up to 30 seconds after SIGTERM. */
    private static final Duration DRAIN = Duration.ofSeconds(35);

    private final PayaraLaunch launch;
    private final LogFile log;
    private final Process process;

    private PayaraProcess(PayaraLaunch launch, LogFile log, Process process) {
        this.launch = launch;
        this.log = log;
        this.process = process;
    }

    static PayaraProcess start(PayaraLaunch launch) throws IOException {
        Path directory = Directories.make(launch.directory());
        stopOrphan(directory);
        Directories.delete(launch.temporaryFiles());
        Directories.make(launch.temporaryFiles());
        LogFile log = new LogFile(directory.resolve("payara.log"));
        Process process = launch.process().redirectOutput(log.begin()).start();
        PayaraProcess started = new PayaraProcess(launch, log, process);
        ProcessMark.write(mark(directory), process.toHandle());
        return started;
    }

    private static Path mark(Path directory) {
        return directory.resolve("service.pid");
    }

    /** Stops the node that a killed launcher has left running in this directory, if there is one. */
    static void stopOrphan(Path directory) throws IOException {
        ProcessMark.find(mark(directory)).ifPresent(PayaraProcess::stop);
    }

    /** Whether it ended without force. */
    private static boolean stop(ProcessHandle process) {
        process.destroy();
        if (ProcessMark.awaitEnd(process, DRAIN)) {
            return true;
        }
        process.destroyForcibly();
        ProcessMark.awaitEnd(process, DRAIN);
        return false;
    }

    /**
     * Waits until {@code /health/ready} answers 200.
     *
     * @throws StartException if the process ends before, or does not get there in the time, or not within 15 seconds
     *     from the end of Payara's own start; the message is the line that the service itself gave as the reason, if it
     *     did
     */
    public void awaitReady(Duration time) throws InterruptedException {
        new Readiness(baseUri().resolve("/health/ready"), process, log).await(time);
    }

    /** Where it speaks plain HTTP, without a path. */
    public URI baseUri() {
        return URI.create("http://127.0.0.1:" + launch.httpPort());
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What the process has written so far, without colours. */
    public String log() {
        return String.join("\n", log.lines());
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Asks for a graceful stop (SIGTERM) and does not wait for it. */
    public void terminate() {
        process.destroy();
    }

    /** Kills at once (SIGKILL), and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        ProcessMark.awaitEnd(handle(), DRAIN);
    }

    /** The exit code, if the process ends within the time. */
    public Optional<Integer> waitFor(Duration time) throws InterruptedException {
        return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)
                ? Optional.of(process.exitValue())
                : Optional.empty();
    }

    /** Stops gracefully, or after 35 seconds by force. */
    @Override
    public void close() throws IOException {
        boolean unforced = stop(handle());
        launch.installation().runtime().keepArchive(unforced);
        Directories.delete(launch.root());
        Directories.delete(launch.temporaryFiles());
        Files.deleteIfExists(mark(launch.directory()));
    }
}
