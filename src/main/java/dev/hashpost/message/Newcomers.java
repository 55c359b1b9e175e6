package dev.hashpost.message;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The messages that were posted last, first in, first out, until they are asked for or too many came after them; the
 * first of the two queues of 2Q (Johnson and Shasha, "2Q: A Low Overhead High Performance Buffer Management Replacement
 * Algorithm", VLDB 1994).
 */
final class Newcomers {
    private final long mostBytes;
    private final Map<Digest, CachedMessage> byAge = new LinkedHashMap<>();
    private long bytes;

    /** @param mostBytes of all of them, as {@link CachedMessage#weight} counts them */
    Newcomers(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    boolean hasRoomFor(CachedMessage message) {
        return message.weight() <= mostBytes;
    }

    /** Keeps a message that there {@linkplain #hasRoomFor is room for}, or the longer life that is known of it. */
    synchronized CachedMessage put(CachedMessage message) {
        @Nullable CachedMessage before = byAge.get(message.message().digest());
        CachedMessage kept = before == null ? message : message.outliving(before);
        byAge.put(kept.message().digest(), kept);
        if (before == null) {
            bytes += kept.weight();
            makeRoom();
        }
        return kept;
    }

    private void makeRoom() {
        Iterator<CachedMessage> eldest = byAge.values().iterator();
        while (bytes > mostBytes) {
            bytes -= eldest.next().weight();
            eldest.remove();
        }
    }

    synchronized @Nullable CachedMessage get(Digest digest) {
        return byAge.get(digest);
    }

    synchronized void remove(Digest digest) {
        @Nullable CachedMessage removed = byAge.remove(digest);
        if (removed != null) {
            bytes -= removed.weight();
        }
    }

    synchronized long entries() {
        return byAge.size();
    }

    synchronized long bytes() {
        return bytes;
    }
}
