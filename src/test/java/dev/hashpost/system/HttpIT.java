package dev.hashpost.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hashpost.system.Client.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sections 2 and 6 of the contract: what every answer has in common, whoever gives it. */
class HttpIT {
    private final Client hashpost = Service.shared().client();

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/health", "/messages/x", "/nowhere", "/WEB-INF/web.xml", "/health/ready", "/openapi", "/"})
    void theStandardHeadersAreOnEverything(String path) {
        Answer answer = hashpost.get(path);
        assertThat(answer.header("X-Request-Id")).matches("[A-Za-z0-9._-]{1,64}");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(answer.header("Date")).endsWith("GMT");
        for (String absent : List.of("Server", "X-Powered-By", "Set-Cookie", "Access-Control-Allow-Credentials")) {
            assertThat(answer.header(absent)).as(absent).isEmpty();
        }
        assertThat(answer.header("Strict-Transport-Security"))
                .as("over plain HTTP")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/nowhere,404,/problems/not-found",
        "GET,/messages,405,/problems/method-not-allowed",
        "PATCH,/messages,405,/problems/method-not-allowed",
        "POST,/api/health,405,/problems/method-not-allowed",
        "DELETE,/,405,/problems/method-not-allowed",
        "POST,/openapi,405,/problems/method-not-allowed",
        "DELETE,/health/ready,405,/problems/method-not-allowed",
        "BREW,/messages,405,/problems/method-not-allowed",
        "GET,/messages/,404,/problems/not-found",
        "GET,/api/health/,404,/problems/not-found",
        "GET,/health/nothing,404,/problems/not-found",
        "GET,/health;a=b,404,/problems/not-found",
        "GET,/%68ealth,404,/problems/not-found",
        "GET,/openapi/,404,/problems/not-found",
        "GET,/metrics/,404,/problems/not-found",
        "GET,/metrics/base,404,/problems/not-found",
        "GET,/%6Detrics,404,/problems/not-found",
        "TRACE,/messages,405,/problems/method-not-allowed",
        "GET,/-error,404,/problems/not-found",
        "GET,/WEB-INF/classes/dev/hashpost/Hashpost.class,404,/problems/not-found",
        "POST,/messages,415,/problems/unsupported-media-type"
    })
    void everyErrorIsAProblem(String method, String path, int status, String type) {
        Answer answer = hashpost.request(method, path, "X-Request-Id", "mine");
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.body())
                .startsWith("{\"type\":\"" + type + "\",\"title\":\"")
                .contains("\"status\":" + status + ",", "\"instance\":\"mine\"", "\"error\":\"", "\"err_msg\":\"");
        assertThat(answer.header("Allow"))
                .isEqualTo(status == 405 ? hashpost.request("OPTIONS", path).header("Allow") : "");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void aProblemIsNamedSoToThoseWhoAskForIt() {
        assertThat(hashpost.get("/nowhere", "Accept", "application/problem+json, */*")
                        .header("Content-Type"))
                .isEqualTo("application/problem+json");
        assertThat(hashpost.get("/WEB-INF/web.xml", "Accept", "application/problem+json")
                        .header("Content-Type"))
                .isEqualTo("application/problem+json");
    }

    @ParameterizedTest
    @CsvSource({
        "/messages,'POST, OPTIONS'",
        "/messages/x,'GET, HEAD, OPTIONS'",
        "/api/health,'GET, HEAD, OPTIONS'",
        "/,'GET, HEAD, OPTIONS'",
        "/openapi,'GET, HEAD, OPTIONS'",
        "/health/live,'GET, HEAD, OPTIONS'"
    })
    void optionsTellsWhatIsAllowed(String path, String allow) {
        Answer answer = hashpost.request("OPTIONS", path);
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Allow").split(", ")).containsExactlyInAnyOrder(allow.split(", "));
        assertThat(answer.bytes()).isEmpty();
    }

    @Test
    void aBrowserOfAnotherOriginMayReadConditionally() {
        Answer preflight = hashpost.request(
                "OPTIONS",
                "/messages/x",
                "Origin",
                "https://example.org",
                "Access-Control-Request-Method",
                "GET",
                "Access-Control-Request-Headers",
                "if-none-match");
        assertThat(preflight.header("Access-Control-Allow-Methods")).contains("GET");
        assertThat(preflight.header("Access-Control-Allow-Headers")).containsIgnoringCase("If-None-Match");
    }

    @Test
    void optionsOfAnUnknownPathIs404() {
        assertThat(hashpost.request("OPTIONS", "/nowhere").status()).isEqualTo(404);
    }

    @Test
    void aSaneRequestIdIsTakenAndAnotherReplaced() {
        assertThat(hashpost.get("/api/health", "X-Request-Id", "a.B_c-9").header("X-Request-Id"))
                .isEqualTo("a.B_c-9");
        for (String insane : List.of("a b", "x".repeat(65), "<script>", "é")) {
            assertThat(hashpost.get("/api/health", "X-Request-Id", insane).header("X-Request-Id"))
                    .isNotEqualTo(insane)
                    .matches("[A-Za-z0-9._-]{1,64}");
        }
    }

    @Test
    void theRootLeadsToHealth() {
        Answer answer = hashpost.get("/");
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("Location")).isEqualTo("/api/health");
    }

    @Test
    void healthIsOkAsText() {
        Answer answer = hashpost.get("/api/health");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("OK");
        assertThat(answer.header("Content-Type")).startsWith("text/plain");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/health/started", "/health/live", "/health/ready"})
    void theOperatorsHealthIsUp(String path) {
        Answer answer = hashpost.get(path);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("\"status\":\"UP\"");
    }
}
