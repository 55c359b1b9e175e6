package dev.hashpost.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hashpost.system.Client.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 6 of the contract: conditional and cached reads, codings, negotiation. */
class ReadsIT {
    private static final String LONG = "worth a coding ".repeat(1000);

    private final Client hashpost = Service.shared().client();

    @BeforeEach
    void post() {
        hashpost.postMessage("foo");
        hashpost.postMessage(LONG);
    }

    @Test
    void aReadMayBeCachedForAYear() {
        Answer answer = hashpost.getMessage(Digests.FOO);
        assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(answer.header("Vary")).isEqualTo("Accept, Accept-Encoding");
        assertThat(answer.header("ETag")).matches("\"[!#-~]+\"");
    }

    @Test
    void aMessageThatExpiresIsCachedNoLongerThanItLives() {
        hashpost.postJson("{\"message\":\"for an hour\",\"expiresIn\":\"PT1H\"}");
        String cacheControl = hashpost.getMessage(Digests.of("for an hour")).header("Cache-Control");
        assertThat(cacheControl).matches("public, max-age=3(59\\d|600), immutable");
    }

    @Test
    void anExpiredMessageIs404AndMayBePostedAgain() {
        String digest = Digests.of("for some seconds");
        hashpost.postJson("{\"message\":\"for some seconds\",\"expiresIn\":\"PT5S\"}");
        assertThat(hashpost.getMessage(digest).status()).isEqualTo(200);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> hashpost.getMessage(digest).status() == 404);
        hashpost.postMessage("for some seconds");
        assertThat(hashpost.getMessage(digest).status()).isEqualTo(200);
    }

    @Test
    void aLaterPostingOnlyLengthensALife() {
        String digest = Digests.of("kept for ever");
        hashpost.postMessage("kept for ever");
        hashpost.postJson("{\"message\":\"kept for ever\",\"expiresIn\":\"PT1S\"}");
        assertThat(hashpost.getMessage(digest).header("Cache-Control")).contains("max-age=31536000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "W/%s", "\"other\", %s", "\"a,b\" , W/%s,\"c\"", "*", " * "})
    void aClientThatHoldsTheRepresentationGets304(String form) {
        String etag = hashpost.getMessage(Digests.FOO).header("ETag");
        Answer answer = hashpost.getMessage(Digests.FOO, "If-None-Match", form.replace("%s", etag));
        assertThat(answer.status()).isEqualTo(304);
        assertThat(answer.bytes()).isEmpty();
        assertThat(answer.header("ETag")).isEqualTo(etag);
        assertThat(answer.header("Cache-Control")).contains("immutable");
        assertThat(answer.header("Vary")).isEqualTo("Accept, Accept-Encoding");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"other\"", "", "nonsense", "\"\"", "W/\"other\", \"another\""})
    void aClientThatHoldsAnotherGetsItWhole(String form) {
        assertThat(hashpost.getMessage(Digests.FOO, "If-None-Match", form).status())
                .isEqualTo(200);
    }

    @Test
    void anUnknownDigestIs404WhateverTheClientHolds() {
        assertThat(hashpost.getMessage("a".repeat(64), "If-None-Match", "*").status())
                .isEqualTo(404);
    }

    @Test
    void gzipIsSentWhereItIsWantedAndWorthIt() throws IOException {
        String digest = Digests.of(LONG);
        Answer plain = hashpost.getMessage(digest);
        Answer coded = hashpost.getMessage(digest, "Accept-Encoding", "br, gzip;q=0.8");

        assertThat(coded.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(coded.bytes())).readAllBytes())
                .isEqualTo(plain.bytes());
        assertThat(coded.bytes().length).isLessThan(plain.bytes().length / 2);
        assertThat(coded.header("ETag")).isNotEqualTo(plain.header("ETag"));
        assertThat(coded.header("Vary")).isEqualTo("Accept, Accept-Encoding");
        assertThat(hashpost.getMessage(digest, "Accept-Encoding", "gzip", "If-None-Match", coded.header("ETag"))
                        .status())
                .isEqualTo(304);
        assertThat(hashpost.getMessage(digest, "If-None-Match", coded.header("ETag"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void gzipIsNotSentWhereItIsNotWantedOrNotWorthIt() {
        assertThat(hashpost.getMessage(Digests.of(LONG), "Accept-Encoding", "gzip;q=0")
                        .header("Content-Encoding"))
                .isEmpty();
        assertThat(hashpost.getMessage(Digests.FOO, "Accept-Encoding", "gzip").header("Content-Encoding"))
                .isEmpty();
    }

    @Test
    void headIsGetWithoutTheBody() {
        Answer get = hashpost.getMessage(Digests.of(LONG));
        Answer head = hashpost.request("HEAD", "/messages/" + Digests.of(LONG));
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.bytes()).isEmpty();
        for (String field : new String[] {"Content-Length", "Content-Type", "ETag", "Repr-Digest", "Cache-Control"}) {
            assertThat(head.header(field)).as(field).isNotEmpty().isEqualTo(get.header(field));
        }
        Answer unknown = hashpost.request("HEAD", "/messages/" + "a".repeat(64));
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.bytes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "*/*", "application/*", "text/html, application/json;q=0.1"})
    void jsonIsServedToThoseWhoTakeIt(String accept) {
        Answer answer = hashpost.getMessage(Digests.FOO, "Accept", accept);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "image/png", "application/json;q=0"})
    void whoTakesNothingThatIsServedGets406(String accept) {
        Answer answer = hashpost.getMessage(Digests.FOO, "Accept", accept);
        assertThat(answer.status()).isEqualTo(406);
        assertThat(answer.body()).contains("\"type\":\"/problems/not-acceptable\"");
    }

    @Test
    void anUnknownDigestIs404WhateverTheClientTakes() {
        assertThat(hashpost.getMessage("a".repeat(64), "Accept", "text/html").status())
                .isEqualTo(404);
        assertThat(hashpost.getMessage("x", "Accept", "text/html").status()).isEqualTo(404);
    }

    /** Answers are written in portions, and one that looks like an answer of its own must not be taken for one. */
    @Test
    void aMessageMayLookLikeHttp() {
        String text = "HTTP/1.1 500 ".repeat(50_000);
        hashpost.postMessage(text);
        assertThat(hashpost.getMessage(Digests.of(text)).body()).isEqualTo("{\"message\":\"" + text + "\"}");
    }

    @Test
    void reprDigestIsThatOfWhatIsSent() throws Exception {
        for (String coding : new String[] {"identity", "gzip"}) {
            Answer answer = hashpost.getMessage(Digests.of(LONG), "Accept-Encoding", coding);
            byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(answer.bytes());
            assertThat(answer.header("Repr-Digest"))
                    .isEqualTo("sha-256=:" + Base64.getEncoder().encodeToString(sha256) + ":");
        }
    }

    @Test
    void aMessageThatIsNoTextHasNoJson() throws Exception {
        byte[] body = {(byte) 0xFF, 0};
        try (var connection = Service.shared().postgres().superuserConnection();
                var insert = connection.prepareStatement(
                        "insert into message (digest, body) values (sha256(?), ?) returning encode(digest, 'hex')")) {
            insert.setBytes(1, body);
            insert.setBytes(2, body);
            var row = insert.executeQuery();
            assertThat(row.next()).isTrue();
            assertThat(hashpost.getMessage(row.getString(1)).status()).isEqualTo(406);
        }
        assertThat(new String(body, StandardCharsets.UTF_8)).contains("\ufffd");
    }
}
