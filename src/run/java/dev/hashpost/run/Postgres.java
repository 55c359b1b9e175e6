package dev.hashpost.run;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL 17 of our own: database and owner are both {@code hashpost}; it listens on the loopback address only, at
 * a port chosen when the object is made, and lets nobody in without a password.
 */
public final class Postgres implements AutoCloseable {
    static final String DATABASE = "hashpost";

    private final Path root;
    private final PostgresData data;
    private final PostgresServer server;
    private final PostgresLogin owner;
    private final PostgresLogin superuser;
    private final boolean temporary;
    private @Nullable EmbeddedPostgres running;

    private Postgres(Path root, Path binaries, boolean temporary, boolean durable, Map<String, String> settings)
            throws IOException {
        int port = Ports.free();
        Path superuserPassword = root.resolve("postgresql-superuser.password");
        this.root = root;
        this.temporary = temporary;
        this.data = new PostgresData(root);
        this.owner = new PostgresLogin(port, "hashpost", PrivateFile.password(root.resolve("postgresql.password")));
        this.superuser = new PostgresLogin(port, "postgres", PrivateFile.password(superuserPassword));
        LogFile log = new LogFile(root.resolve("postgresql.log"));
        this.server = new PostgresServer(binaries, superuserPassword, log, port, durable, settings);
    }

    /**
     * Starts on the data kept in a directory, which must be held by this process alone. A server that still runs there,
     * left behind by a killed launcher, is stopped first.
     *
     * @throws StartException if the server refuses to start
     */
    public static Postgres startIn(Path directory) throws IOException, SQLException {
        Postgres postgres = new Postgres(directory, directory.resolve("postgresql-binaries"), false, true, Map.of());
        postgres.start();
        return postgres;
    }

    /**
     * Starts with a new, empty database that {@link #close}, or the end of this process, deletes.
     *
     * @param binaries a directory of this user alone, shared by runs one after another, to unpack the server in
     * @param durable whether commits reach the disk: true to measure or to kill, false to test fast
     */
    public static Postgres startTemporary(Path binaries, boolean durable) throws IOException, SQLException {
        return startTemporary(binaries, durable, Map.of());
    }

    /**
     * As {@link #startTemporary(Path, boolean)}.
     *
     * @param settings of the server, besides its own and those that it is run with here
     */
    public static Postgres startTemporary(Path binaries, boolean durable, Map<String, String> settings)
            throws IOException, SQLException {
        Path root = Files.createTempDirectory("hashpost-postgresql");
        Postgres postgres = new Postgres(root, binaries, true, durable, settings);
        Runtime.getRuntime().addShutdownHook(new Thread(postgres::closeQuietly, "postgresql-stop"));
        postgres.start();
        return postgres;
    }

    /** Starts again on the same port and data, after {@link #stop} or {@link #kill}. */
    public void start() throws IOException, SQLException {
        stop();
        data.require(server, superuser, owner);
        running = server.start(data.directory());
        requireDurability();
    }

    /** The promise that what was stored outlives a crash rests on these, and on the order of zonky's arguments. */
    private void requireDurability() throws SQLException {
        String wanted = server.durable() ? "on" : "off";
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                try (ResultSet result = statement.executeQuery("show " + setting)) {
                    if (!result.next() || !wanted.equals(result.getString(1))) {
                        throw new StartException("PostgreSQL runs with another " + setting + " than " + wanted);
                    }
                }
            }
        }
    }

    /** The JDBC URL, without user and password. */
    public String url() {
        return owner.url(DATABASE);
    }

    public String user() {
        return owner.user();
    }

    public String password() {
        return owner.password();
    }

    public int port() {
        return owner.port();
    }

    /** A new connection as the service has it. */
    public Connection connection() throws SQLException {
        return owner.connect(DATABASE);
    }

    /** A new connection to the same database that may do anything, to act behind the service's back. */
    public Connection superuserConnection() throws SQLException {
        return superuser.connect(DATABASE);
    }

    /** The server process, if it runs. */
    public Optional<ProcessHandle> process() throws IOException {
        return Postmaster.on(data.directory());
    }

    /** Stops cleanly; all connections break. */
    public void stop() throws IOException {
        Postmaster.stop(data.directory());
        release();
    }

    /** Kills the server and its sessions, as a power failure would. */
    public void kill() throws IOException {
        Postmaster.kill(data.directory());
        release();
    }

    /** Lets zonky drop its lock on the data directory, so that this process may start there again. */
    private void release() throws IOException {
        if (running != null) {
            running.close();
            running = null;
        }
    }

    /** Stops, and deletes what is temporary. */
    @Override
    public void close() throws IOException {
        stop();
        if (temporary) {
            Directories.delete(root);
        }
    }

    private void closeQuietly() {
        try {
            close();
        } catch (IOException e) {
            System.err.println("hashpost: " + e);
        }
    }
}
