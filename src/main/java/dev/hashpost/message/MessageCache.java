package dev.hashpost.message;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hashpost.settings.Configured;
import dev.hashpost.settings.Settings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The messages that this node was last asked for or given, in its heap.
 *
 * <p>A digest's message never changes, so that there is nothing to keep in step with other nodes. The bound
 * ({@code HASHPOST_CACHE_MIB}) counts bytes, not entries; by default it is a quarter of the heap, and 0 turns it off.
 *
 * <p>What is posted waits among the newcomers, in a part of the bound, until it is asked for or posted again: most is not,
 * and leaves while it is young, when its memory costs a collection nothing.
 */
@Singleton
public class MessageCache implements Configured {
    /** Of all bytes, those of newcomers. */
    private static final int NEWCOMERS_SHARE = 16;

    private final Cache<Digest, CachedMessage> messages;
    private final Newcomers newcomers;
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
        newcomers = new Newcomers(bytes / NEWCOMERS_SHARE);
        messages = Caffeine.newBuilder()
                .maximumWeight(bytes - bytes / NEWCOMERS_SHARE)
                .weigher((Digest digest, CachedMessage message) -> message.weight())
                .evictionListener((digest, message, cause) -> evictions.increment())
                .executor(Runnable::run) // What it does now and then is not worth a thread.
                .build();
    }

    /** The message, if it is here and has not ended. */
    Optional<CachedMessage> get(Digest digest) {
        @Nullable CachedMessage kept = messages.getIfPresent(digest);
        return Optional.ofNullable(kept == null ? admitted(digest) : kept).filter(CachedMessage::isLiving);
    }

    /**
     * The newcomer, which is none from now on. A longer life that is posted meanwhile may be forgotten: then the database
     * is asked at the end of the shorter one.
     */
    private @Nullable CachedMessage admitted(Digest digest) {
        @Nullable CachedMessage newcomer = newcomers.get(digest);
        if (newcomer == null || !newcomer.isLiving()) {
            return null;
        }
        CachedMessage admitted = put(newcomer);
        newcomers.remove(digest);
        return admitted;
    }

    /** Keeps what the database has just said of a message, and whatever longer life is known of it. */
    CachedMessage put(CachedMessage message) {
        return messages.asMap().merge(message.message().digest(), message, (before, now) -> now.outliving(before));
    }

    /** As {@link #put}, of a message that was posted and that nobody may ask for. */
    CachedMessage putPosted(CachedMessage message) {
        @Nullable
        CachedMessage known = messages.asMap()
                .computeIfPresent(message.message().digest(), (digest, before) -> message.outliving(before));
        if (known != null) {
            return known;
        }
        return newcomers.hasRoomFor(message) ? newcomers.put(message) : put(message);
    }

    long entries() {
        return messages.estimatedSize() + newcomers.entries();
    }

    /** How many bytes its messages may come to take, with all that is made of them. */
    long bytes() {
        return messages.policy().eviction().orElseThrow().weightedSize().orElseThrow() + newcomers.bytes();
    }

    long mostBytes() {
        return mostBytes;
    }

    /** Messages that were asked for and given up to make room for others, since the start. */
    long evictions() {
        return evictions.sum();
    }
}
