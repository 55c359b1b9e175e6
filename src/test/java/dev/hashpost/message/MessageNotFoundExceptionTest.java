package dev.hashpost.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hashpost.http.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageNotFoundExceptionTest {
    @Test
    void aWellFormedDigestIsNamed() {
        String digest = "a".repeat(64);
        Problem problem = new MessageNotFoundException(digest).problem();
        assertThat(problem)
                .isEqualTo(new Problem(
                        "/problems/message-not-found",
                        "Message not found",
                        404,
                        "No message has the digest " + digest + "."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<script>", "\uD800", "AAAA"})
    void whateverElseThePathHoldsIsTheSame404AndIsNotQuoted(String segment) {
        Problem problem = new MessageNotFoundException(segment).problem();
        assertThat(problem.type()).isEqualTo("/problems/message-not-found");
        assertThat(problem.status()).isEqualTo(404);
        assertThat(problem.detail())
                .isEqualTo("A digest is 64 lower-case hexadecimal digits; the path has something else.");
    }
}
