package dev.hashpost.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.hashpost.http.FieldLinesTest.FakeHeaders;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The values are those of RFC 9530, appendix B, for its example body. */
class DigestFieldsTest {
    private static final byte[] BODY = "{\"hello\": \"world\"}\n".getBytes(UTF_8);
    private static final String SHA_256 = "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:";
    private static final String SHA_512 =
            "sha-512=:YMAam51Jz/jOATT6/zvHrLVgOYTGFy1d6GJiOHTohq4yP+pgk4vf2aCsyRZOtw8MjkM7iw7yZ/" + "WkppmM44T3qg==:";

    /** That of the same body without its line feed. */
    private static final String OTHER_SHA_256 = "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:";

    @Test
    void theFieldGivesTheSha256InBase64() {
        assertThat(DigestFields.sha256Of(BODY)).isEqualTo(SHA_256);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SHA_256,
                SHA_512,
                SHA_256 + "," + SHA_512,
                SHA_512 + ", \t" + SHA_256,
                " " + SHA_256 + " ",
                SHA_256 + ";a=1",
                "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg:"
            })
    void aBodyThatMatchesIsTaken(String line) {
        assertTaken(line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "md5=:AAAA:",
                "unixsum=:AAAA:",
                "*a.b_c-1=:AAAA:",
                "sha=::",
                "md5=:AAAA:, " + SHA_256,
                "sha-256x=:AAAA:"
            })
    void anUnknownAlgorithmIsPassedOver(String line) {
        assertTaken(line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                OTHER_SHA_256,
                "sha-512=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:",
                "sha-256=::",
                "sha-256=:AAAA:",
                SHA_512 + ", " + OTHER_SHA_256,
                "md5=:AAAA:, " + OTHER_SHA_256
            })
    void aMismatchIsToldFromABadRequest(String line) {
        Problem problem = refusalOf(line);
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.type())
                .isEqualTo("https://iana.org/assignments/http-problem-types#digest-mismatched-values");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sha-256",
                "sha-256=RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=",
                "sha-256=\"RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=\"",
                "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=",
                "sha-256=:RK_0qy18MlBSVnWgjwz6lZEWjP_lF5HF9bvEF8FabDg=:",
                "SHA-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:",
                "sha-256 = :RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:",
                "sha-256=:A:",
                "sha-256=:A=AA:",
                "sha-256=:AAAA=:",
                "sha-256=:\u00e9:",
                SHA_256 + " " + SHA_512,
                SHA_256 + ",",
                "," + SHA_256,
                "2=:AAAA:",
                "=:AAAA:",
                "md5=AAAA"
            })
    void aMalformedFieldIsABadRequest(String line) {
        Problem problem = refusalOf(line);
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.type()).isEqualTo("/problems/bad-request");
        assertThat(problem.detail()).contains("sha-256=:<base64>:");
    }

    @Test
    void everyLineIsChecked() {
        assertThat(refusalOf(SHA_512, OTHER_SHA_256).type()).endsWith("#digest-mismatched-values");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Digest", "Repr-Digest"})
    void bothFieldsAreChecked(String field) {
        assertThatNoException().isThrownBy(() -> DigestFields.check(new FakeHeaders(field, SHA_256), BODY));
        assertThat(refusalOf(() -> DigestFields.check(new FakeHeaders(field, OTHER_SHA_256), BODY))
                        .type())
                .endsWith("#digest-mismatched-values");
    }

    @Test
    void withoutTheFieldNothingIsChecked() {
        assertThatNoException().isThrownBy(() -> DigestFields.check(List.of(), BODY));
    }

    private static void assertTaken(String line) {
        assertThatNoException().isThrownBy(() -> DigestFields.check(List.of(line), BODY));
    }

    private static Problem refusalOf(String... lines) {
        return refusalOf(() -> DigestFields.check(List.of(lines), BODY));
    }

    private static Problem refusalOf(ThrowingCallable check) {
        return assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(check)
                .actual()
                .problem();
    }
}
