package dev.hashpost.bench;

import dev.hashpost.run.Directories;
import dev.hashpost.run.Installation;
import dev.hashpost.run.PayaraLaunch;
import dev.hashpost.run.PayaraProcess;
import dev.hashpost.run.PayaraRuntime;
import dev.hashpost.run.Postgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A node of the service, as it is deployed, and a PostgreSQL of its own, as durable as in production. */
final class Node implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Path directory;
    private final String name;
    private final Postgres postgres;
    private final Map<String, String> settings;
    private PayaraProcess process;
    private Duration start = Duration.ZERO;

    private Node(Path directory, String name, Postgres postgres, Map<String, String> settings) throws IOException {
        this.directory = directory;
        this.name = name;
        this.postgres = postgres;
        this.settings = settings;
        this.process = launch();
    }

    /** @param directory shared by all nodes of a run */
    static Node start(Path directory, String name, Map<String, String> settings)
            throws IOException, SQLException, InterruptedException {
        Postgres postgres = Postgres.startTemporary(
                directory.resolve("postgresql-binaries"), true, Map.of("shared_buffers", "2GB", "max_wal_size", "8GB"));
        Node node = new Node(directory, name, postgres, settings);
        node.awaitReady(System.nanoTime());
        return node;
    }

    /** What a node is asked for. */
    interface Load {
        void on(URI server) throws IOException, InterruptedException;
    }

    /** Once a run, before any node: has Payara Micro unpacked anew, as another WAR's archive may lie there. */
    static void forgetRuntime(Path directory) throws IOException {
        Directories.delete(directory.resolve("payara-runtime"));
    }

    /**
     * Once a run: what a deployment does after it has unpacked Payara Micro.
     *
     * @param usual what the node that leaves the archive serves
     */
    static void archiveClasses(Path directory, Load usual) throws IOException, SQLException, InterruptedException {
        PayaraRuntime runtime = installation(directory).runtime();
        try (Postgres postgres = Postgres.startTemporary(directory.resolve("postgresql-binaries"), false);
                PayaraProcess process = launch(directory, "archive", postgres, Map.of(), runtime.archivingOptions())) {
            process.awaitReady(PATIENCE);
            usual.on(process.baseUri());
        }
    }

    private static Installation installation(Path directory) {
        return Installation.ofSystemProperties(directory.resolve("payara-runtime"));
    }

    private PayaraProcess launch() throws IOException {
        return launch(directory, name, postgres, settings, List.of());
    }

    private static PayaraProcess launch(
            Path directory, String name, Postgres postgres, Map<String, String> settings, List<String> jvmOptions)
            throws IOException {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("HASHPOST_DB_URL", postgres.url());
        environment.put("HASHPOST_DB_USER", postgres.user());
        environment.put("HASHPOST_DB_PASSWORD", postgres.password());
        environment.put("HASHPOST_DRAIN_SECONDS", "0");
        PayaraLaunch plain = PayaraLaunch.plain(installation(directory), directory.resolve(name), environment);
        PayaraProcess process = new PayaraLaunch(
                        plain.installation(), plain.directory(), plain.httpPort(), plain.tls(), environment, jvmOptions)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::kill));
        return process;
    }

    private void awaitReady(long begin) throws InterruptedException {
        process.awaitReady(PATIENCE);
        start = Duration.ofNanos(System.nanoTime() - begin);
    }

    /** Kills it and starts it again; how long that took from {@code java} to the first 200. */
    Duration restart() throws IOException, InterruptedException {
        process.kill();
        long begin = System.nanoTime();
        process = launch();
        awaitReady(begin);
        return start;
    }

    URI uri() {
        return process.baseUri();
    }

    Postgres postgres() {
        return postgres;
    }

    long pid() {
        return process.pid();
    }

    /** Memory that the process has of the machine now, in MiB. */
    double residentMebibytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() throws IOException {
        process.kill();
        postgres.close();
    }
}
