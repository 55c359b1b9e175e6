package dev.hashpost.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Runs the service for its developers and for whoever tries it out: PostgreSQL, a certificate, and Payara Micro with our
 * WAR, until Ctrl-C.
 *
 * <p>It runs inside Maven, whose process it ends itself: with 1 when something fails, so that the one line that says
 * what is not lost in Maven's own.
 */
public final class Run {
    private static final Duration READY = Duration.ofMinutes(3);

    /** Who tries the service out waits for its start, and puts no load on it: the first compiler alone is faster then. */
    private static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1");

    private final Lifetime lifetime;
    private final RunSettings settings;

    private Run(Lifetime lifetime, RunSettings settings) {
        this.lifetime = lifetime;
        this.settings = settings;
    }

    public static void main(String[] args) {
        Lifetime lifetime = new Lifetime();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(lifetime), "hashpost-stop"));
        try {
            new Run(lifetime, RunSettings.from(System.getenv())).serve();
        } catch (StartException e) {
            complain(lifetime, String.valueOf(e.getMessage()));
        } catch (Exception e) {
            complain(lifetime, e.toString());
        }
        lifetime.close();
        System.exit(1); // When the end has come by a signal, this just waits for it.
    }

    /** Ctrl-C or SIGTERM: what is running yet has not failed by itself. */
    private static void stop(Lifetime lifetime) {
        if (lifetime.isRunning()) {
            say("stopping");
            lifetime.close();
            say("stopped");
        }
    }

    private static void complain(Lifetime lifetime, String line) {
        if (!lifetime.isEnding()) {
            System.err.println("hashpost: " + line);
        }
    }

    private static void say(String line) {
        System.out.println("hashpost: " + line);
    }

    private void serve() throws Exception {
        long start = System.nanoTime();
        Path home = lifetime.start(() -> Home.open(settings.home())).path();
        PayaraProcess.stopOrphan(home);
        Ports.requireFree(RunSettings.HTTP_PORT, settings.httpPort());
        Ports.requireFree(RunSettings.HTTPS_PORT, settings.httpsPort());
        Optional<Postgres> postgres = settings.ownDatabase() ? Optional.of(startPostgres(home)) : Optional.empty();
        Certificate certificate = Certificate.keptIn(home);
        PayaraProcess service = startPayara(home, certificate, postgres);
        service.awaitReady(READY);
        say(String.format(Locale.ROOT, "ready after %.1f s", (System.nanoTime() - start) / 1e9));
        greet(certificate);
        throw new StartException(firstEnd(home, service, postgres));
    }

    private Postgres startPostgres(Path home) throws Exception {
        return lifetime.start(() -> {
            say("starting PostgreSQL " + PostgresData.VERSION + " in " + home.resolve("postgresql"));
            return Postgres.startIn(home);
        });
    }

    private PayaraProcess startPayara(Path home, Certificate certificate, Optional<Postgres> postgres)
            throws Exception {
        Map<String, String> environment = new HashMap<>();
        postgres.ifPresent(database -> {
            environment.put(RunSettings.DB_URL, database.url());
            environment.put(RunSettings.DB_USER, database.user());
            environment.put(RunSettings.DB_PASSWORD, database.password());
        });
        PayaraLaunch launch = new PayaraLaunch(
                Installation.ofSystemProperties(home.resolve("payara-runtime")),
                home,
                settings.httpPort(),
                Optional.of(new PayaraLaunch.Tls(settings.httpsPort(), certificate)),
                environment,
                QUICK_START);
        return lifetime.start(() -> {
            say("starting Payara Micro, log in " + home.resolve("payara.log"));
            return launch.start();
        });
    }

    private void greet(Certificate certificate) {
        String https = "https://localhost:" + settings.httpsPort();
        System.out.printf(
                "%n  %s  http://localhost:%d%n%n  curl --cacert %s %s/messages -H 'Content-Type: application/json'"
                        + " -d '{\"message\":\"foo\"}'%n%nCtrl-C stops it.%n",
                https, settings.httpPort(), quoted(certificate.pem()), https);
    }

    /** As a shell takes it. */
    static String quoted(Path path) {
        String text = path.toString();
        return text.matches("[A-Za-z0-9_./@%+=:,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /** Waits until one of the two ends, which neither does of its own accord. */
    private static String firstEnd(Path home, PayaraProcess service, Optional<Postgres> postgres) throws Exception {
        CompletableFuture<String> end = end(service.handle(), "Payara Micro", home.resolve("payara.log"));
        if (postgres.isPresent() && postgres.get().process().isPresent()) {
            ProcessHandle server = postgres.get().process().get();
            end = end.applyToEither(end(server, "PostgreSQL", home.resolve("postgresql.log")), line -> line);
        }
        return end.get();
    }

    private static CompletableFuture<String> end(ProcessHandle process, String name, Path log) {
        return process.onExit().thenApply(end -> name + " has ended by itself; see " + log);
    }
}
