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
    void itStaysWithinItsBytes() {
        long most = 100_000;
        MessageCache small = new MessageCache(most);
        List<Digest> digests = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Message message = Message.of(("message " + i).repeat(1 + i % 300).getBytes(UTF_8));
            small.put(forEver(message));
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

    private static CachedMessage forEver(Message message) {
        return CachedMessage.of(message, Optional.empty());
    }
}
