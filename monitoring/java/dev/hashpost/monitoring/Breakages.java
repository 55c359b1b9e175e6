package dev.hashpost.monitoring;

import dev.hashpost.monitoring.Breakage.Mending;
import dev.hashpost.run.Certificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All that is broken in the trial, each with what must be seen of it. */
final class Breakages {
    private static final Set<String> AVAILABILITY = burns("HashpostAvailability");
    private static final Set<String> AVAILABILITY_PAGES = pages("HashpostAvailability");

    /** What a database that is slow, or away, may cause besides, by how things happen to fall. */
    private static final Set<String> UNDER_STRAIN =
            Set.of("PostgresPoolExhausted", "PostgresPoolWait", "HashpostWriteQueueFull", "HashpostCacheCollapse");

    private Breakages() {}

    static List<Breakage> all() {
        return List.of(
                // First, as at its slower pace the burn rates would remember what was broken before.
                new Breakage(
                        "node in a crash loop",
                        Set.of("HashpostCrashLoop"),
                        Set.of("HashpostTargetDown", "HashpostNotReady"),
                        Set.of(),
                        false,
                        Breakages::crashLoop),
                new Breakage(
                        "database stopped",
                        both(Set.of("PostgresUnreachable", "HashpostNotReady", "HashpostNoneReady"), AVAILABILITY),
                        both(UNDER_STRAIN, Set.of("ExporterDown")),
                        Set.of("PostgresUnreachable"),
                        true,
                        Breakages::stopDatabase),
                new Breakage(
                        "damaged row",
                        Set.of("HashpostIntegrityMismatch"),
                        Set.of(),
                        Set.of("HashpostIntegrityMismatch"),
                        true,
                        Breakages::damageRow),
                new Breakage(
                        "database hanging",
                        both(Set.of("PostgresUnreachable", "HashpostNotReady", "HashpostNoneReady"), AVAILABILITY),
                        both(UNDER_STRAIN, Set.of("ExporterDown")),
                        Set.of("PostgresUnreachable"),
                        false,
                        Breakages::hangDatabase),
                new Breakage(
                        "table locked, pool exhausted",
                        both(Set.of("PostgresPoolExhausted"), AVAILABILITY),
                        both(UNDER_STRAIN, Set.of("PostgresConnectionsHigh")), // Those that gave up still wait there.
                        AVAILABILITY_PAGES,
                        false,
                        stage -> lockTable(stage, "access exclusive")),
                new Breakage(
                        "database slow",
                        burns("HashpostWriteLatency"),
                        UNDER_STRAIN,
                        pages("HashpostWriteLatency"),
                        false,
                        Breakages::slowDatabase),
                new Breakage(
                        "flood",
                        AVAILABILITY,
                        both(UNDER_STRAIN, Set.of("HashpostHeapPressure")),
                        AVAILABILITY_PAGES,
                        false,
                        Breakages::flood),
                new Breakage(
                        "node killed",
                        Set.of("HashpostTargetDown", "HashpostNotReady"),
                        Set.of(),
                        Set.of(),
                        false,
                        Breakages::killNode),
                new Breakage(
                        "exporter stopped", Set.of("ExporterDown"), Set.of(), Set.of(), false, Breakages::stopExporter),
                new Breakage(
                        "writes locked out",
                        both(Set.of("PostgresPoolExhausted"), AVAILABILITY),
                        UNDER_STRAIN,
                        AVAILABILITY_PAGES,
                        false,
                        stage -> lockTable(stage, "share")),
                new Breakage(
                        "certificate of two days",
                        Set.of("HashpostCertificateExpiry", "HashpostCertificateExpirySoon"),
                        Set.of("HashpostTargetDown", "HashpostNotReady"),
                        Set.of("HashpostCertificateExpirySoon"),
                        false,
                        Breakages::shortenCertificate),
                new Breakage(
                        Breakage.DISK_FULL,
                        Set.of("PostgresStorageFilling"),
                        Set.of(),
                        Set.of("PostgresStorageFilling"),
                        false,
                        Breakages::fillDisk),
                new Breakage("deadlock", Set.of("PostgresDeadlock"), Set.of(), Set.of(), false, Breakages::deadlock),
                new Breakage(
                        "connections used up",
                        Set.of("PostgresConnectionsHigh"),
                        Set.of(),
                        Set.of(),
                        false,
                        Breakages::useConnectionsUp));
    }

    private static Set<String> burns(String slo) {
        return Stream.of("Fast", "Medium", "Slow", "VerySlow")
                .map(speed -> slo + "Burn" + speed)
                .collect(Collectors.toSet());
    }

    private static Set<String> pages(String slo) {
        return Set.of(slo + "BurnFast", slo + "BurnMedium");
    }

    private static Set<String> both(Set<String> some, Set<String> others) {
        Set<String> all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }

    private static Mending stopDatabase(Stage stage) throws IOException {
        stage.postgres().stop();
        return stage.postgres()::start;
    }

    private static Mending hangDatabase(Stage stage) throws Exception {
        stage.signalDatabase("STOP");
        return () -> stage.signalDatabase("CONT");
    }

