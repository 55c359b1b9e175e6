package dev.hashpost.message;

import static dev.hashpost.message.MessageStore.Stored.HELD;
import static dev.hashpost.message.MessageStore.Stored.NEW;
import static dev.hashpost.message.MessageStore.Stored.RENEWED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hashpost.message.MessageStore.Found;
import dev.hashpost.message.MessageStore.Stored;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
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

    /** From now on, has the database refuse this message. */
    void refuse(Digest digest) throws Exception;

    /** Ends the life of what is held under the digest, behind the store's back. */
    void expire(Digest digest) throws Exception;

    @Test
    default void whatWasNotHeldIsNew() {
        Message message = message("new");
        assertThat(storeOne(forEver(message))).isEqualTo(NEW);
        assertHeld(message);
    }

    @Test
    default void storingAgainWritesNothing() throws Exception {
        Message message = message("again");
        storeOne(forEver(message));
        assertHeldAsItWas(forEver(message));
    }

    @Test
    default void storingAgainForAsLongWritesNothing() throws Exception {
        Message message = message("again for ever, once for a day");
        storeOne(forEver(message));
        assertHeldAsItWas(lasting(message, DAY));
        assertThat(assertHeld(message).life()).isEmpty();
    }

    @Test
    default void aLifeEndsWhenItsPostingSaid() {
        Message message = message("a day");
        assertThat(storeOne(lasting(message, DAY))).isEqualTo(NEW);
        assertLife(message, DAY);
    }

    @Test
    default void aShorterLifeChangesNothing() throws Exception {
        Message message = message("a day, then an hour");
        storeOne(lasting(message, DAY));
        assertHeldAsItWas(lasting(message, HOUR));
        assertLife(message, DAY);
    }

    @Test
    default void aLongerLifeLengthens() {
        Message message = message("an hour, then a day");
        storeOne(lasting(message, HOUR));
        assertThat(storeOne(lasting(message, DAY))).isEqualTo(RENEWED);
        assertLife(message, DAY);
    }

    @Test
    default void forEverIsLongerThanAnyLife() {
        Message message = message("a day, then for ever");
        storeOne(lasting(message, DAY));
        assertThat(storeOne(forEver(message))).isEqualTo(RENEWED);
        assertThat(assertHeld(message).life()).isEmpty();
    }

    @Test
    default void theUnknownIsNotFound() {
        assertThat(find(message("unknown").digest())).isEmpty();
    }

    @Test
    default void theExpiredIsNotFound() throws Exception {
        Message message = message("expired");
        storeOne(lasting(message, DAY));
        expire(message.digest());
        assertThat(find(message.digest())).isEmpty();
    }

    @Test
    default void theExpiredMayBeStoredAgain() throws Exception {
        Message message = message("expired and stored again");
        storeOne(lasting(message, DAY));
        expire(message.digest());
        assertThat(storeOne(lasting(message, HOUR))).isNotEqualTo(HELD);
        assertLife(message, HOUR);
    }

    @Test
    default void theDamagedIsNotServed() throws Exception {
        Message message = message("damaged");
        storeOne(forEver(message));
        damage(message.digest());
        assertThatThrownBy(() -> find(message.digest()).orElseThrow().verified())
                .isInstanceOf(DamagedMessageException.class);
    }

    @Test
    default void theDamagedIsMendedByStoringItAgain() throws Exception {
        Message message = message("damaged and mended");
        storeOne(lasting(message, DAY));
        damage(message.digest());
        assertThat(storeOne(lasting(message, HOUR))).isEqualTo(RENEWED);
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

    @Test
    default void manyAreStoredAtOnceAndEachIsToldApart() throws Exception {
        Message held = message("one of many, held");
        Message shorter = message("one of many, held for an hour");
        storeOne(forEver(held));
        storeOne(lasting(shorter, HOUR));
        List<Posting> many = new ArrayList<>(List.of(forEver(held), forEver(shorter)));
        for (int i = 0; i < 62; i++) {
            many.add(forEver(message("one of many, new, " + i)));
        }
        Collections.shuffle(many, new Random(64));

        List<Stored> stored = store().store(many);

        for (int i = 0; i < many.size(); i++) {
            Message message = many.get(i).message();
            assertThat(stored.get(i)).isEqualTo(message == held ? HELD : message == shorter ? RENEWED : NEW);
            assertHeld(message);
        }
    }

    @Test
    default void allAreStoredOrNone() throws Exception {
        Message refused = message("refused");
        Message neighbour = message("stored with one that is refused");
        refuse(refused.digest());
        assertThatThrownBy(() -> store().store(List.of(forEver(neighbour), forEver(refused))))
                .isInstanceOf(RuntimeException.class);
        assertThat(find(neighbour.digest())).isEmpty();
    }

    @Test
    default void manyAreFoundAtOnceAndADamagedOneHarmsNoOther() throws Exception {
        Message sound = message("sound, beside a damaged one");
        Message damaged = message("damaged, beside a sound one");
        Message large = Message.of(new byte[100_000]);
        Digest unknown = message("unknown, beside others").digest();
        store().store(List.of(forEver(sound), forEver(damaged), forEver(large)));
        damage(damaged.digest());

        Map<Digest, Found> found = store().find(List.of(unknown, damaged.digest(), large.digest(), sound.digest()));

        assertThat(found).containsOnlyKeys(sound.digest(), damaged.digest(), large.digest());
        assertThat(in(found, sound).verified().orElseThrow().message().body()).isEqualTo(sound.body());
        assertThat(in(found, large).verified().orElseThrow().message().body()).isEqualTo(large.body());
        assertThatThrownBy(() -> in(found, damaged).verified()).isInstanceOf(DamagedMessageException.class);
    }

    private void assertKept(byte[] bytes) {
        Message message = Message.of(bytes);
        assertThat(storeOne(forEver(message))).isEqualTo(NEW);
        assertHeld(message);
    }

    private void assertHeldAsItWas(Posting posting) throws Exception {
        Digest digest = posting.message().digest();
        String before = versionOf(digest);
        assertThat(storeOne(posting)).isEqualTo(HELD);
        assertThat(versionOf(digest)).isEqualTo(before);
    }

    private HeldMessage assertHeld(Message message) {
        HeldMessage held = find(message.digest()).orElseThrow().verified().orElseThrow();
        assertThat(held.message().digest()).isEqualTo(message.digest());
        assertThat(held.message().body()).isEqualTo(message.body());
        return held;
    }

    private void assertLife(Message message, Duration life) {
        assertThat(assertHeld(message).life())
                .hasValueSatisfying(left -> assertThat(left).isCloseTo(life, Duration.ofMinutes(10)));
    }

    private Stored storeOne(Posting posting) {
        return store().store(List.of(posting)).get(0);
    }

    private Optional<Found> find(Digest digest) {
        return Optional.ofNullable(store().find(List.of(digest)).get(digest));
    }

    private static Found in(Map<Digest, Found> found, Message message) {
        return Optional.ofNullable(found.get(message.digest())).orElseThrow();
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
