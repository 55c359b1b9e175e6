package dev.hashpost.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonAnswerTest {
    @Property
    void anyTextComesBackAsItWasPosted(@ForAll("texts") String text) {
        byte[] json = JsonAnswer.ofText(text.getBytes(UTF_8));
        byte[] again = JsonPosting.parse(json, Integer.MAX_VALUE).message().body();
        assertThat(again).isEqualTo(text.getBytes(UTF_8));
    }

    @Property
    void anyTextIsAnsweredWithOneJsonObjectOfOneMember(@ForAll("texts") String text) throws IOException {
        try (JsonParser json = new JsonFactory().createParser(JsonAnswer.ofText(text.getBytes(UTF_8)))) {
            assertThat(json.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            assertThat(json.nextFieldName()).isEqualTo("message");
            assertThat(json.nextTextValue()).isEqualTo(text);
            assertThat(json.nextToken()).isEqualTo(JsonToken.END_OBJECT);
            assertThat(json.nextToken()).isNull();
        }
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<Integer> special = Arbitraries.of(0, 8, 0x1F, 0x22, 0x5C, 0x7F, 0x2028, 0xFEFF, 0xFFFF, 0x1F600);
        Arbitrary<Integer> any = Arbitraries.integers().between(0, Character.MAX_CODE_POINT);
        return Arbitraries.oneOf(special, Arbitraries.integers().between(0, 0x7F), any)
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                .list()
                .ofMaxSize(200)
                .map(codePoints -> codePoints.stream().map(Character::toString).reduce("", String::concat));
    }

    @ParameterizedTest
    @CsvSource({
        "00, \\u0000",
        "01, \\u0001",
        "08, \\b",
        "09, \\t",
        "0A, \\n",
        "0B, \\u000b",
        "0C, \\f",
        "0D, \\r",
        "1F, \\u001f",
        "22, \\\"",
        "5C, \\\\"
    })
    void whatJsonWantsEscapedIsEscaped(String hex, String escape) {
        assertThat(answerTo(Character.toString(Integer.parseInt(hex, 16))))
                .isEqualTo("{\"message\":\"" + escape + "\"}");
    }

    @ParameterizedTest
    @CsvSource({"20", "2F", "27", "3C", "26", "7F", "80", "E9", "2028", "2029", "FEFF", "FFFF", "1F600"})
    void whatNeedNotBeEscapedPassesAsItIs(String hex) {
        String character = Character.toString(Integer.parseInt(hex, 16));
        assertThat(answerTo(character)).isEqualTo("{\"message\":\"" + character + "\"}");
    }

    @Test
    void theEmptyMessageIsTheEmptyString() {
        assertThat(answerTo("")).isEqualTo("{\"message\":\"\"}");
    }

    @Test
    void aDigestIsAnsweredAsItsDigits() {
        Digest digest = Digest.of("foo".getBytes(UTF_8));
        assertThat(new String(JsonAnswer.ofDigest(digest), UTF_8))
                .isEqualTo("{\"digest\":\"2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae\"}");
    }

    private static String answerTo(String text) {
        return new String(JsonAnswer.ofText(text.getBytes(UTF_8)), UTF_8);
    }
}
