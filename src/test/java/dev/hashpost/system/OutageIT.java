package dev.hashpost.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hashpost.run.Postgres;
import dev.hashpost.system.Client.Answer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Section 7 of the contract: while the database is away, and when it is back. */
class OutageIT {
    private static final Duration REFUSAL = Duration.ofSeconds(2);
    private static final Duration RECOVERY = Duration.ofSeconds(5);
    private static final Duration TWO_REFUSALS_ON_A_BUSY_MACHINE = Duration.ofSeconds(10);
    private static final int MOST_CONNECTIONS = 6;

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

    /** Reads, writes and the census all wait for the lock then, and the probe goes on asking. */
    @Test
    void aLockedTableUsesUpNoMoreConnectionsThanANodeMayHave() throws Exception {
        ExecutorService users = Executors.newFixedThreadPool(8);
        AtomicBoolean over = new AtomicBoolean();
        try (Connection locker = postgres.superuserConnection();
                Statement lock = locker.createStatement();
                Connection watcher = postgres.superuserConnection(); // Within its transaction, the locker sees no news.
                Statement watch = watcher.createStatement()) {
            locker.setAutoCommit(false);
            lock.execute("lock table message in access exclusive mode");
            List<Future<?>> locked = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String text = "locked out " + i;
                boolean posts = i % 2 == 0;
                locked.add(users.submit(() -> {
                    do {
                        Answer answer = posts ? hashpost.postMessage(text) : hashpost.getMessage(Digests.of(text));
                        assertThat(answer.status()).isEqualTo(503);
                    } while (!over.get());
                }));
            }
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> sessions(watch) >= MOST_CONNECTIONS);
            assertThat(sessions(watch)).isEqualTo(MOST_CONNECTIONS);
            over.set(true);
            for (Future<?> user : locked) {
                user.get(10, TimeUnit.SECONDS);
            }
            assertThat(sessions(watch)).isEqualTo(MOST_CONNECTIONS);
        } finally {
            over.set(true);
            users.shutdown();
        }
        awaitService();
    }

    private static int sessions(Statement statement) throws SQLException {
        try (ResultSet sessions =
                statement.executeQuery("select count(*) from pg_stat_activity where application_name = 'hashpost'")) {
            assertThat(sessions.next()).isTrue();
            return sessions.getInt(1);
        }
    }

    private void assertRefused() {
        for (int i = 0; i < 3; i++) {
            String id = "refused-" + System.nanoTime();
            long begin = System.nanoTime();
            assertRefusedSoon(
                    id + "-get", hashpost.getMessage(Digests.of("not in the cache"), "X-Request-Id", id + "-get"));
            assertRefusedSoon(
                    id + "-post", hashpost.postJson("{\"message\":\"refused\"}", "X-Request-Id", id + "-post"));
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(TWO_REFUSALS_ON_A_BUSY_MACHINE);
            assertThat(hashpost.getMessage(Digests.FOO).body()).isEqualTo("{\"message\":\"foo\"}");
        }
        Awaitility.await()
                .atMost(REFUSAL)
                .until(() -> hashpost.get("/api/health").status() == 503);
    }

    /** By the service's own clock, so that it does not count what a busy machine keeps this test waiting. */
    private void assertRefusedSoon(String id, Answer answer) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).matches("\\d+");
        assertThat(answer.body()).contains("\"type\":\"/problems/database-unavailable\"");
        Awaitility.await()
                .atMost(RECOVERY)
                .untilAsserted(() -> assertThat(
                                LogLines.accessOf(id, service.node().log().lines()))
                        .singleElement()
                        .satisfies(line -> assertThat(Double.parseDouble(line.get("duration_ms")))
                                .isLessThan((double) REFUSAL.toMillis())));
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
