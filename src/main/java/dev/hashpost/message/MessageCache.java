package dev.hashpost.message;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hashpost.settings.Configured;
import dev.hashpost.settings.Settings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * The messages that this node was last asked for or given, in its heap.
 *
 * <p>A digest's message never changes, so that there is nothing to keep in step with other nodes. The bound
 * ({@code HASHPOST_CACHE_MIB}) counts bytes, not entries; by default it is a quarter of the heap, and 0 turns it off.
 */
@Singleton
public class MessageCache implements Configured {
    private final Cache<Digest, CachedMessage> messages;
    private final long mostBytes;
    private final LongAdder evictions = new LongAdder();

    @Inject
    public MessageCache(Settings settings) {
        this(bound(settings, (int) (Runtime.getRuntime().maxMemory() >> 20)));
    }

    private static long bound(Settings settings, int heapMebibytes) {
        return (long) settings.number("HASHPOST_CACHE_MIB", heapMebibytes / 4, 0, heapMebibytes / 2) << 20;
    }

    MessageCache(long bytes) {
        mostBytes = bytes;
        messages = Caffeine.newBuilder()
                .maximumWeight(bytes)
                .weigher((Digest digest, CachedMessage message) -> message.weight())
                .evictionListener((digest, message, cause) -> evictions.increment())
                .executor(Runnable::run) // What it does now and then is not worth a thread.
                .build();
    }

    /** The message, if it is here and has not ended. */
    Optional<CachedMessage> get(Digest digest) {
        return Optional.ofNullable(messages.getIfPresent(digest)).filter(CachedMessage::isLiving);
    }

    /** Keeps what the database has just said of a message, and whatever longer life is known of it. */
    CachedMessage put(CachedMessage message) {
        return messages.asMap().merge(message.message().digest(), message, (before, now) -> now.outliving(before));
    }

    long entries() {
        return messages.estimatedSize();
    }

    /** How many bytes its messages may come to take, with all that is made of them. */
    long bytes() {
        return messages.policy().eviction().orElseThrow().weightedSize().orElseThrow();
    }

    long mostBytes() {
        return mostBytes;
    }

    /** Messages that were given up to make room for others, since the start. */
    long evictions() {
        return evictions.sum();
    }
}
