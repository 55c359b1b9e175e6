package dev.hashpost.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hashpost.run.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator reads of a node whose every request is logged. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LogIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String CLOSE = "Connection: close\r\n";

    private Path directory;
    private Postgres postgres;
    private Service service;

    @BeforeAll
    void start(@TempDir Path logs) throws Exception {
        directory = logs;
        postgres = Service.postgres(false);
        service =
                Service.start(postgres, Map.of("HASHPOST_ACCESS_LOG", "all", "HASHPOST_LOG_DIR", directory.toString()));
        service.client().postMessage("foo");
    }

    @AfterAll
    void stop() throws IOException {
        service.close();
        postgres.close();
    }

    @Test
    @Order(1)
    void everyLineOfTheConsoleIsAnEventFromTheFirstOn() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            List<Map<String, String>> lines = LogLines.parse(console());
            assertThat(lines.get(0)).containsKeys("Timestamp", "Level", "LoggerName", "LogMessage");
            assertThat(lines.get(0).get("LoggerName")).isEqualTo("PayaraMicro");
            assertThat(lines).anySatisfy(line -> assertThat(line).containsEntry("event", "database_found"));
        });
    }

    @Test
    @Order(2)
    void everyLineOfTheFileIsAnEventOfTheServiceOrOfPayara() {
        service.client().get("/api/health", "X-Request-Id", "file-1");
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(LogLines.accessOf("file-1", file())).hasSize(1);
            assertThat(LogLines.parse(file()))
                    .anySatisfy(line -> assertThat(line.get("LoggerName")).isEqualTo("PayaraMicro"));
        });
    }

    @ParameterizedTest
    @Order(3)
    @CsvSource({
        "a direct read,GET,/messages/2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae,'',/messages/{digest},200,17",
        "a read by the container,GET,/messages/2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae?secret=1,close,/messages/{digest},200,17",
        "a read of the header alone,HEAD,/messages/2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae,close,/messages/{digest},200,0",
        "a path without digest,GET,/messages/secret,close,/messages/{digest},404,-1",
        "a path below that,GET,/messages/secret/secret,close,other,404,-1",
        "a path that is hidden,GET,/WEB-INF/secret,close,other,404,-1",
        "a path with parameters,GET,/api/health;secret,close,other,404,-1",
        "health,GET,/api/health?secret,close,/api/health,200,2",
        "the root,GET,/,close,/,302,0",
        "a check of the operator's,GET,/health/live,close,/health/{check},200,-1",
        "the description,GET,/openapi,close,/openapi,200,-1",
        "a method that is not served,DELETE,/api/health,close,/api/health,405,-1",
        "a method that nobody knows,SECRET,/api/health,close,/api/health,405,-1",
        "no HTTP,GET,/%zz,malformed,malformed,404,-1"
    })
    void aRequestHasOneLineWithNothingOfItsOwnInIt(
            String what, String method, String path, String connection, String route, int status, int bytes) {
        String id = "line-" + what.replace(' ', '-').replace("'", "");
        String answer = service.client()
                .rawUntil(
                        method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: " + id + "\r\n"
                                + (connection.isEmpty() ? "" : CLOSE) + "\r\n",
                        "\r\n\r\n");
        String logged = route.equals("malformed") ? idIn(answer) : id;
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(LogLines.accessOf(logged, console()))
                        .singleElement()
                        .satisfies(line -> {
                            assertThat(line)
                                    .containsEntry("route", route)
                                    .containsEntry("status", Integer.toString(status))
                                    .containsKeys("method", "bytes", "duration_ms");
                            if (bytes >= 0) {
                                assertThat(line).containsEntry("bytes", Integer.toString(bytes));
                            }
                            assertThat(line.toString())
                                    .doesNotContain("2c26b46b", "127.0.0.1", "?")
                                    .doesNotContainIgnoringCase("secret");
                        }));
    }

    private static String idIn(String answer) {
        return answer.lines()
                .filter(line -> line.startsWith("X-Request-Id: "))
                .findFirst()
                .orElseThrow()
                .substring("X-Request-Id: ".length());
    }

    @Test
    @Order(3)
    void byDefaultOnlyAFailureHasALine() {
        Client other = Service.shared().client();
        assertThat(other.get("/messages/" + Digests.of("never posted"), "X-Request-Id", "default-1")
                        .status())
                .isEqualTo(404);
        assertThat(other.get("/api/health", "X-Request-Id", "default-2").status())
                .isEqualTo(200);
        other.raw(
                "POST /messages HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: default-3\r\nTransfer-Encoding: x\r\n\r\n");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(LogLines.accessOf(
                                "default-3", Service.shared().node().log().lines()))
                        .singleElement()
                        .satisfies(line -> assertThat(line).containsEntry("status", "501")));
        assertNoLineButOfASlowOne("default-1");
        assertNoLineButOfASlowOne("default-2");
    }

    /** A line is also had by what takes over a second, which on a busy machine may be any request. */
    private static void assertNoLineButOfASlowOne(String id) {
        assertThat(LogLines.parse(Service.shared().node().log().lines().filter(line -> line.contains(id))))
                .allSatisfy(line -> {
                    assertThat(line).containsEntry("event", "access");
                    assertThat(Double.parseDouble(line.get("duration_ms"))).isGreaterThan(1000);
                });
    }

    /** Last, as the lines of the others may be in an old file after it. */
    @Test
    @Order(4)
    void theFileIsBegunAnewBeforeItGetsLarge() throws IOException {
        String requests = ("GET /messages/" + Digests.FOO + " HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: "
                        + "r".repeat(64) + "\r\n\r\n")
                .repeat(100);
        long end = System.nanoTime() + Duration.ofMinutes(5).toNanos();
        try (Wire wire = new Wire(service.node().baseUri())) {
            while (files().size() < 2 && System.nanoTime() - end < 0) {
                wire.send(requests);
                for (int i = 0; i < 100; i++) {
                    wire.read();
                }
            }
        }
        service.client().get("/api/health"); // Its line is in the new file, if no other is.
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(files()).hasSizeBetween(2, 3).allSatisfy(file -> {
                    assertThat(Files.size(file)).isLessThan(10_100_000);
                    try (Stream<String> lines = Files.lines(file)) {
                        assertThat(LogLines.parse(lines)).isNotEmpty();
                    }
                }));
    }

    private Stream<String> console() {
        return service.node().log().lines();
    }

    private Stream<String> file() throws IOException {
        return Files.readAllLines(directory.resolve("hashpost.log")).stream();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith("hashpost.log"))
                    .toList();
        }
    }
}
