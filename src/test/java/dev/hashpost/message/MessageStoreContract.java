package dev.hashpost.message;

import static dev.hashpost.message.MessageStore.Stored.HELD;
import static dev.hashpost.message.MessageStore.Stored.NEW;
import static dev.hashpost.message.MessageStore.Stored.RENEWED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.temporal.ChronoUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The rules of every {@link MessageStore}: whoever tests one implements this. Each rule has a message of its own, so
 * that all may share one store.
 */
interface MessageStoreContract {
    int MOST_BYTES = 16 << 20;

    Duration HOUR = Duration.ofHours(1);
    Duration DAY = Duration.ofDays(1);

    MessageStore store();

    /** Something that differs after each write of what is held under the digest. */
    String versionOf(Digest digest) throws Exception;

    /** Puts other bytes under the digest, behind the store's back. */
    void damage(Digest digest) throws Exception;

    /** Ends the life of what is held under the digest, behind the store's back. */
    void expire(Digest digest) throws Exception;

    @Test
    default void whatWasNotHeldIsNew() {
        Message message = message("new");
        assertThat(store().store(forEver(message))).isEqualTo(NEW);
        assertHeld(message);
    }

    @Test
    default void storingAgainWritesNothing() throws Exception {
        Message message = message("again");
        store().store(forEver(message));
        assertHeldAsItWas(forEver(message));
    }

    @Test
    default void storingAgainForAsLongWritesNothing() throws Exception {
        Message message = message("again for ever, once for a day");
        store().store(forEver(message));
        assertHeldAsItWas(lasting(message, DAY));
        assertThat(assertHeld(message).expiresAt()).isEmpty();
    }

    @Test
    default void aLifeEndsWhenItsPostingSaid() {
        Message message = message("a day");
        assertThat(store().store(lasting(message, DAY))).isEqualTo(NEW);
        assertLife(message, DAY);
    }

    @Test
    default void aShorterLifeChangesNothing() throws Exception {
        Message message = message("a day, then an hour");
        store().store(lasting(message, DAY));
        assertHeldAsItWas(lasting(message, HOUR));
        assertLife(message, DAY);
    }

    @Test
    default void aLongerLifeLengthens() {
        Message message = message("an hour, then a day");
        store().store(lasting(message, HOUR));
        assertThat(store().store(lasting(message, DAY))).isEqualTo(RENEWED);
        assertLife(message, DAY);
    }

    @Test
    default void forEverIsLongerThanAnyLife() {
        Message message = message("a day, then for ever");
        store().store(lasting(message, DAY));
        assertThat(store().store(forEver(message))).isEqualTo(RENEWED);
        assertThat(assertHeld(message).expiresAt()).isEmpty();
    }

    @Test
    default void theUnknownIsNotFound() {
        assertThat(store().find(message("unknown").digest())).isEmpty();
    }

    @Test
    default void theExpiredIsNotFound() throws Exception {
        Message message = message("expired");
        store().store(lasting(message, DAY));
        expire(message.digest());
        assertThat(store().find(message.digest())).isEmpty();
    }

    @Test
    default void theExpiredMayBeStoredAgain() throws Exception {
        Message message = message("expired and stored again");
        store().store(lasting(message, DAY));
        expire(message.digest());
        assertThat(store().store(lasting(message, HOUR))).isNotEqualTo(HELD);
        assertLife(message, HOUR);
    }

    @Test
    default void theDamagedIsNotServed() throws Exception {
        Message message = message("damaged");
        store().store(forEver(message));
        damage(message.digest());
        assertThatThrownBy(() -> store().find(message.digest())).isInstanceOf(DamagedMessageException.class);
    }

    @Test
    default void theDamagedIsMendedByStoringItAgain() throws Exception {
        Message message = message("damaged and mended");
        store().store(lasting(message, DAY));
        damage(message.digest());
        assertThat(store().store(lasting(message, HOUR))).isEqualTo(RENEWED);
        assertLife(message, DAY);
        assertHeldAsItWas(lasting(message, HOUR));
    }

    @Test
    default void noBytesAreKept() {
        assertKept(new byte[0]);
    }

    @Test
    default void zeroBytesAreKept() {
        assertKept(new byte[] {0, 'a', 0, 0});
    }

    @Test
    default void bytesThatAreNotUtf8AreKept() {
        assertKept(new byte[] {(byte) 0xff, (byte) 0xc0, (byte) 0x80, (byte) 0xed, (byte) 0xa0, (byte) 0x80});
    }

    @Test
    default void theLargestMessageIsKept() {
        byte[] bytes = new byte[MOST_BYTES];
        new Random(MOST_BYTES).nextBytes(bytes);
        assertKept(bytes);
    }

    private void assertKept(byte[] bytes) {
        Message message = Message.of(bytes);
        assertThat(store().store(forEver(message))).isEqualTo(NEW);
        assertHeld(message);
    }

    private void assertHeldAsItWas(Posting posting) throws Exception {
        Digest digest = posting.message().digest();
        String before = versionOf(digest);
        assertThat(store().store(posting)).isEqualTo(HELD);
        assertThat(versionOf(digest)).isEqualTo(before);
    }

    private HeldMessage assertHeld(Message message) {
        HeldMessage held = store().find(message.digest()).orElseThrow();
        assertThat(held.message().digest()).isEqualTo(message.digest());
        assertThat(held.message().body()).isEqualTo(message.body());
        return held;
    }

    private void assertLife(Message message, Duration life) {
        Instant end = Instant.now().plus(life);
        assertThat(assertHeld(message).expiresAt())
                .hasValueSatisfying(expiresAt -> assertThat(expiresAt).isCloseTo(end, within(10, MINUTES)));
    }

    private static Message message(String text) {
        return Message.of(text.getBytes(UTF_8));
    }

    private static Posting forEver(Message message) {
        return new Posting(message, Optional.empty());
    }

    private static Posting lasting(Message message, Duration life) {
        return new Posting(message, Optional.of(life));
    }
}
