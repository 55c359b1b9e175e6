package dev.hashpost.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hashpost.system.Wire.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What comes whole, plain and small is answered before the container has it, and answered the same. {@code Connection:
 * close} makes any request one for the container.
 */
class DirectIT {
    private static final String FOO_JSON = "{\"message\":\"foo\"}";
    private static final String LONG = "worth a coding ".repeat(1000);
    private static final String UPGRADE =
            "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA";
    private static final String CLOSE = "Connection: close\r\n";

    private final Service service = Service.shared();
    private final Client hashpost = service.client();

    @BeforeEach
    void post() {
        hashpost.postMessage("foo");
        hashpost.postMessage(LONG);
    }

    /** So that the other tests compare what they say: the two write the same fields in orders of their own. */
    @Test
    void plainRequestsDoNotReachTheContainer() throws IOException {
        for (String request : new String[] {
            get(Digests.FOO),
            get(Digests.FOO, "Content-Length: 0"), // As Java's HttpClient sends it before Java 19.
            get(Digests.of("never posted")),
            post(FOO_JSON)
        }) {
            List<String> names = List.copyOf(direct(request).fields().keySet());
            List<String> container =
                    List.copyOf(throughContainer(request).fields().keySet());
            assertThat(names.indexOf("x-request-id")).isGreaterThan(names.indexOf("referrer-policy"));
            assertThat(container.indexOf("x-request-id")).isLessThan(container.indexOf("referrer-policy"));
        }
    }

    @Test
    void aHeldMessageIsReadTheSame() throws IOException {
        Reply reply = assertAnsweredTheSame(get(Digests.FOO));
        assertThat(reply.statusLine()).isEqualTo("HTTP/1.1 200 OK");
        assertThat(reply.body()).isEqualTo(FOO_JSON);
    }

