package dev.hashpost.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
    private static final String FOO = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";

    @ParameterizedTest
    @CsvSource({
        "foo, " + FOO,
        "bar, fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9",
        "'', e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    })
    void aDigestIsTheSha256InHex(String message, String hex) {
        assertThat(Digest.of(message.getBytes(UTF_8))).hasToString(hex);
    }

    @Test
    void nothingIsTrimmedBeforeHashing() {
        assertThat(Digest.of("foo\n".getBytes(UTF_8)).hex()).isNotEqualTo(FOO);
        assertThat(Digest.of(" foo".getBytes(UTF_8)).hex()).isNotEqualTo(FOO);
    }

    @Property
    void ofAnyBytesItIsWhatTheJdkSays(@ForAll byte[] bytes) throws NoSuchAlgorithmException {
        byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(bytes);
        assertThat(Digest.of(bytes).hex()).isEqualTo(HexFormat.of().formatHex(sha256));
    }

    @Property
    void itsBytesAndItsDigitsAreTheSame(@ForAll byte[] bytes) {
        Digest digest = Digest.of(bytes);
        assertThat(digest.toBytes()).hasSize(32);
        assertThat(Digest.parse(HexFormat.of().formatHex(digest.toBytes()))).contains(digest);
    }

    @Test
    void sixtyFourLowerCaseHexDigitsAreADigest() {
        assertThat(Digest.parse(FOO)).contains(new Digest(FOO));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2c26",
                "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7a",
                "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7aea",
                "2C26B46B68FFC68FF99B453C1D30413413422D706483BFA0F98A5E886266E7AE",
                "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7aE",
                "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ag",
                "`c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                "/c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                ":c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                " c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7a\n",
                "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7a\uFF45",
                "\u0662c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"
            })
    void anythingElseIsNone(String text) {
        assertThat(Digest.parse(text)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> new Digest(text));
    }
}
