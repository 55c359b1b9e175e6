package dev.hashpost.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemTest {
    private static final Problem NOT_FOUND =
            new Problem("/problems/message-not-found", "Message not found", 404, "No message has the digest aaaa.");

    @Test
    void aProblemHasTheMembersOfTheContractInItsOrder() {
        assertThat(jsonOf(NOT_FOUND))
                .isEqualTo("{\"type\":\"/problems/message-not-found\",\"title\":\"Message not found\",\"status\":404,"
                        + "\"detail\":\"No message has the digest aaaa.\",\"instance\":\"id-1\","
                        + "\"error\":\"Message not found.\",\"err_msg\":\"Message not found\"}");
    }

    @Test
    void aFieldErrorIsAddedWithItsPointer() {
        assertThat(jsonOf(NOT_FOUND.at("#/message")))
                .startsWith(withoutBrace(jsonOf(NOT_FOUND)))
                .endsWith(",\"errors\":[{\"detail\":\"No message has the digest aaaa.\",\"pointer\":\"#/message\"}]}");
    }

    @Test
    void headersGoWithTheAnswerAndNotIntoIt() {
        Problem problem = NOT_FOUND.with("Retry-After", "1").with("Connection", "close");
        assertThat(problem.headers())
                .containsOnlyKeys("Retry-After", "Connection")
                .containsEntry("Retry-After", "1");
        assertThat(jsonOf(problem)).isEqualTo(jsonOf(NOT_FOUND));
    }

    @Test
    void blamingAPartKeepsTheHeaders() {
        assertThat(NOT_FOUND.with("Retry-After", "1").at("#/message").headers()).containsEntry("Retry-After", "1");
        assertThat(NOT_FOUND.at("#/message").with("Retry-After", "1").errors()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\\\n\u0000", "\u00e9", "\u2028", "\ud83d\ude00", "</script>"})
    void anyTextIsCarriedAsJsonInUtf8(String text) throws IOException {
        byte[] json = new Problem("about:blank", "Title", 400, text).toJson("id-1");
        try (JsonParser parser = new JsonFactory().createParser(new String(json, UTF_8))) {
            while (!"detail".equals(parser.nextFieldName())) {
                assertThat(parser.currentToken()).isNotNull();
            }
            assertThat(parser.nextTextValue()).isEqualTo(text);
        }
    }

    @Test
    void theExceptionThatCarriesAProblemTellsTypeAndDetail() {
        assertThat(new ProblemException(NOT_FOUND))
                .hasMessage("/problems/message-not-found: No message has the digest aaaa.");
    }

    private static String jsonOf(Problem problem) {
        return new String(problem.toJson("id-1"), UTF_8);
    }

    private static String withoutBrace(String json) {
        return json.substring(0, json.length() - 1);
    }
}
