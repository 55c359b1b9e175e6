package dev.hashpost.monitoring;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.hashpost.run.Certificate;
import dev.hashpost.run.Directories;
import dev.hashpost.run.Installation;
import dev.hashpost.run.Ports;
import dev.hashpost.run.Postgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Everything that a deployment has, on this machine and on ports of its own: the service, the database, the monitoring. */
final class Stage implements AutoCloseable {
    /** What takes an hour in the rules takes seven seconds here. */
    static final String PACE = "0.002";

    /** An hour in three and a half minutes, for what has to happen within one but takes its time. */
    static final String SLOWER = "0.06";

    private static final Path MONITORING = Path.of("monitoring").toAbsolutePath();
    private static final String EXPORTER_PASSWORD = "only-for-the-trial";

    private final Path directory;
    private final List<AutoCloseable> running = new ArrayList<>();
    private final Map<String, Integer> ports = new HashMap<>();
    private final Postgres postgres;
    private final Certificate certificate;
    private final List<Node> nodes = new ArrayList<>();
    private final Webhook webhook;
    private final Load load;
    private final Prometheus prometheus;
    private Server nodeExporter;

    private Stage(Path directory, Progress progress) throws IOException, SQLException, InterruptedException {
        this.directory = directory;
        for (String data : List.of("prometheus-data", "alertmanager-data")) {
            Directories.delete(directory.resolve(data)); // Of the run before.
        }
        progress.say("PostgreSQL, durable");
        postgres = kept(Postgres.startTemporary(
                directory.resolve("postgresql-binaries"),
                true,
                Map.of("max_connections", "120", "deadlock_timeout", "200ms")));
        certificate = Certificate.keptIn(Files.createDirectories(directory.resolve("certificate")));
        for (String name : List.of("node-1", "node-2")) {
            progress.say("the service, " + name);
            nodes.add(kept(startNode(name)));
        }
        letTheExporterIn();
        webhook = kept(Webhook.start(progress));
        progress.say("the exporters, Alertmanager and Prometheus");
        startExporters();
        startAlertmanager();
        prometheus = startPrometheus();
        load = kept(new Load(this::reachableNodes, 4, 20));
    }

    /** Starts it all; what was started is stopped by {@link #close}, and at the latest with this process. */
    static Stage set(Path directory, Progress progress) throws IOException, SQLException, InterruptedException {
        return new Stage(Files.createDirectories(directory), progress);
    }

    private <T extends AutoCloseable> T kept(T part) {
        running.add(0, part);
        return part;
    }

    private Node startNode(String name) throws IOException, InterruptedException {
        Installation installation = Installation.ofSystemProperties(directory.resolve("payara-runtime"));
        Path home = Files.createDirectories(directory.resolve(name));
        // Few, so that a flood need not be one of the whole machine.
        return Node.start(installation, home, postgres, Map.of("HASHPOST_MAX_IN_FLIGHT", "50"), certificate);
    }

    private void letTheExporterIn() throws SQLException {
        execute("create role exporter login password '" + EXPORTER_PASSWORD + "' in role pg_monitor");
    }

    private void startExporters() throws IOException, InterruptedException {
        kept(server(
                "postgres",
                Map.of(
                        "DATA_SOURCE_NAME",
                        "postgresql://exporter:" + EXPORTER_PASSWORD + "@127.0.0.1:" + postgres.port()
                                + "/hashpost?sslmode=disable"),
                "prometheus-postgres-exporter",
                "--extend.query-path=" + MONITORING.resolve("prometheus/postgres-queries.yaml")));
        startNodeExporter();
        kept(server(
                "blackbox",
                Map.of(),
                "prometheus-blackbox-exporter",
                "--config.file=" + MONITORING.resolve("prometheus/blackbox.yml")));
    }

    private void startAlertmanager() throws IOException, InterruptedException {
        String config = Files.readString(MONITORING.resolve("alertmanager/alertmanager.yml"))
                .replaceAll("http://127\\.0\\.0\\.1:9095", "http://127.0.0.1:" + webhook.port())
                .replaceAll("group_wait: \\S+", "group_wait: 3s")
                .replaceAll("group_interval: \\S+", "group_interval: 1s");
        kept(server(
                "alertmanager",
                Map.of(),
                "prometheus-alertmanager",
                "--config.file=" + written("alertmanager.yml", config),
                "--cluster.listen-address=",
                "--storage.path=" + directory.resolve("alertmanager-data")));
    }

