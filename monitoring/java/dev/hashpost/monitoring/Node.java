package dev.hashpost.monitoring;

import dev.hashpost.run.Certificate;
import dev.hashpost.run.Installation;
import dev.hashpost.run.PayaraLaunch;
import dev.hashpost.run.PayaraProcess;
import dev.hashpost.run.Ports;
import dev.hashpost.run.Postgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node of the service, which can be killed, started again on its ports, and given another certificate. */
final class Node implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Installation installation;
    private final Path directory;
    private final Map<String, String> environment;
    private final int port = Ports.free();
    private final int tlsPort = Ports.free();
    private PayaraProcess process;

    private Node(Installation installation, Path directory, Map<String, String> environment, Certificate certificate)
            throws IOException {
        this.installation = installation;
        this.directory = directory;
        this.environment = environment;
        this.process = launch(certificate);
    }

    static Node start(
            Installation installation,
            Path directory,
            Postgres postgres,
            Map<String, String> settings,
            Certificate certificate)
            throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("HASHPOST_DB_URL", postgres.url());
        environment.put("HASHPOST_DB_USER", postgres.user());
        environment.put("HASHPOST_DB_PASSWORD", postgres.password());
        environment.put("HASHPOST_DRAIN_SECONDS", "0");
        Node node = new Node(installation, directory, environment, certificate);
        node.process.awaitReady(PATIENCE);
        return node;
    }

    private PayaraProcess launch(Certificate certificate) throws IOException {
        PayaraProcess launched = new PayaraLaunch(
                        installation,
                        directory,
                        port,
                        Optional.of(new PayaraLaunch.Tls(tlsPort, certificate)),
                        environment,
                        List.of("-XX:TieredStopAtLevel=1")) // The machine has a whole monitoring to run beside.
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(launched::kill));
        return launched;
    }

    boolean isRunning() {
        return process.isAlive();
    }

    void kill() {
        process.kill();
    }

    /** Starts it again after a kill. */
    void restart(Certificate certificate) throws IOException, InterruptedException {
        process = launch(certificate);
        process.awaitReady(PATIENCE);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    int port() {
        return port;
    }

    int tlsPort() {
        return tlsPort;
    }

    @Override
    public void close() {
        process.kill();
    }
}
