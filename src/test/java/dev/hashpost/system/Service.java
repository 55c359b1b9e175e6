package dev.hashpost.system;

import dev.hashpost.run.Installation;
import dev.hashpost.run.PayaraLaunch;
import dev.hashpost.run.PayaraProcess;
import dev.hashpost.run.PayaraRuntime;
import dev.hashpost.run.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL and a node of the service on it; one is shared by all tests that leave it as they found it. */
final class Service implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Path TARGET = Path.of("target").toAbsolutePath();

    private static final Path RUNTIME = TARGET.resolve("payara-runtime");

    /** Tests end long before the second compiler would pay. */
    private static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1");

    private static @Nullable Service shared;
    private static boolean tried;

    private final Postgres postgres;
    private final PayaraProcess node;

    private Service(Postgres postgres, PayaraProcess node) {
        this.postgres = postgres;
        this.node = node;
    }

    /** The service of all tests of this run; it ends with the run. */
    static synchronized Service shared() {
        if (shared == null) {
            if (tried) {
                throw new IllegalStateException("the service did not start; the first test has the reason");
            }
            tried = true;
            try {
                Postgres postgres = postgres(false);
                shared = start(postgres, Map.of());
                Runtime.getRuntime().addShutdownHook(new Thread(shared.node::kill, "node-stop"));
            } catch (IOException | SQLException | InterruptedException e) {
                throw new IllegalStateException("the service did not start", e);
            }
        }
        return shared;
    }

    /** Once for all starts of this build: one that ends gracefully leaves an archive of its classes. */
    private static synchronized void archiveClasses(Postgres postgres) throws IOException, InterruptedException {
        PayaraRuntime runtime = new PayaraRuntime(RUNTIME);
        if (!runtime.hasArchive()) {
            Map<String, String> settings = Map.of("HASHPOST_DRAIN_SECONDS", "0");
            try (PayaraProcess node =
                    launch(postgres, settings, runtime.archivingOptions()).start()) {
                node.awaitReady(PATIENCE);
            }
        }
    }

    /** A new, empty database; durable where it will be killed. */
    static Postgres postgres(boolean durable) throws IOException, SQLException {
        return Postgres.startTemporary(TARGET.resolve("postgresql-binaries"), durable);
    }

    /** A service of one test's own. */
    static Service start(Postgres postgres, Map<String, String> settings)
            throws IOException, InterruptedException, SQLException {
        archiveClasses(postgres);
        long begin = System.nanoTime();
        PayaraProcess node = launch(postgres, settings).start();
        try {
            node.awaitReady(PATIENCE);
        } catch (RuntimeException | InterruptedException e) {
            node.kill();
            throw e;
        }
        System.out.printf(
                "from java to the first 200: %.1f s%n",
                Duration.ofNanos(System.nanoTime() - begin).toMillis() / 1000.0);
        return new Service(postgres, node);
    }

    static PayaraLaunch launch(Postgres postgres, Map<String, String> settings) throws IOException {
        return launch(postgres, settings, QUICK_START);
    }

    private static PayaraLaunch launch(Postgres postgres, Map<String, String> settings, List<String> jvmOptions)
            throws IOException {
        Map<String, String> environment = new HashMap<>(Map.of(
                "HASHPOST_DB_URL", postgres.url(),
                "HASHPOST_DB_USER", postgres.user(),
                "HASHPOST_DB_PASSWORD", postgres.password()));
        environment.putAll(settings);
        Path directory = Files.createTempDirectory(Files.createDirectories(TARGET.resolve("nodes")), "node");
        PayaraLaunch plain = PayaraLaunch.plain(Installation.ofSystemProperties(RUNTIME), directory, environment);
        return new PayaraLaunch(
                plain.installation(), directory, plain.httpPort(), Optional.empty(), environment, jvmOptions);
    }

    Client client() {
        return new Client(node.baseUri());
    }

    Postgres postgres() {
        return postgres;
    }

    PayaraProcess node() {
        return node;
    }

    /** Kills the node; the database is whoever's who made it. */
    @Override
    public void close() {
        node.kill();
    }
}
