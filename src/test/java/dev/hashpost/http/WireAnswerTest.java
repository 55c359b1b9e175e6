package dev.hashpost.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WireAnswerTest {
    private static final byte[] BODY = "the body".getBytes(UTF_8);

    @Test
    void everyAnswerHasTheHeadersOfTheContract() {
        assertThat(headers(false))
                .containsEntry("X-Content-Type-Options", "nosniff")
                .containsEntry("Referrer-Policy", "no-referrer")
                .containsEntry("Access-Control-Allow-Origin", "*")
                .containsKey("Content-Security-Policy")
                .doesNotContainKeys("Server", "X-Powered-By", "Access-Control-Allow-Credentials");
    }

    @Test
    void theDateIsOneThatHttpKnows() {
        String date = headers(false).getOrDefault("Date", "");
        assertThat(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .getZone())
                .hasToString("Z");
        assertThat(date).endsWith(" GMT").hasSize(29);
    }

    @Test
    void onlyOverTlsAreClientsToldToStayThere() {
        assertThat(headers(false)).doesNotContainKey("Strict-Transport-Security");
        assertThat(headers(true)).containsEntry("Strict-Transport-Security", "max-age=31536000");
    }

    @Test
    void itIsOneHttpMessage() {
        String sent = sent(false);
        assertThat(sent).startsWith("HTTP/1.1 201 Created\r\n").endsWith("\r\n\r\nthe body");
        assertThat(headers(false))
                .containsEntry("X-Request-Id", "the-id")
                .containsEntry("Content-Type", "text/plain")
                .containsEntry("Content-Length", "8")
                .containsEntry("Repr-Digest", DigestFields.sha256Of(BODY))
                .containsEntry("Location", "/there");
        assertThat(sent.split("\r\n\r\n", -1)).hasSize(2);
    }

    private static WireAnswer answer() {
        return WireAnswer.of(Answer.uncached(201, "text/plain", BODY).with("Location", "/there"));
    }

    private static String sent(boolean secure) {
        return new String(answer().bytes("the-id", secure), UTF_8);
    }

    private static Map<String, String> headers(boolean secure) {
        return sent(secure)
                .substring(0, sent(secure).indexOf("\r\n\r\n"))
                .lines()
                .skip(1)
                .map(line -> line.split(": ", 2))
                .collect(Collectors.toMap(field -> field[0], field -> field[1]));
    }
}