    private static Mending damageRow(Stage stage) throws Exception {
        String digest = sha256("damaged in the trial");
        stage.execute("alter table message drop constraint message_digest_is_sha256_of_body");
        stage.execute("insert into message (digest, body) values ('\\x" + digest + "', 'other bytes')");
        stage.ask("/messages/" + digest);
        return () -> {
            stage.execute("delete from message where digest = '\\x" + digest + "'");
            stage.execute("alter table message add constraint message_digest_is_sha256_of_body"
                    + " check (digest = sha256(body))");
        };
    }

    /** As a migration would that was begun at the wrong time. */
    private static Mending lockTable(Stage stage, String mode) throws SQLException {
        Connection session = stage.postgres().superuserConnection();
        session.setAutoCommit(false);
        try (Statement statement = session.createStatement()) {
            statement.execute("lock table message in " + mode + " mode");
        }
        return session::close;
    }

    private static Mending slowDatabase(Stage stage) {
        Thread brake = new Thread(
                () -> {
                    try {
                        while (!Thread.currentThread().isInterrupted()) {
                            stage.signalDatabase("STOP");
                            TimeUnit.MILLISECONDS.sleep(600);
                            stage.signalDatabase("CONT");
                            TimeUnit.MILLISECONDS.sleep(200);
                        }
                    } catch (InterruptedException | IOException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "brake");
        brake.setDaemon(true);
        brake.start();
        return () -> {
            brake.interrupt();
            brake.join();
            stage.signalDatabase("CONT");
        };
    }

    private static Mending flood(Stage stage) {
        Flood flood = new Flood(stage.node(1).uri(), 120);
        return flood::close;
    }

    private static Mending stopExporter(Stage stage) {
        stage.stopNodeExporter();
        return stage::startNodeExporter;
    }

    private static Mending killNode(Stage stage) {
        stage.node(2).kill();
        return () -> stage.node(2).restart(stage.certificate());
    }

    /** At a pace at which a node can be started thrice within what is an hour. */
    private static Mending crashLoop(Stage stage) throws Exception {
        stage.setPace(Stage.SLOWER);
        for (int i = 0; i < 3; i++) {
            stage.crash(stage.node(2));
        }
        return () -> stage.setPace(Stage.PACE);
    }

    private static Mending shortenCertificate(Stage stage) throws Exception {
        Path directory = Files.createDirectories(stage.directory().resolve("short-certificate"));
        Path keystore = directory.resolve("short.p12");
        String password = "changeit-" + ProcessHandle.current().pid();
        Files.deleteIfExists(keystore);
        Command.run(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-noprompt",
                "-storetype",
                "PKCS12",
                "-keystore",
                keystore.toString(),
                "-storepass",
                password,
                "-alias",
                Certificate.ALIAS,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "2",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1");
        stage.node(1).kill();
        stage.node(1).restart(new Certificate(directory.resolve("short.crt"), keystore, password));
        return () -> {
            stage.node(1).kill();
            stage.node(1).restart(stage.certificate());
        };
    }

    /** A small file system of its own, nearly to the last byte. */
    private static Mending fillDisk(Stage stage) throws Exception {
        Path disk = Files.createTempDirectory(Path.of("/mnt"), "hashpost-trial");
        Command.run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk.toString());
        Mending mending = () -> {
            Command.run("umount", disk.toString());
            Files.delete(disk);
        };
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                if (Files.exists(disk)) {
                    mending.mend();
                }
            } catch (Exception e) {
                System.err.println("left behind: " + disk + " (" + e.getMessage() + ")");
            }
        }));
        byte[] megabyte = new byte[1 << 20];
        Arrays.fill(megabyte, (byte) 1);
        for (int i = 0; i < 15; i++) {
            Files.write(disk.resolve("file-" + i), megabyte);
        }
        Files.write(disk.resolve("rest"), Arrays.copyOf(megabyte, 800_000));
        return mending;
    }

    private static Mending deadlock(Stage stage) throws Exception {
        stage.execute("create table if not exists trial (id int primary key, n int)");
        stage.execute("insert into trial values (1, 0), (2, 0) on conflict do nothing");
        List<Thread> both = new ArrayList<>();
        for (int first = 1; first <= 2; first++) {
            int mine = first;
            Thread one = new Thread(() -> lockCrosswise(stage, mine, 3 - mine), "deadlock-" + first);
            one.start();
            both.add(one);
        }
        for (Thread one : both) {
            one.join();
        }
        return () -> stage.execute("drop table trial");
    }

    private static void lockCrosswise(Stage stage, int mine, int others) {
        try (Connection session = stage.postgres().superuserConnection();
                Statement statement = session.createStatement()) {
            session.setAutoCommit(false);
            statement.execute("update trial set n = n + 1 where id = " + mine);
            TimeUnit.SECONDS.sleep(1);
            statement.execute("update trial set n = n + 1 where id = " + others);
            session.commit();
        } catch (SQLException e) {
            // One of the two is ended: that is what this is for.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Mending useConnectionsUp(Stage stage) throws SQLException {
        List<Connection> sessions = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            sessions.add(stage.postgres().superuserConnection());
        }
        return () -> {
            for (Connection session : sessions) {
                session.close();
            }
        };
    }

    private static String sha256(String text) throws NoSuchAlgorithmException {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