    /** The configuration that the repository has, with our ports and, for the rules, our pace. */
    private Prometheus startPrometheus() throws IOException, InterruptedException {
        writeRules(PACE);
        int port = ports.computeIfAbsent("prometheus", name -> Ports.free());
        String config = Files.readString(MONITORING.resolve("prometheus/prometheus.yml"))
                .replace("scrape_interval: 15s", "scrape_interval: 2s\n  scrape_timeout: 2s")
                .replace("evaluation_interval: 15s", "evaluation_interval: 1s")
                .replace("rules/*.yaml", rules() + "/*.yaml")
                .replace(
                        "[\"localhost:8080\"]",
                        targets(nodes.stream().map(Node::port).toList()))
                .replace("[\"localhost:5000\"]", targets(List.of(nodes.get(0).tlsPort())))
                .replace("localhost:9115", "localhost:" + ports.get("blackbox"))
                .replace("localhost:9187", "localhost:" + ports.get("postgres"))
                .replace("localhost:9100", "localhost:" + ports.get("node"))
                .replace("localhost:9093", "localhost:" + ports.get("alertmanager"))
                .replace("localhost:9090", "localhost:" + port);
        kept(server(
                "prometheus",
                Map.of(),
                "prometheus",
                "--config.file=" + written("prometheus.yml", config),
                "--web.enable-lifecycle",
                "--storage.tsdb.path=" + directory.resolve("prometheus-data")));
        return new Prometheus(port);
    }

    private Path rules() {
        return directory.resolve("rules");
    }

    private void writeRules(String pace) throws IOException, InterruptedException {
        Command.run("node", MONITORING.resolve("slo.mjs").toString(), "--scale", pace, "--out", rules().toString());
    }

    /** Kills a node and starts it again, and waits, for a minute at most, until Prometheus knows of the start. */
    void crash(Node node) throws IOException, InterruptedException {
        String start = "process_start_time_seconds{job=\"hashpost\",instance=\"localhost:" + node.port() + "\"}";
        double before = prometheus.value(start);
        node.kill();
        node.restart(certificate);
        for (int i = 0; i < 120 && !(prometheus.value(start) > before); i++) {
            TimeUnit.MILLISECONDS.sleep(500);
        }
    }

    /** Has Prometheus go on with the same rules at another pace. */
    void setPace(String pace) throws IOException, InterruptedException {
        writeRules(pace);
        prometheus.reload();
    }

    /** Sends a signal to the database's server and all its sessions: a stopped server alone lets its sessions go on. */
    void signalDatabase(String name) throws IOException, InterruptedException {
        ProcessHandle server = postgres.process().orElseThrow();
        List<String> command = new ArrayList<>(List.of("kill", "-" + name, Long.toString(server.pid())));
        server.descendants().forEach(session -> command.add(Long.toString(session.pid())));
        new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    }

    /** What promtool finds wrong with what a node that answers exposes. */
    List<String> faultsOfExposition() throws IOException, InterruptedException {
        Path exposed = directory.resolve("metrics");
        HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(nodes.get(0).uri().resolve("/metrics"))
                                .build(),
                        BodyHandlers.ofFile(exposed, CREATE, WRITE, TRUNCATE_EXISTING));
        Process promtool = new ProcessBuilder("promtool", "check", "metrics")
                .redirectInput(exposed.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return promtool.waitFor() == 0 ? List.of() : output.lines().toList();
    }

    /** Stops the exporter of the host. */
    void stopNodeExporter() {
        nodeExporter.close();
    }

    /** Starts it again. */
    void startNodeExporter() throws IOException, InterruptedException {
        // Debian's leaves out where the trial mounts its disk, and disks in memory.
        nodeExporter = kept(server(
                "node",
                Map.of(),
                "prometheus-node-exporter",
                "--collector.filesystem.mount-points-exclude=^/(dev|proc|run|sys)($|/)",
                "--collector.filesystem.fs-types-exclude=^(cgroup2?|devtmpfs|overlay|proc|squashfs|sysfs)$"));
    }

    /** Asks every node for a path. */
    void ask(String path) throws IOException, InterruptedException {
        for (Node node : nodes) {
            HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(node.uri().resolve(path)).build(), BodyHandlers.discarding());
        }
    }

    private static String targets(List<Integer> ports) {
        return ports.stream().map(port -> "\"localhost:" + port + "\"").toList().toString();
    }

    private Server server(String name, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        int port = ports.computeIfAbsent(name, any -> Ports.free());
        List<String> all = new ArrayList<>(List.of(command));
        all.add("--web.listen-address=127.0.0.1:" + port);
        return Server.start(port, directory.resolve(name + ".log"), environment, all);
    }

    private Path written(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private List<URI> reachableNodes() {
        return nodes.stream().filter(Node::isRunning).map(Node::uri).toList();
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = postgres.superuserConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    Postgres postgres() {
        return postgres;
    }

    Node node(int number) {
        return nodes.get(number - 1);
    }

    Certificate certificate() {
        return certificate;
    }

    Path directory() {
        return directory;
    }

    Webhook webhook() {
        return webhook;
    }

    Load load() {
        return load;
    }

    Prometheus prometheus() {
        return prometheus;
    }

    Alertmanager alertmanager() {
        return new Alertmanager(ports.get("alertmanager"));
    }

    @Override
    public void close() {
        for (AutoCloseable part : running) {
            try {
                part.close();
            } catch (Exception e) {
                System.err.println("did not stop: " + e);
            }
        }
    }
}
