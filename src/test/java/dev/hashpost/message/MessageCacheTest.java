package dev.hashpost.message;

import static dev.hashpost.settings.SettingsTest.settingsOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hashpost.settings.BadSettingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCacheTest {
    private static final Message FOO = Message.of("foo".getBytes(UTF_8));

    private final MessageCache cache = new MessageCache(1 << 20);

    @Test
    void whatIsPutIsThere() {
        assertThat(cache.get(FOO.digest())).isEmpty();
        CachedMessage kept = cache.put(forEver(FOO));
        assertThat(cache.get(FOO.digest())).containsSame(kept);
    }

    @Test
    void whatHasEndedIsNotServed() {
        cache.put(CachedMessage.of(FOO, Optional.of(Duration.ZERO)));
        assertThat(cache.get(FOO.digest())).isEmpty();
    }

    @Test
    void theLongestLifeThatIsKnownIsKept() {
        cache.put(CachedMessage.of(FOO, Optional.of(Duration.ofHours(1))));
        cache.put(forEver(FOO));
        CachedMessage kept = cache.put(CachedMessage.of(FOO, Optional.of(Duration.ofHours(2))));
        assertThat(kept.cacheControl()).contains("max-age=31536000");
        assertThat(cache.get(FOO.digest())).containsSame(kept);
    }

    @Test
    void whatIsPostedIsThere() {
        CachedMessage kept = cache.putPosted(forEver(FOO));
        assertThat(cache.get(FOO.digest())).containsSame(kept);
        assertThat(cache.get(FOO.digest())).as("asked for again").containsSame(kept);
        assertThat(cache.entries()).isEqualTo(1);
        assertThat(cache.bytes()).isEqualTo(kept.weight());
    }

    @Test
    void theLongestLifeThatIsKnownOfAPostedOneIsKept() {
        CachedMessage anHour = CachedMessage.of(FOO, Optional.of(Duration.ofHours(1)));
        cache.putPosted(anHour);
        CachedMessage kept = cache.putPosted(forEver(FOO));
        assertThat(cache.putPosted(anHour)).isSameAs(kept);
        assertThat(cache.get(FOO.digest())).containsSame(kept);
        assertThat(cache.putPosted(anHour)).as("after it was asked for").isSameAs(kept);
        assertThat(cache.get(FOO.digest())).containsSame(kept);
    }

    @Test
    void aPostThatLengthensALifeIsSeenByWhoAsksForItOften() {
        cache.put(CachedMessage.of(FOO, Optional.of(Duration.ofHours(1))));
        CachedMessage kept = cache.putPosted(forEver(FOO));
        assertThat(cache.get(FOO.digest())).containsSame(kept);
    }

    @Test
    void whatIsPostedAndNeverAskedForDisplacesNothingThatIs() {
        List<Message> wanted = messages("wanted", 200);
        wanted.forEach(message -> cache.put(forEver(message)));
        List<Message> posted = messages("posted", 10_000);
        posted.forEach(message -> cache.putPosted(forEver(message)));
        assertThat(wanted).allMatch(message -> cache.get(message.digest()).isPresent());
    }

    @Test
    void ofWhatIsPostedAndNotAskedForTheLastStays() {
        List<Message> posted = messages("posted", 1_000);
        posted.forEach(message -> cache.putPosted(forEver(message)));
        long there = cache.entries();
        assertThat(there).isBetween(10L, 100L);
        assertThat(cache.evictions()).as("of what was asked for").isZero();
        List<Message> left = posted.stream()
                .filter(message -> cache.get(message.digest()).isPresent())
                .toList();
        assertThat(left).isEqualTo(posted.subList((int) (1_000 - there), 1_000));
    }

    @Test
    void whatIsPostedAndAskedForStaysThoughMuchIsPostedLater() {
        cache.putPosted(forEver(FOO));
        cache.get(FOO.digest());
        messages("posted", 1_000).forEach(message -> cache.putPosted(forEver(message)));
        assertThat(cache.get(FOO.digest())).isPresent();
    }

    @Test
    void aPostedOneTooLargeToWaitIsKeptAllTheSame() {
        Message large = Message.of("x".repeat(100_000).getBytes(UTF_8));
        cache.putPosted(forEver(large));
        assertThat(cache.get(large.digest())).isPresent();
    }

    @Test
    void itsBytesAreThoseOfWhatIsThereHoweverManyPostAndAsk() throws Exception {
        List<Message> few = messages("few", 200);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(threads.submit(() -> {
                    for (int n = 0; n < 20_000; n++) {
                        Message message = few.get(ThreadLocalRandom.current().nextInt(few.size()));
                        if (n % 2 == 0) {
                            cache.putPosted(forEver(message));
                        } else {
                            cache.get(message.digest());
                        }
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
        messages("last", 1_000).forEach(message -> cache.putPosted(forEver(message)));
        long taken = Stream.concat(few.stream(), messages("last", 1_000).stream())
                .flatMap(message -> cache.get(message.digest()).stream())
                .mapToLong(CachedMessage::weight)
                .sum();
        assertThat(cache.bytes()).isEqualTo(taken);
    }

    @Test
    void itStaysWithinItsBytes() {
        long most = 100_000;
        MessageCache small = new MessageCache(most);
        List<Digest> digests = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Message message = Message.of(("message " + i).repeat(1 + i % 300).getBytes(UTF_8));
            CachedMessage unused = i % 2 == 0 ? small.put(forEver(message)) : small.putPosted(forEver(message));
            digests.add(message.digest());
        }
        long taken = digests.stream()
                .flatMap(digest -> small.get(digest).stream())
                .mapToLong(CachedMessage::weight)
                .sum();
        assertThat(taken).isBetween(1L, most);
    }

    @Test
    void whatDoesNotFitIsNotKeptButGivenBack() {
        MessageCache small = new MessageCache(100_000);
        Message large = Message.of(new byte[100_000]);
        assertThat(small.put(forEver(large)).message()).isSameAs(large);
        assertThat(small.get(large.digest())).isEmpty();
    }

    @Test
    void withoutBytesItKeepsNothing() {
        MessageCache off = new MessageCache(settingsOf(Map.of("hashpost.cache.mib", "0")));
        assertThat(off.put(forEver(FOO)).message()).isSameAs(FOO);
        assertThat(off.putPosted(forEver(FOO)).message()).isSameAs(FOO);
        assertThat(off.get(FOO.digest())).isEmpty();
    }

    @Test
    void byDefaultItKeeps() {
        MessageCache byDefault = new MessageCache(settingsOf(Map.of()));
        byDefault.put(forEver(FOO));
        assertThat(byDefault.get(FOO.digest())).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1000000", "much"})
    void aBoundThatIsNoneOrMoreThanHalfTheHeapIsRefused(String value) {
        assertThatThrownBy(() -> new MessageCache(settingsOf(Map.of("hashpost.cache.mib", value))))
                .isInstanceOf(BadSettingException.class)
                .hasMessageStartingWith("HASHPOST_CACHE_MIB=" + value + " is not a whole number from 0 to ");
    }

    private static List<Message> messages(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Message.of((name + " " + i).getBytes(UTF_8)))
                .toList();
    }

    private static CachedMessage forEver(Message message) {
        return CachedMessage.of(message, Optional.empty());
    }
}
