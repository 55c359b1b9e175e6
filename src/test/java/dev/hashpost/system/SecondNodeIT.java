package dev.hashpost.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hashpost.system.Client.Answer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** A second node on the same database: what is on one is on the other; how it refuses too much; how it leaves. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init")
class SecondNodeIT {
    private static final int USERS = 16;

    /** So many that all users' next requests fit beside their last ones: who leaves, leaves after the answer was sent. */
    private static final int MOST_IN_FLIGHT = 40;

    private static final int DRAIN_SECONDS = 5;

    private Service second;

    @BeforeAll
    void start() throws Exception {
        second = Service.start(
                Service.shared().postgres(),
                Map.of(
                        "HASHPOST_MAX_IN_FLIGHT",
                        Integer.toString(MOST_IN_FLIGHT),
                        "HASHPOST_DRAIN_SECONDS",
                        Integer.toString(DRAIN_SECONDS)));
    }

    @AfterAll
    void stop() {
        second.close();
    }

    @Test
    @Order(1)
    void whatIsPostedToOneNodeIsOnTheOther() {
        Service.shared().client().postMessage("posted to the first");
        assertThat(second.client().getMessage(Digests.of("posted to the first")).status())
                .isEqualTo(200);
        second.client().postMessage("posted to the second");
        assertThat(Service.shared()
                        .client()
                        .getMessage(Digests.of("posted to the second"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    @Order(2)
    void whatOneNodeHasAcknowledgedIsOnTheOtherHoweverOftenThatWasAskedBefore() throws Exception {
        AtomicInteger wanted = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService askers = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> asking = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                asking.add(askers.submit(() -> countAbsences(wanted, over)));
            }
            for (int i = 0; i < 100; i++) {
                String text = askedBefore(i);
                wanted.set(i);
                assertThat(second.client().getMessage(Digests.of(text)).status())
                        .isEqualTo(404);
                assertThat(Service.shared().client().postMessage(text).status()).isEqualTo(201);
                assertThat(second.client().getMessage(Digests.of(text)).status())
                        .as(text)
                        .isEqualTo(200);
            }
            over.set(true);
            for (Future<Integer> asker : asking) {
                assertThat(asker.get()).isPositive();
            }
        } finally {
            over.set(true);
            askers.shutdownNow();
        }
    }

    private static String askedBefore(int number) {
        return "asked for before it was posted, " + number;
    }

    /** Asks the second node all the time; how often it had nothing. */
    private int countAbsences(AtomicInteger wanted, AtomicBoolean over) {
        int absences = 0;
        while (!over.get()) {
            int status = second.client()
                    .getMessage(Digests.of(askedBefore(wanted.get())))
                    .status();
            assertThat(status).isIn(200, 404);
            absences += status == 404 ? 1 : 0;
        }
        return absences;
    }

    @Test
    @Order(3)
    void pastTheBoundARequestIsRefusedAtOnce() throws IOException {
        List<Socket> holders = new ArrayList<>();
        try {
            for (int i = 0; i < MOST_IN_FLIGHT; i++) {
                holders.add(holder());
            }
            Awaitility.await().atMost(Duration.ofSeconds(8)).until(() -> isFull(holders));
            Answer refused = second.client().postMessage("one too many");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(refused.body()).contains("\"type\":\"/problems/unavailable\"");
            assertThat(second.client().get("/health/ready").status()).isEqualTo(200);
        } finally {
            for (Socket holder : holders) {
                holder.close();
            }
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .during(Duration.ofSeconds(1)) // All places are free then, not only the first.
                .until(() -> second.client().get("/api/health").status() == 200);
    }

    /** If it is not, another takes a place: one that was free again too late, after an answer, has kept one out. */
    private boolean isFull(List<Socket> holders) throws IOException {
        if (second.client().get("/api/health").status() == 503) {
            return true;
        }
        holders.add(holder());
        return false;
    }

    /** A request in flight: its body does not end. */
    private Socket holder() throws IOException {
        URI node = second.node().baseUri();
        Socket socket = new Socket(node.getHost(), node.getPort());
        String head = "POST /messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 100\r\n\r\n{";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private boolean refusesConnections() throws IOException {
        URI node = second.node().baseUri();
        try (Socket socket = new Socket(node.getHost(), node.getPort())) {
            return !socket.isConnected();
        } catch (ConnectException e) {
            return true;
        }
    }

    /** Sends what {@link #holder} kept back; the answer's first line and what came with it. */
    private static String finish(Socket holder) throws IOException {
        try (holder) {
            String rest = "\"message\":\"begun before, ended after\"}";
            holder.getOutputStream().write((rest + " ".repeat(99 - rest.length())).getBytes(StandardCharsets.US_ASCII));
            byte[] answer = new byte[4096];
            int length = holder.getInputStream().read(answer);
            return new String(answer, 0, Math.max(0, length), StandardCharsets.US_ASCII);
        }
    }

    @Test
    @Order(4)
    void sigtermUnderLoadFailsNobodyAndExitsWithZero() throws Exception {
        ExecutorService users = Executors.newFixedThreadPool(USERS);
        try {
            List<Future<Integer>> served = new ArrayList<>();
            for (int i = 0; i < USERS; i++) {
                PersistentUser user = new PersistentUser(second.node().baseUri(), i);
                served.add(users.submit(user::useUntilTheDoorIsClosed));
            }
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> second.client()
                                    .getMessage(Digests.of("user 15 message 20"))
                                    .status()
                            == 200);

            Socket slow = holder();
            second.node().terminate();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(2))
                    .until(() -> second.client().get("/health/ready").status() == 503);
            assertThat(second.client().postMessage("while draining").status()).isEqualTo(201);

            Awaitility.await().atMost(Duration.ofSeconds(DRAIN_SECONDS + 10)).until(this::refusesConnections);
            assertThat(finish(slow)).startsWith("HTTP/1.1 201 ");

            assertThat(second.node().waitFor(Duration.ofSeconds(30))).contains(0);
            int all = 0;
            for (Future<Integer> user : served) {
                all += user.get();
            }
            assertThat(all).isGreaterThan(USERS * 20);
        } finally {
            users.shutdownNow();
        }
    }
}
