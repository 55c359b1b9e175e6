package dev.hashpost.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StandardHeadersTest {
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

    private static Map<String, String> headers(boolean secure) {
        return StandardHeaders.of(secure).stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
