package dev.hashpost.bench;

import dev.hashpost.run.Postgres;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the database alone can do: the service's statements, one row a transaction, 32 clients.
 *
 * @param script in {@code bench/pgbench}
 */
record Pgbench(Postgres postgres, String script) {
    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");

    /** Transactions a second. */
    double rate(int seconds, String... variables) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("pgbench", "--no-vacuum", "--protocol", "prepared"));
        command.addAll(List.of("--client", "32", "--jobs", "2", "--time", Integer.toString(seconds)));
        for (String variable : variables) {
            command.addAll(List.of("--define", variable));
        }
        command.addAll(List.of("--file", Command.file("pgbench/" + script)));
        Map<String, String> login = Map.of(
                "PGHOST", "127.0.0.1",
                "PGPORT", Integer.toString(postgres.port()),
                "PGUSER", postgres.user(),
                "PGPASSWORD", postgres.password(),
                "PGDATABASE", "hashpost");
        return Command.number(RATE, Command.run(login, command));
    }
}