    @Test
    void anUnknownDigestIsTheSame404() throws IOException {
        Reply reply = assertAnsweredTheSame(get(Digests.of("never posted")));
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.body()).contains("\"instance\":\"mine\"");
    }

    @Test
    void aPostOfANewOrHeldMessageIsAnsweredTheSame() throws IOException {
        String first = post("{\"message\":\"new to the direct way\"}");
        Reply isNew = direct(first);
        assertThat(isNew.statusLine()).isEqualTo("HTTP/1.1 201 Created");
        assertThat(isNew.field("Location")).isEqualTo("/messages/" + Digests.of("new to the direct way"));
        assertThat(throughContainer(first).timeless()).isEqualTo(isNew.timeless());
        assertThat(direct(first).timeless()).isEqualTo(isNew.timeless());

        String second = post("{\"message\":\"new to the container\"}");
        Reply newToContainer = throughContainer(second);
        assertThat(newToContainer.status()).isEqualTo(201);
        assertThat(direct(second).timeless()).isEqualTo(newToContainer.timeless());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Accept: application/json",
                "Accept: text/html",
                "Accept: application/json;q=0",
                "Accept: ;;/",
                "Accept: application/json, ;;/",
                "Accept: application/problem+json",
                "Accept-Encoding: gzip",
                "Accept-Encoding: ;;/",
                "Accept-Language: ;;/",
                "If-None-Match: *",
                "If-Match: \"x\"",
                "Range: bytes=0-1",
                "Cookie: a=b; =;",
                "Origin: https://example.org",
                "X-Request-Id: mine",
                UPGRADE,
                "Connection: upgrade\r\nUpgrade: websocket",
                "Upgrade: h2c"
            })
    void whateverFieldsARequestHasItIsAnsweredTheSame(String field) throws IOException {
        assertAnsweredTheSame(get(Digests.FOO, field));
        assertAnsweredTheSame(get(Digests.of("never posted"), field));
        assertAnsweredTheSame(post(FOO_JSON, field));
    }

    @ParameterizedTest
    @CsvSource({
        "/messages/2C26B46B68FFC68FF99B453C1D30413413422D706483BFA0F98A5E886266E7AE",
        "/messages/2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae?x=y",
        "/messages/2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae/",
        "/messages/2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae;a=b",
        "/messages/%32c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
        "//messages/2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
        "http://localhost/messages/2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
        "/messages/",
        "/api/health"
    })
    void howeverThePathIsWrittenItIsAnsweredTheSame(String path) throws IOException {
        assertAnsweredTheSame("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"message\":5}",
                "{\"message\":\"foo\"} x",
                "{\"message\":\"foo\",\"expiresIn\":\"soon\"}",
                "{\"message\":\"foo\",\"expiresIn\":\"PT1H\"}",
                "{\"message\":\"\\ud83d\"}",
                "{\"message\":\"\"}"
            })
    void whateverIsPostedIsAnsweredTheSame(String json) throws IOException {
        assertAnsweredTheSame(post(json));
    }

    @Test
    void aSaneRequestIdComesBackAndAnotherIsReplaced() throws IOException {
        for (String request : new String[] {get(Digests.FOO), get(Digests.of("never posted")), post(FOO_JSON)}) {
            assertThat(direct(with(request, "X-Request-Id: a.B_c-9\r\n")).field("X-Request-Id"))
                    .isEqualTo("a.B_c-9");
            assertThat(direct(with(request, "X-Request-Id: <script>\r\n")).field("X-Request-Id"))
                    .matches("[0-9a-f]{32}");
            assertThat(direct(request).field("X-Request-Id")).matches("[0-9a-f]{32}");
        }
    }

    /** The direct way begins to answer these before it knows what they are, as they are not in the node's cache. */
    @Test
    void whatTurnsOutToBeLargeOrNoTextIsLeftToTheContainer() throws IOException, SQLException {
        String large = "not in the cache ".repeat(10_000);
        assertReply(direct(get(stored("convert_to('" + large + "', 'UTF8')"))), 200, "{\"message\":\"" + large + "\"}");
        assertThat(direct(get(stored("'\\xff00fe'::bytea"))).status()).isEqualTo(406);
    }

    /** Behind the service's back, so that no node has it cached. */
    private String stored(String body) throws SQLException {
        try (Connection connection = service.postgres().superuserConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("insert into message (digest, body) select sha256(body), body from"
                                + " (select " + body
                                + " as body) as new on conflict (digest) do update set body = excluded.body"
                                + " returning encode(digest, 'hex')")) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    /** What follows an answer from the database is read by the thread that the database's next reader needs. */
    @Test
    void aBodyThatDoesNotComeBlocksNobodyElse() throws IOException {
        String silent = "POST /messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 100\r\n\r\n{";
        List<Wire> wires = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                Wire wire = wire();
                wires.add(wire);
                wire.send((i % 2 == 0 ? get(Digests.of("silent " + i)) : post("{\"message\":\"silent " + i + "\"}"))
                        + silent);
                assertThat(wire.read().status()).isEqualTo(i % 2 == 0 ? 404 : 201);
            }
            assertThat(direct(get(Digests.of("asked beside the silent"))).status())
                    .isEqualTo(404);
            assertThat(direct(post("{\"message\":\"posted beside the silent\"}"))
                            .status())
                    .isEqualTo(201);
        } finally {
            for (Wire wire : wires) {
                wire.close();
            }
        }
    }

    @Test
    void whatFollowsARefusedRequestTakesNoPlaceForEver() throws IOException {
        for (int i = 0; i < 250; i++) { // More than there are places.
            try (Wire wire = wire()) {
                wire.send("GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n" + get(Digests.FOO));
                assertThat(wire.read().status()).isEqualTo(404);
            }
        }
        assertReply(direct(get(Digests.FOO)), 200, FOO_JSON);
    }

    @Test
    void aClientThatDoesNotReadTakesOnePlaceOnly() throws IOException {
        try (Wire reader = new Wire(service.node().baseUri(), 4096)) {
            Thread sender =
                    new Thread(() -> sendQuietly(reader, get(Digests.FOO).repeat(20_000)));
            sender.start();
            for (int i = 0; i < 50; i++) {
                assertReply(direct(get(Digests.FOO)), 200, FOO_JSON);
                assertThat(hashpost.get("/api/health").status()).isEqualTo(200);
            }
        }
    }

    private static void sendQuietly(Wire wire, String requests) {
        try {
            wire.send(requests);
        } catch (IOException e) {
            // The test is over.
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws IOException {
        try (Wire wire = wire()) {
            wire.send(get(Digests.FOO)
                    + post("{\"message\":\"pipelined\"}")
                    + get(Digests.of("pipelined"))
                    + get(Digests.of("never posted"))
                    + "GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n"
                    + get(Digests.FOO));
            assertReply(wire.read(), 200, FOO_JSON);
            assertReply(wire.read(), 201, "{\"digest\":\"" + Digests.of("pipelined") + "\"}");
            assertReply(wire.read(), 200, "{\"message\":\"pipelined\"}");
            assertThat(wire.read().status()).isEqualTo(404);
            assertReply(wire.read(), 200, "OK");
            assertReply(wire.read(), 200, FOO_JSON);
        }
    }

    @Test
    void aBodyMayComeAfterItsHead() throws IOException {
        String request = post("{\"message\":\"in two pieces\"}");
        try (Wire wire = wire()) {
            sendInTwo(wire, request, request.indexOf("\r\n\r\n") + 4);
            assertReply(wire.read(), 201, "{\"digest\":\"" + Digests.of("in two pieces") + "\"}");
            sendInTwo(wire, request, request.length() - 5);
            assertThat(wire.read().status()).isEqualTo(201);
            sendInTwo(wire, request, 30);
            assertThat(wire.read().status()).isEqualTo(201);
            assertReply(wire.ask(get(Digests.FOO)), 200, FOO_JSON);
        }
    }

    @Test
    void aBodyThatLooksLikeARequestIsABody() throws IOException {
        String request = post(get(Digests.FOO));
        try (Wire wire = wire()) {
            assertThat(wire.ask(request).status()).isEqualTo(400);
            assertThat(wire.isAtEnd()).isTrue();
        }
        try (Wire wire = wire()) {
            sendInTwo(wire, request, request.indexOf("\r\n\r\n") + 4);
            assertThat(wire.read().status()).isEqualTo(400);
            assertThat(wire.isAtEnd()).isTrue();
        }
    }

    @Test
    void aMessageMayLookLikeARequest() throws IOException {
        String text = "\\r\\n\\r\\nGET / HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n";
        String request = post("{\"message\":\"" + text + "\"}");
        try (Wire wire = wire()) {
            wire.send(request + get(Digests.of("\r\n\r\nGET / HTTP/1.1\r\nHost: localhost\r\n\r\n")));
            assertThat(wire.read().status()).isEqualTo(201);
            assertReply(wire.read(), 200, "{\"message\":\"" + text + "\"}");
        }
    }

    @Test
    void aGetWithABodyIs400() throws IOException {
        String request = "GET /messages/" + Digests.FOO + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}";
        assertThat(direct(request).status()).isEqualTo(400);
        assertThat(throughContainer(request).status()).isEqualTo(400);
    }

    @Test
    void aGetMaySayThatItHasNoBody() throws IOException {
        assertThat(assertAnsweredTheSame(get(Digests.FOO, "Content-Length: 0")).body())
                .isEqualTo(FOO_JSON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0\r\nContent-Length: 0", "+0", "0, 0", "x"})
    void anotherLengthOfNoBodyHasTheSameStatus(String length) throws IOException {
        String request = get(Digests.FOO, "Content-Length: " + length);
        assertThat(direct(request).status()).isEqualTo(throughContainer(request).status());
    }

    @Test
    void twoHostsAre400() throws IOException {
        assertThat(assertAnsweredTheSame(get(Digests.FOO, "Host: other")).status())
                .isEqualTo(400);
        assertThat(assertAnsweredTheSame(post(FOO_JSON, "Host: other")).status())
                .isEqualTo(400);
    }

    @Test
    void aConnectionServesAThousandRequests() throws IOException {
        try (Wire wire = wire()) {
            for (int i = 0; i < 1000; i++) {
                Reply reply = wire.ask(i % 10 == 9 ? post(FOO_JSON) : get(Digests.FOO));
                assertThat(reply.status()).isEqualTo(i % 10 == 9 ? 201 : 200);
                assertThat(reply.field("Connection")).isNotEqualToIgnoringCase("close");
            }
        }
    }

    @Test
    void gzipIsServedTheSame() throws IOException {
        String digest = Digests.of(LONG);
        String request = get(digest, "Accept-Encoding: br, gzip;q=0.8");
        assertAnsweredTheSame(request); // Makes it, if nobody has yet.
        Reply reply = assertAnsweredTheSame(request);
        assertThat(reply.field("Content-Encoding")).isEqualTo("gzip");
        byte[] bytes = reply.body().getBytes(StandardCharsets.ISO_8859_1);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{\"message\":\"" + LONG + "\"}");
        assertThat(assertAnsweredTheSame(get(digest)).field("Content-Encoding")).isEmpty();
    }

    @Test
    void aMessageThatExpiresMayBeCachedNoLongerThanItLives() throws IOException {
        assertThat(direct(post("{\"message\":\"for two hours\",\"expiresIn\":\"PT2H\"}"))
                        .status())
                .isEqualTo(201);
        Reply reply = direct(get(Digests.of("for two hours")));
        assertThat(reply.field("Cache-Control")).matches("public, max-age=7(1\\d\\d|200), immutable");
    }

    @Test
    void aClientThatReadsLateGetsAllAnswersInOrder() throws IOException {
        int many = 300;
        String text = "0123456789".repeat(6000);
        hashpost.postMessage(text);
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < many; i++) {
            requests.append(get(Digests.of(text), "X-Request-Id: " + i));
        }
        try (Wire wire = new Wire(service.node().baseUri(), 8192)) {
            wire.send(requests.toString());
            for (int i = 0; i < 20; i++) { // Others are served meanwhile.
                assertThat(hashpost.getMessage(Digests.FOO).status()).isEqualTo(200);
            }
            for (int i = 0; i < many; i++) {
                Reply reply = wire.read();
                assertThat(reply.field("X-Request-Id")).isEqualTo(Integer.toString(i));
                assertReply(reply, 200, "{\"message\":\"" + text + "\"}");
            }
            assertReply(wire.ask(get(Digests.FOO)), 200, FOO_JSON);
        }
    }

    @Test
    void whoDoesNotReadTheAnswersLosesTheConnectionAndItsPlace() throws IOException {
        String large = "y".repeat(60_000);
        hashpost.postMessage(large);
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress(
                    service.node().baseUri().getHost(), service.node().baseUri().getPort()));
            String more = get(Digests.of(large)).repeat(400); // Than the buffers on the way can hold.
            socket.getOutputStream().write(more.getBytes(StandardCharsets.US_ASCII));
            Awaitility.await().until(() -> requestsInFlight() > 0);
            Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> requestsInFlight() == 0);
        }
    }

    private double requestsInFlight() {
        return Scrape.of(hashpost).value("http_server_requests_in_flight");
    }

    private Wire wire() throws IOException {
        return new Wire(service.node().baseUri());
    }

    private Reply direct(String request) throws IOException {
        try (Wire wire = wire()) {
            return wire.ask(request);
        }
    }

    private Reply throughContainer(String request) throws IOException {
        try (Wire wire = wire()) {
            Reply reply = wire.ask(with(request, CLOSE));
            assertThat(wire.isAtEnd()).isTrue();
            return reply;
        }
    }

    private Reply assertAnsweredTheSame(String request) throws IOException {
        String named = request.contains("X-Request-Id") ? request : with(request, "X-Request-Id: mine\r\n");
        Reply reply = direct(named);
        assertThat(reply.timeless()).isEqualTo(throughContainer(named).timeless());
        return reply;
    }

    /** In two pieces that the service hardly gets as one: another request is answered in between. */
    private void sendInTwo(Wire wire, String request, int firstLength) throws IOException {
        wire.send(request.substring(0, firstLength));
        assertThat(hashpost.get("/api/health").status()).isEqualTo(200);
        wire.send(request.substring(firstLength));
    }

    /** The request with one more line at the end of its head. */
    private static String with(String request, String line) {
        int end = request.indexOf("\r\n\r\n") + 2;
        return request.substring(0, end) + line + request.substring(end);
    }

    private static String get(String digest, String... fields) {
        return "GET /messages/" + digest + " HTTP/1.1\r\nHost: localhost\r\n" + lines(fields) + "\r\n";
    }

    private static String post(String body, String... fields) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return "POST /messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                + length + "\r\n" + lines(fields) + "\r\n" + body;
    }

    private static String lines(String... fields) {
        return fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n";
    }

    private static void assertReply(Reply reply, int status, String body) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.body()).isEqualTo(body);
    }
}
