package dev.hashpost.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hashpost.http.Problem;
import dev.hashpost.http.ProblemException;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPostingTest {
    private static final int PLENTY = 1 << 20;

    // The member message

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"message":"foo"}                         | foo
            {"message":""}                            | ``
            {"message":" foo "}                       | ` foo `
            { "message" : "foo" }                     | foo
            {"mess\\u0061ge":"foo"}                   | foo
            {"message":"\\u0066oo"}                   | foo
            {"message":"\\"\\\\\\/"}                  | "\\/
            {"message":"\u00e9"}                      | \u00e9
            {"message":"e\u0301"}                     | e\u0301
            {"message":"\\u00E9"}                     | \u00e9
            {"message":"\\ud83d\\ude00"}              | \ud83d\ude00
            {"message":"\ud83d\ude00"}                | \ud83d\ude00
            {"message":"\\uFEFF"}                     | \ufeff
            {"message":"\\uFFFF"}                     | \uffff
            """)
    void theMessageIsWhatTheStringSays(String json, String message) {
        assertThat(textOf(json)).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "\\u0000"              | 00
            "a\\u0000b"            | 610062
            "\\b\\f\\n\\r\\t"      | 080c0a0d09
            "\\u001f"              | 1f
            "\\u007f"              | 7f
            "\\uDBFF\\uDFFF"       | f48fbfbf
            """)
    void controlCharactersAndTheLastCodePointAreKept(String string, String hex) {
        Message message = parse("{\"message\":" + string + "}").message();
        assertThat(message.body()).isEqualTo(HexFormat.of().parseHex(hex));
    }

    @Test
    void theEmptyStringIsAMessage() {
        assertThat(parse("{\"message\":\"\"}").message().digest())
                .hasToString("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"Message\":\"foo\"}", "{\"message \":\"foo\"}", "{\"a\":{\"message\":\"foo\"}}"})
    void aMissingMessageIsRefused(String json) {
        assertFault(json, "/message");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "true", "1", "1.5", "[]", "[\"foo\"]", "{}", "{\"message\":\"foo\"}"})
    void aMessageThatIsNotAStringIsRefused(String value) {
        assertFault("{\"message\":" + value + "}", "/message");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\ud800",
                "\\udc00",
                "a\\ud83d",
                "\\ud83da",
                "\\ude00\\ud83d",
                "\\ud83d\\ud83d\\ude00",
                "\\ud83d\\ude00\\ude00",
                "\\ud83d\\u0041"
            })
    void anUnpairedSurrogateIsRefused(String escapes) {
        assertFault("{\"message\":\"" + escapes + "\"}", "/message");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"message\":\"foo\"}",
                "{\"message\":\"foo\",\"a\":{\"message\":\"bar\",\"b\":[null,{}]}}",
                "{\"a\":[[{\"message\":1}]],\"message\":\"foo\",\"\":null}",
                "{\"message\":\"foo\",\"a\":\"\\ud800\"}",
                "{\"message\":\"foo\",\"a\":-0.5e+300000}"
            })
    void otherMembersAreIgnored(String json) {
        assertThat(textOf(json)).isEqualTo("foo");
    }

    @Test
    void anIgnoredMemberMayHaveAValueOrANameOfAnyLength() {
        assertThat(textOf("{\"message\":\"foo\",\"a\":" + "1".repeat(2_000) + "}"))
                .isEqualTo("foo");
        assertThat(textOf("{\"message\":\"foo\",\"a\":1." + "1".repeat(2_000) + "}"))
                .isEqualTo("foo");
        assertThat(textOf("{\"message\":\"foo\",\"" + "a".repeat(60_000) + "\":1}"))
                .isEqualTo("foo");
    }

    /** "AB" and "B!" hash alike in Jackson's symbol table, and so do all sequences of them. */
    @Test
    void namesThatCollideInAHashTableAreIgnoredAsAnyOther() {
        StringBuilder json = new StringBuilder("{\"message\":\"foo\"");
        IntStream.range(0, 1 << 10)
                .mapToObj(JsonPostingTest::collidingName)
                .forEach(name -> json.append(",\"").append(name).append("\":1"));
        assertThat(textOf(json.append('}').toString())).isEqualTo("foo");
    }

    // One JSON object

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "true",
                "1",
                "\"foo\"",
                "[]",
                "[{\"message\":\"foo\"}]",
                "foo",
                "message=foo",
                "{",
                "{\"message\"",
                "{\"message\":",
                "{\"message\":\"foo",
                "{\"message\":\"foo\"",
                "{\"message\":\"foo\",",
                "{\"message\":\"foo\",}",
                "{,\"message\":\"foo\"}",
                "{\"message\":\"foo\" \"a\":1}",
                "{'message':'foo'}",
                "{message:\"foo\"}",
                "{\"message\":\"foo\"/*a*/}",
                "{\"message\":\"foo\"}//a",
                "{\"message\":\"foo\",\"a\":NaN}",
                "{\"message\":\"foo\",\"a\":01}",
                "{\"message\":\"foo\",\"a\":+1}",
                "{\"message\":\"foo\",\"a\":1.}",
                "{\"message\":\"foo\",\"a\":tru}",
                "{\"message\":\"foo\",\"a\":[1}",
                "{\"message\":\"foo\\x\"}",
                "{\"message\":\"\\u12\"}",
                "{\"message\":\"\\u12g4\"}",
                "{\"message\":\"a\nb\"}",
                "{\"message\":\"a\u0000b\"}",
                "{\"message\":\"a\tb\"}"
            })
    void whatIsNotAJsonObjectIsRefused(String json) {
        assertInvalid(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "}", "]", ",", "1", "null", "{}", " {\"message\":\"bar\"}", "\u0000", "\u00a0", "\""})
    void whatFollowsTheObjectIsRefused(String rest) {
        assertInvalid("{\"message\":\"foo\"}" + rest);
    }

    @Test
    void whiteSpaceAroundTheObjectIsNothing() {
        assertThat(textOf(" \t\r\n{\"message\":\"foo\"} \t\r\n")).isEqualTo("foo");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message\":\"foo\",\"message\":\"foo\"}",
                "{\"message\":\"foo\",\"message\":\"bar\"}",
                "{\"message\":\"foo\",\"mess\\u0061ge\":\"bar\"}",
                "{\"message\":\"foo\",\"expiresIn\":\"PT1H\",\"expiresIn\":\"PT1H\"}",
                "{\"message\":\"foo\",\"a\":1,\"a\":1}",
                "{\"a\":1,\"a\":1,\"message\":\"foo\"}",
                "{\"message\":\"foo\",\"\":1,\"\":1}",
                "{\"message\":\"foo\",\"a\":{\"b\":1,\"b\":1}}",
                "{\"message\":\"foo\",\"a\":[[{\"b\":1,\"c\":{},\"b\":1}]]}"
            })
    void aDuplicateNameIsRefusedWhereverItIs(String json) {
        assertInvalid(json);
    }

    @Test
    void theSameNameInDifferentObjectsIsNoDuplicate() {
        assertThat(textOf("{\"message\":\"foo\",\"a\":{\"a\":1,\"message\":1},\"b\":[{\"a\":1},{\"a\":1}]}"))
                .isEqualTo("foo");
    }

    // Nesting

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void sixtyFourLevelsAreRead(String opening) {
        assertThat(textOf(nested(opening, 64))).isEqualTo("foo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void sixtyFiveLevelsAreRefused(String opening) {
        assertInvalid(nested(opening, 65));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void tenThousandLevelsAreRefusedLikeSixtyFive(String opening) {
        assertInvalid(nested(opening, 10_000));
        assertInvalid("{\"a\":" + opening.repeat(10_000));
        assertInvalid(opening.repeat(10_000));
    }

    // UTF-8

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "c3",
                "e282",
                "f09f98",
                "c080",
                "c0af",
                "e080af",
                "f08080af",
                "eda080",
                "edb880",
                "eda0bdedb880",
                "f4908080",
                "f888808080",
                "ff",
                "fe",
                "e9"
            })
    void wrongUtf8IsRefusedWhereverItIs(String hex) {
        String wrong = new String(HexFormat.of().parseHex(hex), ISO_8859_1);
        for (String json : List.of(
                "{\"message\":\"" + wrong + "\"}",
                "{\"message\":\"foo\",\"" + wrong + "\":1}",
                "{\"message\":\"foo\",\"a\":\"" + wrong + "\"}",
                "{\"message\":\"foo\"}" + wrong)) {
            assertInvalid(json.getBytes(ISO_8859_1));
        }
    }

    @ParameterizedTest
    @MethodSource("otherCharsets")
    void anotherEncodingOfUnicodeIsRefused(Charset charset) {
        assertInvalid("{\"message\":\"foo\"}".getBytes(charset));
    }

    static Stream<Charset> otherCharsets() {
        return Stream.of(UTF_16, UTF_16LE, UTF_16BE, Charset.forName("UTF-32"), Charset.forName("UTF-32LE"));
    }

    /** RFC 8259, section 8.1: it must not be sent; a body that starts with one is not a JSON object. */
    @Test
    void aByteOrderMarkIsRefused() {
        assertInvalid("\ufeff{\"message\":\"foo\"}");
    }

    // Size

    @ParameterizedTest
    @CsvSource({"aaaaaaaa", "\u00e9\u00e9\u00e9\u00e9", "\u20ac\u20acab", "\ud83d\ude00\ud83d\ude00"})
    void theBoundCountsTheBytesOfTheMessage(String eightBytes) {
        assertThat(textOf("{\"message\":\"" + eightBytes + "\"}", 8)).isEqualTo(eightBytes);
        assertTooLarge("{\"message\":\"" + eightBytes + "\"}", 7);
        assertTooLarge("{\"message\":\"" + eightBytes + "a\"}", 8);
    }

    @Test
    void anEscapeCountsAsTheBytesThatItStandsFor() {
        assertThat(textOf("{\"message\":\"\\u0061\\u0061\"}", 2)).isEqualTo("aa");
        assertTooLarge("{\"message\":\"\\ud83d\\ude00\"}", 3);
    }

    @Test
    void theRestOfTheObjectDoesNotCount() {
        assertThat(textOf("{\"message\":\"foo\",\"a\":\"" + "b".repeat(100) + "\"}", 3))
                .isEqualTo("foo");
    }

    @Test
    void theLargestMessageOfAllIsRead() {
        int sixteenMebibytes = 16 << 20;
        String longest = "a".repeat(sixteenMebibytes);
        assertThat(parse(bytes("{\"message\":\"" + longest + "\"}"), sixteenMebibytes)
                        .message()
                        .body())
                .hasSize(sixteenMebibytes);
    }

    // Expiry

    @Test
    void withoutExpiresInItIsForEver() {
        assertThat(parse("{\"message\":\"foo\"}").life()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PT1S, 1", "PT1H, 3600", "P1D, 86400", "P1DT1M, 86460", "PT90M, 5400", "P36525D, 3155760000"})
    void expiresInIsAnIso8601Duration(String expiresIn, long seconds) {
        assertThat(lifeOf("\"" + expiresIn + "\"")).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void expiresInMayComeBeforeTheMessage() {
        assertThat(parse("{\"expiresIn\":\"PT1H\",\"message\":\"foo\"}").life()).contains(Duration.ofHours(1));
    }

    @Test
    void aFractionOfASecondNeverShortensALife() {
        assertThat(lifeOf("\"PT1.5S\"")).isGreaterThanOrEqualTo(Duration.ofMillis(1500));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PT0S",
                "PT0.5S",
                "P0D",
                "-PT1H",
                "PT-1H",
                "P-1D",
                "P1M",
                "P1Y",
                "P1Y1D",
                "P",
                "PT",
                "",
                " PT1H",
                "PT1H ",
                "1h",
                "3600",
                "never",
                "P36525DT1S",
                "P36526D",
                "P1000000000000D",
                "PT99999999999999999999S",
                "PT9223372036854775807S",
                "2030-01-01T00:00:00Z",
                "PT\\u0661H"
            })
    void anExpiresInThatIsNoDurationFromASecondToACenturyIsRefused(String expiresIn) {
        assertFault("{\"message\":\"foo\",\"expiresIn\":\"" + expiresIn + "\"}", "/expiresIn");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3600", "1.5", "true", "{}", "[\"PT1H\"]"})
    void anExpiresInThatIsNotAStringIsRefused(String value) {
        assertFault("{\"message\":\"foo\",\"expiresIn\":" + value + "}", "/expiresIn");
    }

    // Problems

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret",
                "{secret",
                "{\"secret\"",
                "{\"secret\":secret}",
                "{\"secret\":1,\"secret\":2}",
                "{\"message\":\"secret\"}secret",
                "{\"message\":\"secret\\x\"}",
                "{\"message\":[\"secret\"]}",
                "{\"message\":\"secret\\ud800\"}",
                "{\"message\":\"secret, and too long\"}",
                "{\"message\":\"\",\"expiresIn\":\"secret\"}",
                "{\"message\":\"\",\"expiresIn\":{\"secret\":1}}",
                "{\"a\":\"secret"
            })
    void aProblemNeverQuotesTheBody(String json) {
        Problem problem = refusal(bytes(json), 10).problem();
        assertThat(new String(problem.toJson("id"), UTF_8)).doesNotContain("secret");
        assertThat(problem.status()).isBetween(400, 499);
    }

    @Test
    void aSyntaxErrorIsPlaced() {
        assertThat(refusal(bytes("{\"message\":\n \"foo\",}"), PLENTY).problem().detail())
                .contains("line 2, column 8");
    }

    private static Posting parse(String json) {
        return parse(bytes(json), PLENTY);
    }

    private static Posting parse(byte[] body, int mostBytes) {
        return JsonPosting.parse(body, mostBytes);
    }

    private static String textOf(String json) {
        return textOf(json, PLENTY);
    }

    private static String textOf(String json, int mostBytes) {
        return new String(parse(bytes(json), mostBytes).message().body(), UTF_8);
    }

    private static Duration lifeOf(String expiresIn) {
        return parse("{\"message\":\"foo\",\"expiresIn\":" + expiresIn + "}")
                .life()
                .orElseThrow();
    }

    /** An object of the given number of levels, with the message beside the nested. */
    private static String nested(String opening, int levels) {
        String closing = opening.equals("[") ? "]" : "}";
        int inner = levels - 2;
        String core = opening.equals("[") ? "[]" : "{}";
        return "{\"a\":" + opening.repeat(inner) + core + closing.repeat(inner) + ",\"message\":\"foo\"}";
    }

    private static String collidingName(int number) {
        return IntStream.range(0, 10)
                .mapToObj(bit -> (number >> bit & 1) == 0 ? "AB" : "B!")
                .reduce("", String::concat);
    }

    private static void assertInvalid(String json) {
        assertInvalid(bytes(json));
    }

    private static void assertInvalid(byte[] body) {
        assertRefused(body, PLENTY, 400, "/problems/invalid-json");
    }

    private static void assertTooLarge(String json, int mostBytes) {
        assertRefused(bytes(json), mostBytes, 413, "/problems/message-too-large");
    }

    private static void assertFault(String json, String pointer) {
        Problem problem = assertRefused(bytes(json), PLENTY, 400, "/problems/invalid-message");
        assertThat(problem.errors())
                .singleElement()
                .extracting(Problem.Fault::pointer)
                .isEqualTo("#" + pointer);
    }

    private static Problem assertRefused(byte[] body, int mostBytes, int status, String type) {
        Problem problem = refusal(body, mostBytes).problem();
        assertThat(problem.type()).isEqualTo(type);
        assertThat(problem.status()).isEqualTo(status);
        return problem;
    }

    private static ProblemException refusal(byte[] body, int mostBytes) {
        return assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> parse(body, mostBytes))
                .actual();
    }

    private static byte[] bytes(String json) {
        return json.getBytes(UTF_8);
    }
}
