package dev.hashpost.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no HTTP, or too large to be read, gets a problem too, though it never reaches the service. */
class MalformedRequestsIT {
    private static final String HOST = "Host: localhost\r\nConnection: close\r\n";
    private static final String POST = "POST /messages HTTP/1.1\r\nContent-Type: application/json\r\n" + HOST;

    private final Client hashpost = Service.shared().client();

    static Stream<Arguments> requests() {
        String fields = String.join(
                "", IntStream.range(0, 500).mapToObj(i -> "X-" + i + ": y\r\n").toList());
        return Stream.of(
                Arguments.of("a header field of 20,000 bytes", get("/", "X-A: " + "a".repeat(20_000) + "\r\n"), 431),
                Arguments.of("500 header fields", get("/", fields), 431),
                Arguments.of("a path of 20,000 bytes", get("/" + "a".repeat(20_000), ""), 414),
                Arguments.of("two Hosts", get("/", "Host: other\r\n"), 400),
                Arguments.of("no Host", "GET / HTTP/1.1\r\n\r\n", 400),
                Arguments.of("an HTTP of the future", "GET / HTTP/9.9\r\n" + HOST + "\r\n", 505),
                Arguments.of("a path out of the root", get("/../../etc/passwd", ""), 404),
                Arguments.of("a path that cannot be decoded", get("/%zz", ""), 404),
                Arguments.of("a NUL in the path", get("/a%00b", ""), 404),
                Arguments.of("TRACE", "TRACE / HTTP/1.1\r\n" + HOST + "\r\n", 405),
                Arguments.of("CONNECT", "CONNECT a:443 HTTP/1.1\r\n" + HOST + "\r\n", 400),
                Arguments.of("a Content-Length that is no number", POST + "Content-Length: x\r\n\r\n{}", 400),
                Arguments.of("a negative Content-Length", POST + "Content-Length: -1\r\n\r\n{}", 400),
                Arguments.of("two Content-Lengths", POST + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", 400),
                Arguments.of("a broken chunk", POST + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n", 400),
                Arguments.of("an unknown transfer coding", POST + "Transfer-Encoding: x\r\n\r\n{}", 501),
                Arguments.of("an Accept that is none", get("/api/health", "Accept: ;;/\r\n"), 400));
    }

    @ParameterizedTest(name = "{0} is {2}")
    @MethodSource("requests")
    void isAProblem(String what, String request, int status) {
        String answer = hashpost.raw(request);
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ").containsOnlyOnce("HTTP/1.1 ");
        assertThat(answer.toLowerCase(java.util.Locale.ROOT))
                .contains("x-request-id: ", "x-content-type-options: nosniff", "content-type: application/json")
                .doesNotContain("<html", "exception", "server: ");
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        assertThat(body)
                .startsWith("{\"type\":\"/problems/")
                .contains("\"status\":" + status + ",")
                .endsWith("\"}");
        assertThat(answer).containsIgnoringCase("content-length: " + body.length());
    }

    @Test
    void afterAProblemTheServiceGoesOn() {
        hashpost.raw("nonsense\r\n\r\nnonsense nonsense nonsense\r\n\r\n".repeat(10));
        assertThat(hashpost.get("/api/health").body()).isEqualTo("OK");
    }

    /** Whoever in front of the service lets requests through by their path must not be shown another. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/messages/../metrics",
                "/messages/./../metrics",
                "/messages/%2e%2e/metrics",
                "/messages/%2E./metrics",
                "/messages/..%2fmetrics",
                "/messages/..%5cmetrics",
                "/messages/..\\metrics",
                "/messages/..;/metrics",
                "//metrics",
                "/./metrics",
                "/metrics/.",
                "/metrics//",
                "/api/../api/health",
                "/api//health",
                "/api%2fhealth",
                "/%2e/api/health",
                "/messages/.."
            })
    void aPathByADetourIsNotFound(String path) {
        assertThat(hashpost.raw(get(path, ""))).startsWith("HTTP/1.1 404 ");
    }

    @Test
    void aPathMayComeWithItsOrigin() {
        assertThat(hashpost.raw(get("http://localhost/api/health", ""))).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void theBodyOfAnUnknownMethodIsNotTakenForARequest() {
        String inner = "GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n";
        String answer = hashpost.raw("BREW /messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + inner.length() + "\r\n\r\n" + inner);
        assertThat(answer).startsWith("HTTP/1.1 405 ").containsOnlyOnce("HTTP/1.1 ");
    }

    @Test
    void aBodyThatIsDeclaredTooLargeIsRefusedBeforeItIsSent() {
        String answer = hashpost.rawUntil(POST + "Content-Length: 99999999999\r\n\r\n", "\"err_msg\"");
        assertThat(answer).startsWith("HTTP/1.1 413 ").contains("\"status\":413,");
    }

    @Test
    void aBodyThatGrowsTooLargeIsRefused() {
        String chunk = "100000\r\n" + " ".repeat(1 << 20) + "\r\n";
        String answer = hashpost.rawUntil(POST + "Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(8), "\"err_msg\"");
        assertThat(answer).contains("HTTP/1.1 413 ", "\"status\":413,");
    }

    @Test
    void aBodyThatStopsComingIsCutOff() {
        long begin = System.nanoTime();
        String answer = hashpost.rawUntil(POST + "Content-Length: 100\r\n\r\n{", "\"err_msg\"");
        assertThat(answer).startsWith("HTTP/1.1 408 ");
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofSeconds(9), Duration.ofSeconds(25));
    }

    private static String get(String path, String fields) {
        return "GET " + path + " HTTP/1.1\r\n" + HOST + fields + "\r\n";
    }
}
