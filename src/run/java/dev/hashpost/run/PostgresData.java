package dev.hashpost.run;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The data directory of our PostgreSQL, complete with our database or not there at all. */
record PostgresData(Path root) {
    static final String VERSION = "17";

    private static final String HALF = "postgresql.new-";

    Path directory() {
        return root.resolve("postgresql");
    }

    /**
     * Makes the directory if it is missing: under another name until it is complete, so that a crash on the way costs
     * the next start nothing but the time to begin again. The name is new each time, since the initdb of a killed
     * launcher may still be at work, and even clears up behind itself.
     *
     * @throws StartException if another version of PostgreSQL wrote what is there
     */
    void require(PostgresServer server, PostgresLogin superuser, PostgresLogin owner) throws IOException, SQLException {
        deleteHalves();
        if (Files.notExists(directory())) {
            Path half = Files.createTempDirectory(root, HALF);
            fill(half, server, superuser, owner);
            PrivateFile.move(half, directory());
        }
        requireVersion();
    }

    private void deleteHalves() throws IOException {
        for (Path half : Directories.entries(root, HALF)) {
            Postmaster.stop(half);
            try {
                Directories.delete(half);
            } catch (DirectoryNotEmptyException | NoSuchFileException e) {
                // Another process still writes or clears there; what is left goes at the next start.
            }
        }
    }

    private static void fill(Path half, PostgresServer server, PostgresLogin superuser, PostgresLogin owner)
            throws IOException, SQLException {
        EmbeddedPostgres first = server.start(half);
        try (Connection connection = superuser.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("create role " + owner.user() + " login password '" + owner.password() + "'");
            statement.execute("create database " + Postgres.DATABASE + " owner " + owner.user());
        } finally {
            Postmaster.stop(half);
            first.close();
        }
    }

    private void requireVersion() throws IOException {
        String version = Files.readString(directory().resolve("PG_VERSION")).strip();
        if (!version.equals(VERSION)) {
            throw new StartException(directory() + " was written by PostgreSQL " + version + " and this is " + VERSION
                    + "; set " + RunSettings.HOME + " to another directory");
        }
    }
}
