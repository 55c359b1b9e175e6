package dev.hashpost.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest {
    private final Routes routes =
            new Routes(List.of(new Route("/messages"), new Route("/messages/{digest}"), new Route("/")));

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "/messages,/messages",
        "/messages/2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae,/messages/{digest}",
        "/messages/not-a-digest,/messages/{digest}",
        "/messages/,other",
        "/messages/a/b,other",
        "/messages/a;b,other",
        "/messages;b,other",
        "/messagesx,other",
        "/,/",
        "/health/ready,/health/{check}",
        "/health,/health",
        "/openapi,/openapi",
        "/openapi/x,other",
        "*,other"
    })
    void aPathIsNamedByItsTemplate(String path, String template) {
        assertThat(routes.of(path).template()).isEqualTo(template);
    }

    @Test
    void allAreKnownBeforehand() {
        assertThat(routes.all())
                .extracting(Route::template)
                .containsExactly(
                        "/messages",
                        "/messages/{digest}",
                        "/",
                        "/openapi",
                        "/health",
                        "/health/{check}",
                        "/metrics",
                        "other",
                        "malformed");
    }
}
