package dev.hashpost.run;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Waits for a node to be ready, and tells why it is not. */
record Readiness(URI probe, Process process, LogFile log) {
    /** Payara goes on running when the WAR does not deploy: this long after its own start nothing more will come. */
    private static final Duration SETTLE = Duration.ofSeconds(15);

    /** Seldom enough not to slow down what it waits for: asking fifty times a second takes a fifth of a processor. */
    private static final Duration PROBING = Duration.ofMillis(100);

    private static final Duration READING_THE_LOG = Duration.ofSeconds(1);
    private static final String PREFIX = "hashpost: ";
    private static final String CAUSE = "Caused by: ";
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    void await(Duration time) throws InterruptedException {
        long start = System.nanoTime();
        long patience = time.toNanos();
        long logRead = 0;
        boolean settling = false;
        while (!isReady()) {
            long waited = System.nanoTime() - start;
            if (!process.isAlive()) {
                throw new StartException(reason("Payara Micro ended with exit code " + process.exitValue()));
            }
            if (waited > patience) {
                throw new StartException(reason("the service is not ready"));
            }
            if (!settling && waited - logRead > READING_THE_LOG.toNanos()) {
                logRead = waited;
                settling = log.first(line -> line.contains(" ready in ")).isPresent();
                patience = settling ? Math.min(patience, waited + SETTLE.toNanos()) : patience;
            }
            TimeUnit.NANOSECONDS.sleep(PROBING.toNanos());
        }
    }

    private boolean isReady() throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(probe).timeout(Duration.ofSeconds(5)).build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // Nobody listens yet.
        }
    }

    private String reason(String otherwise) {
        Optional<String> own = log.first(line -> line.startsWith(PREFIX)).map(line -> line.substring(PREFIX.length()));
        return own.orElseGet(() -> otherwise + "; " + log.path() + " has: "
                + log.last(line -> line.contains(CAUSE))
                        .map(Readiness::lastCause)
                        .or(() -> log.last(line -> !line.isBlank()))
                        .orElse("nothing"));
    }

    /** Of a trace that is one line of JSON, the line that says most. */
    private static String lastCause(String line) {
        return line.substring(line.lastIndexOf(CAUSE)).replaceFirst("\\\\[nt].*", "");
    }
}
