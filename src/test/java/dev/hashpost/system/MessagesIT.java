package dev.hashpost.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hashpost.system.Client.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 3 of the contract, for JSON: what is posted comes back under its digest. */
class MessagesIT {
    private static final int MOST_BYTES = 1 << 20;
    private static final String UNKNOWN = "a".repeat(64);

    private final Client hashpost = Service.shared().client();

    @Test
    void anUnknownDigestIs404AndNotCached() {
        Answer answer = hashpost.getMessage(UNKNOWN, "X-Request-Id", "my-id.1");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.body())
                .isEqualTo("{\"type\":\"/problems/message-not-found\",\"title\":\"Message not found\",\"status\":404,"
                        + "\"detail\":\"No message has the digest " + UNKNOWN + ".\",\"instance\":\"my-id.1\","
                        + "\"error\":\"Message not found.\",\"err_msg\":\"Message not found\"}");
    }

    @Test
    void whatIsPostedComesBackUnderItsDigestEveryTime() {
        for (int time = 0; time < 2; time++) {
            assertPosted(hashpost.postMessage("foo"), Digests.FOO);
            assertThat(hashpost.getMessage(Digests.FOO).body()).isEqualTo("{\"message\":\"foo\"}");
            assertPosted(hashpost.postMessage("bar"), Digests.BAR);
            assertThat(hashpost.getMessage(Digests.BAR).body()).isEqualTo("{\"message\":\"bar\"}");
        }
        assertThat(hashpost.getMessage(Digests.FOO).body()).isEqualTo("{\"message\":\"foo\"}");
    }

    @Test
    void theEmptyStringIsAMessage() {
        assertPosted(hashpost.postMessage(""), Digests.EMPTY);
        assertThat(hashpost.getMessage(Digests.EMPTY).body()).isEqualTo("{\"message\":\"\"}");
    }

    @Test
    void aNulIsKept() {
        assertPosted(hashpost.postMessage("a\\u0000b"), Digests.of("a\0b"));
        assertThat(hashpost.getMessage(Digests.of("a\0b")).body()).isEqualTo("{\"message\":\"a\\u0000b\"}");
    }

    @Test
    void anEmojiIsTheSameWrittenOutOrEscaped() {
        assertPosted(hashpost.postMessage("😀"), Digests.of("😀"));
        assertPosted(hashpost.postMessage("\\ud83d\\ude00"), Digests.of("😀"));
        assertThat(hashpost.getMessage(Digests.of("😀")).body()).isEqualTo("{\"message\":\"😀\"}");
    }

    @Test
    void nothingIsTrimmedOrNormalised() {
        for (String text : List.of(" foo ", "foo\u00a0", "e\u0301", "\u00e9", "\ufeff")) {
            assertPosted(hashpost.postMessage(text), Digests.of(text));
            assertThat(hashpost.getMessage(Digests.of(text)).body()).isEqualTo("{\"message\":\"" + text + "\"}");
        }
    }

    @Test
    void aMebibyteIsKept() {
        String text = "x".repeat(MOST_BYTES);
        assertPosted(hashpost.postMessage(text), Digests.of(text));
        assertThat(hashpost.getMessage(Digests.of(text)).body()).isEqualTo("{\"message\":\"" + text + "\"}");
    }

    @Test
    void aMebibyteWrittenInEscapesIsKept() {
        String text = "y".repeat(MOST_BYTES);
        assertPosted(hashpost.postMessage("\\u0079".repeat(MOST_BYTES)), Digests.of(text));
    }

    @Test
    void aByteMoreThanAMebibyteIs413() {
        String text = "x".repeat(MOST_BYTES + 1);
        assertProblem(hashpost.postMessage(text), 413, "/problems/message-too-large");
        assertThat(hashpost.getMessage(Digests.of(text)).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message\":5}",
                "{\"message\":null}",
                "{\"message\":[\"foo\"]}",
                "{\"message\":{\"message\":\"foo\"}}",
                "{\"Message\":\"foo\"}",
                "{}",
                "[]",
                "null",
                "\"foo\"",
                "",
                " ",
                "{\"message\":\"nothing stored\"",
                "{\"message\":\"nothing stored\"} x",
                "{\"message\":\"nothing stored\"}{}",
                "{\"message\":\"nothing stored\",}",
                "{'message':'nothing stored'}",
                "{\"message\":\"nothing stored\",\"message\":\"nothing stored\"}",
                "{\"message\":\"nothing stored\",\"a\":1,\"a\":2}",
                "{\"message\":\"nothing stored\",\"expiresIn\":\"soon\"}",
                "{\"message\":\"\\ud83d\"}",
                "{\"message\":\"\\ude00\\ud83d\"}",
                "{\"message\":\"a\tb\"}"
            })
    void whatIsNotOneJsonObjectWithAStringMessageIs400AndStoresNothing(String json) {
        Answer answer = hashpost.postJson(json);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("\"status\":400", "\"err_msg\":").doesNotContain("nothing stored");
        assertThat(hashpost.getMessage(Digests.of("nothing stored")).status()).isEqualTo(404);
    }

    @Test
    void aWrongMemberIsPointedAt() {
        assertThat(hashpost.postJson("{\"message\":5}").body())
                .contains(
                        "\"errors\":[{\"detail\":\"The member message must be a string.\",\"pointer\":\"#/message\"}]");
    }

    @Test
    void wrongUtf8Is400() {
        byte[] body = "{\"message\":\"?\"}".getBytes(StandardCharsets.UTF_8);
        body[12] = (byte) 0xFF;
        assertProblem(hashpost.post("application/json", body), 400, "/problems/invalid-json");
    }

    @Test
    void anObjectTenThousandDeepIs400() {
        String json = "{\"message\":\"foo\",\"deep\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";
        assertProblem(hashpost.postJson(json), 400, "/problems/invalid-json");
    }

    @Test
    void unknownMembersArePassedOver() {
        assertPosted(hashpost.postJson("{\"a\":[1,{\"b\":null}],\"message\":\"foo\",\"z\":true}"), Digests.FOO);
    }

    @Test
    void aParameterOfTheContentTypeIsAccepted() {
        byte[] body = "{\"message\":\"foo\"}".getBytes(StandardCharsets.UTF_8);
        assertPosted(hashpost.post("application/json; charset=utf-8", body), Digests.FOO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/x-www-form-urlencoded", "application/vnd.api+json"})
    void anotherContentTypeIs415(String type) {
        assertProblem(
                hashpost.post(type, "{\"message\":\"foo\"}".getBytes(StandardCharsets.UTF_8)),
                415,
                "/problems/unsupported-media-type");
    }

    @Test
    void aBodyUnderAContentCodingIs415() {
        Answer answer = hashpost.postJson("{\"message\":\"foo\"}", "Content-Encoding", "gzip");
        assertProblem(answer, 415, "/problems/unsupported-media-type");
        assertThat(answer.header("Accept-Encoding")).isEqualTo("identity");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2C26B46B68FFC68FF99B453C1D30413413422D706483BFA0F98A5E886266E7AE",
                "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7a",
                "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7aee",
                "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae/",
                "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae%20",
                "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae;a=b",
                "",
                "foo",
                "%00",
                "%zz",
                "..%2f",
                "'%20or%201=1"
            })
    void anythingElseThanADigestIs404(String segment) {
        hashpost.postMessage("foo");
        String answer =
                hashpost.raw("GET /messages/" + segment + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 404 ").contains("\"status\":404,", "\"err_msg\":");
    }

    @Test
    void aContentDigestThatDoesNotMatchIs400AndStoresNothing() {
        String other = "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:";
        for (String field : List.of("Content-Digest", "Repr-Digest")) {
            assertProblem(
                    hashpost.postJson("{\"message\":\"never stored\"}", field, other),
                    400,
                    "https://iana.org/assignments/http-problem-types#digest-mismatched-values");
        }
        assertThat(hashpost.getMessage(Digests.of("never stored")).status()).isEqualTo(404);
    }

    @Test
    void aContentDigestThatMatchesIsAccepted() {
        // printf '{"message":"foo"}' | openssl dgst -sha256 -binary | base64
        String right = "sha-256=:y9etgCKrULexPE0QJ6hIrBTRpLuMZW8dCi1iI/vjh+A=:";
        assertPosted(hashpost.postJson("{\"message\":\"foo\"}", "Content-Digest", right), Digests.FOO);
    }

    @Test
    void twoHundredPostsOfOneMessageAtOnceAreAllAnswered() throws Exception {
        String text = "posted by two hundred";
        ExecutorService clients = Executors.newFixedThreadPool(200);
        CountDownLatch start = new CountDownLatch(200);
        try {
            List<Future<Answer>> answers = IntStream.range(0, 200)
                    .mapToObj(i -> clients.submit(() -> {
                        start.countDown();
                        start.await();
                        return hashpost.postMessage(text);
                    }))
                    .toList();
            for (Future<Answer> answer : answers) {
                assertPosted(answer.get(), Digests.of(text));
            }
        } finally {
            clients.shutdownNow();
        }
    }

    private static void assertPosted(Answer answer, String digest) {
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body()).isEqualTo("{\"digest\":\"" + digest + "\"}");
        assertThat(answer.header("Location")).isEqualTo("/messages/" + digest);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    }

    private static void assertProblem(Answer answer, int status, String type) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.body()).contains("\"type\":\"" + type + "\"", "\"status\":" + status + ",");
    }
}
