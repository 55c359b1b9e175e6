package dev.hashpost.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hashpost.run.Postgres;
import dev.hashpost.system.Client.Answer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Section 7 of the contract: while the database is away, and when it is back. */
class OutageIT {
    private static final Duration REFUSAL = Duration.ofSeconds(2);
    private static final Duration RECOVERY = Duration.ofSeconds(5);

    private final Service service = Service.shared();
    private final Postgres postgres = service.postgres();
    private final Client hashpost = service.client();

    @BeforeEach
    void post() {
        hashpost.postMessage("foo");
    }

    @AfterEach
    void bringBack() throws Exception {
        if (postgres.process().isEmpty()) {
            postgres.start();
        }
        awaitService();
    }

    @Test
    void aStoppedDatabaseMeans503SoonAndNothingHasToBeRestarted() throws Exception {
        postgres.stop();
        assertRefused();
        assertThat(hashpost.get("/health/live").status()).isEqualTo(200);
        Awaitility.await()
                .atMost(RECOVERY)
                .until(() -> hashpost.get("/health/ready").status() == 503);
        Scrape scrape = Scrape.of(hashpost);
        assertThat(scrape.value("hashpost_db_up")).isZero();
        assertThat(scrape.value("hashpost_ready")).isZero();

        long pid = service.node().pid();
        postgres.start();
        awaitService();
        assertThat(hashpost.getMessage(Digests.of("not in the cache")).status()).isEqualTo(404);
        assertThat(service.node().pid()).isEqualTo(pid);
    }

    @Test
    void aHungDatabaseDoesNotHangTheService() throws Exception {
        signal("STOP");
        try {
            assertRefused();
            assertThat(hashpost.get("/health/live").status()).isEqualTo(200);
            Awaitility.await()
                    .atMost(RECOVERY)
                    .until(() -> hashpost.get("/health/ready").status() == 503);
        } finally {
            signal("CONT");
        }
        awaitService();
    }

    @Test
    void aLockedTableUsesUpNoMoreConnectionsThanANodeMayHave() throws Exception {
        try (Connection locker = postgres.superuserConnection();
                Statement lock = locker.createStatement()) {
            locker.setAutoCommit(false);
            lock.execute("lock table message in access exclusive mode");
            for (int i = 0; i < 6; i++) {
                assertThat(hashpost.postMessage("locked out " + i).status()).isEqualTo(503);
                assertThat(hashpost.getMessage(Digests.of("locked out " + i)).status())
                        .isEqualTo(503);
            }
            try (ResultSet sessions =
                    lock.executeQuery("select count(*) from pg_stat_activity where application_name = 'hashpost'")) {
                assertThat(sessions.next()).isTrue();
                assertThat(sessions.getInt(1)).isBetween(1, 6);
            }
        }
        awaitService();
    }

    private void assertRefused() {
        for (int i = 0; i < 3; i++) {
            assertRefusedSoon(System.nanoTime(), hashpost.getMessage(Digests.of("not in the cache")));
            assertRefusedSoon(System.nanoTime(), hashpost.postMessage("refused"));
            assertThat(hashpost.getMessage(Digests.FOO).body()).isEqualTo("{\"message\":\"foo\"}");
        }
        Awaitility.await()
                .atMost(REFUSAL)
                .until(() -> hashpost.get("/api/health").status() == 503);
    }

    private static void assertRefusedSoon(long begin, Answer answer) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).matches("\\d+");
        assertThat(answer.body()).contains("\"type\":\"/problems/database-unavailable\"");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(REFUSAL);
    }

    private void awaitService() {
        String unheld = "posted at " + System.nanoTime();
        Awaitility.await()
                .atMost(RECOVERY)
                .until(() -> hashpost.postMessage(unheld).status() == 201);
        Awaitility.await()
                .atMost(RECOVERY)
                .until(() -> hashpost.get("/health/ready").status() == 200);
    }

    /** To the server and all its sessions: a stopped postmaster alone lets its sessions go on. */
    private void signal(String name) throws IOException, InterruptedException {
        ProcessHandle postmaster = postgres.process().orElseThrow();
        StringBuilder command = new StringBuilder("kill -" + name + " " + postmaster.pid());
        postmaster.descendants().forEach(session -> command.append(' ').append(session.pid()));
        Process kill =
                new ProcessBuilder("sh", "-c", command.toString()).inheritIO().start();
        assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
}
