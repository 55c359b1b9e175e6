package dev.hashpost.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hashpost.http.WireAnswer;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CachedMessageTest {
    private static final Message FOO = Message.of("foo".getBytes(UTF_8));
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final String DENSE = "what gzip makes hardly smaller";
    private static final String A_YEAR = "public, max-age=31536000, immutable";

    @Test
    void aMessageForEverMayBeCachedForAYear() {
        assertThat(forEver().cacheControl()).isEqualTo(A_YEAR);
        assertThat(forEver().isLiving()).isTrue();
    }

    @Test
    void aLifeOfMoreThanAYearMayBeCachedForAYear() {
        assertThat(lasting(Duration.ofDays(800)).cacheControl()).isEqualTo(A_YEAR);
    }

    @Test
    void aLifeMayBeCachedUntilItsEnd() {
        assertThat(lasting(HOUR).cacheControl()).matches("public, max-age=3(5\\d\\d|600), immutable");
        assertThat(lasting(Duration.ofMillis(999)).cacheControl()).isEqualTo("public, max-age=0, immutable");
    }

    @Test
    void whatHasEndedMayNotBeCached() {
        CachedMessage ended = lasting(Duration.ofHours(-1));
        assertThat(ended.isLiving()).isFalse();
        assertThat(ended.cacheControl()).isEqualTo("public, max-age=0, immutable");
    }

    @Test
    void itFulfilsWhatWantsItForNoLonger() {
        long recently = Duration.ofDays(1).toNanos();
        assertThat(forEver().fulfils(posting(Optional.empty()), recently)).isTrue();
        assertThat(forEver().fulfils(posting(Optional.of(DAY)), recently)).isTrue();
        assertThat(lasting(DAY).fulfils(posting(Optional.of(HOUR)), recently)).isTrue();
        assertThat(lasting(HOUR).fulfils(posting(Optional.of(DAY)), recently)).isFalse();
        assertThat(lasting(DAY).fulfils(posting(Optional.empty()), recently)).isFalse();
    }

    @Test
    void whatTheDatabaseSaidLongAgoFulfilsNothing() {
        assertThat(forEver().fulfils(posting(Optional.empty()), 0)).isFalse();
    }

    @Test
    void theLongerOfTwoLivesOutlives() {
        assertThat(lasting(HOUR).outliving(forEver()).cacheControl()).isEqualTo(A_YEAR);
        assertThat(lasting(HOUR).outliving(lasting(DAY)).cacheControl()).matches("public, max-age=8\\d{4}, immutable");
        CachedMessage longer = forEver();
        assertThat(longer.outliving(lasting(DAY))).isSameAs(longer);
        CachedMessage older = lasting(HOUR);
        assertThat(lasting(HOUR.minusSeconds(10)).outliving(older)).isSameAs(older);
    }

    /** Else an answer that took a little longer than an earlier one would never confirm it. */
    @Test
    void ofTwoAnswersThatMeanTheSameEndTheLaterOneCounts() {
        CachedMessage earlier = lasting(HOUR);
        CachedMessage later = lasting(HOUR.minusMillis(500));
        assertThat(later.outliving(earlier)).isSameAs(later);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "foo", "\u0000\u0001", "\"\\\"", "é€😀", DENSE})
    void itsWeightCoversAllThatIsMadeOfIt(String text) {
        String all = text.equals(DENSE) ? dense() : text.repeat(1000);
        Message message = Message.of(all.getBytes(UTF_8));
        CachedMessage cached = CachedMessage.of(message, Optional.empty());
        JsonForms json = cached.json().orElseThrow();
        int made = message.body().length
                + json.plain().bytes().length
                + json.gzipped().map(form -> form.bytes().length).orElse(0)
                + json.wirePlain(cached.cacheControl()).headBytes()
                + (json.gzipped().isEmpty()
                        ? 0
                        : json.wireGzipped(cached.cacheControl())
                                .map(WireAnswer::headBytes)
                                .orElse(0))
                + cached.posted().headBytes()
                + JsonAnswer.ofDigest(message.digest()).length;
        assertThat(cached.weight()).isGreaterThanOrEqualTo(made);
    }

    @Test
    void whatIsMadeOfItIsMadeOnce() {
        CachedMessage cached = forEver();
        assertThat(cached.json().orElseThrow()).isSameAs(cached.json().orElseThrow());
        assertThat(cached.posted()).isSameAs(cached.posted());
    }

    @Test
    void whatIsNoTextHasNoJson() {
        CachedMessage noText = CachedMessage.of(Message.of(new byte[] {(byte) 0xFF, 0}), Optional.empty());
        assertThat(noText.json()).isEmpty();
        assertThat(noText.message().body()).hasSize(2);
    }

    private static String dense() {
        byte[] random = new byte[30_000];
        new Random(1).nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }

    private static CachedMessage forEver() {
        return CachedMessage.of(FOO, Optional.empty());
    }

    private static CachedMessage lasting(Duration life) {
        return CachedMessage.of(FOO, Optional.of(life));
    }

    private static Posting posting(Optional<Duration> life) {
        return new Posting(FOO, life);
    }
}
