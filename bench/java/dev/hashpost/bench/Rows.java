package dev.hashpost.bench;

import dev.hashpost.run.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Fills the table with rows of 100 bytes whose text is known from their number. */
final class Rows {
    private static final int AT_ONCE = 250_000;
    private static final int SAMPLE = 200_000;

    private Rows() {}

    /** Leaves exactly the rows from 1 to the number in the table. */
    static void reset(Postgres postgres, int rows) throws SQLException {
        try (Connection connection = postgres.connection();
                Statement statement = connection.createStatement()) {
            statement.execute("truncate message");
            insert(statement, 1, rows);
        }
        settle(postgres);
    }

    static void fill(Postgres postgres, int rows, Progress progress) throws SQLException {
        try (Connection connection = postgres.connection();
                Statement statement = connection.createStatement()) {
            for (int from = 1; from <= rows; from += AT_ONCE) {
                insert(statement, from, Math.min(rows, from + AT_ONCE - 1));
                if ((from - 1) / AT_ONCE % 4 == 3) {
                    progress.say(String.format("filled %,d of %,d rows", from + AT_ONCE - 1, rows));
                }
            }
        }
        settle(postgres);
    }

    private static void insert(Statement statement, int from, int to) throws SQLException {
        statement.execute(
                "insert into message (digest, body) select sha256(body), body from (select convert_to(rpad('row-'"
                        + " || i || '-', 100, 'x'), 'UTF8') as body from generate_series(" + from + ", " + to
                        + ") as i) as new");
    }

    private static void settle(Postgres postgres) throws SQLException {
        try (Connection connection = postgres.superuserConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("vacuum analyze message");
            statement.execute("checkpoint");
        }
    }

    /** How many of so many rows are read: every so-manyth, by the service and by pgbench. */
    static int sample(int rows) {
        return Math.min(rows, SAMPLE);
    }

    /** Writes digests of some of the rows into a file, in no order, and gives its path. */
    static String digests(Postgres postgres, int rows, Path file) throws SQLException, IOException {
        List<String> digests = new ArrayList<>();
        try (Connection connection = postgres.connection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "select encode(sha256(convert_to(rpad('row-' || i || '-', 100, 'x'), 'UTF8')), 'hex') from ("
                                + "select i * " + rows / sample(rows) + " as i from generate_series(1, " + sample(rows)
                                + ") as i) as sample")) {
            while (result.next()) {
                digests.add(result.getString(1));
            }
        }
        Collections.shuffle(digests, new Random(1));
        return Files.write(file, digests).toString();
    }
}
