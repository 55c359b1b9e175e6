package dev.hashpost.message;

import dev.hashpost.message.MessageMetrics.Checked;
import dev.hashpost.message.MessageStore.Found;
import dev.hashpost.persistence.Batcher;
import dev.hashpost.persistence.Waiting;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads from the store, with all who ask for one digest at a time sharing one lookup, and lookups sharing statements.
 *
 * <p>That nothing is held is never kept: the digest may be posted to another node at any time, and must be found from
 * then on. So an absence is shared only with those who asked before the statement that found it was begun.
 */
final class Lookups {
    private final ConcurrentMap<Digest, Lookup> underWay = new ConcurrentHashMap<>();
    private final MessageStore store;
    private final MessageCache cache;
    private final MessageMetrics metrics;
    private final Batcher<Lookup> batcher;

    Lookups(
            MessageStore store,
            MessageCache cache,
            Function<Consumer<List<Lookup>>, Batcher<Lookup>> batchers,
            MessageMetrics metrics) {
        this.store = store;
        this.cache = cache;
        this.metrics = metrics;
        this.batcher = batchers.apply(this::read);
    }

    /**
     * Finds a message in the store, and has the cache keep it.
     *
     * @return fails with {@link MessageNotFoundException}, {@link DamagedMessageException}, or a problem of the database
     */
    CompletableFuture<CachedMessage> find(Digest digest) {
        long arrived = System.nanoTime();
        Lookup lookup = new Lookup(digest, arrived);
        @Nullable Lookup other = underWay.putIfAbsent(digest, lookup);
        if (other == null) {
            return begin(lookup);
        }
        return other.begun ? other.again(arrived) : other;
    }

    private CompletableFuture<CachedMessage> begin(Lookup lookup) {
        try {
            batcher.add(lookup);
        } catch (RuntimeException e) {
            lookup.completeExceptionally(e); // Whatever it is: one that stays under way is waited for without end.
        }
        return lookup;
    }

    private void read(List<Lookup> lookups) {
        lookups.forEach(lookup -> lookup.begun = true);
        long began = System.currentTimeMillis();
        Map<Digest, Found> found =
                store.find(lookups.stream().map(lookup -> lookup.digest).toList());
        for (Lookup lookup : lookups) {
            lookup.completeWith(found.get(lookup.digest), began);
        }
    }

    final class Lookup extends Waiting<CachedMessage> {
        private final Digest digest;

        /** From here on, what is posted may not be seen. */
        private volatile boolean begun;

        private @Nullable CompletableFuture<CachedMessage> again;

        private Lookup(Digest digest, long sinceNanos) {
            super(sinceNanos);
            this.digest = digest;
        }

        /**
         * For all who came while this was under way but begun: what this finds, or else what the next one does. Whatever is
         * under way by then was begun after this had ended, and so after each of them had come.
         */
        private synchronized CompletableFuture<CachedMessage> again(long arrived) {
            if (again == null) {
                again = exceptionallyCompose(failure -> afterwards(arrived, failure));
            }
            return again;
        }

        private CompletionStage<CachedMessage> afterwards(long arrived, Throwable failure) {
            if (!(failure instanceof MessageNotFoundException)) {
                return CompletableFuture.failedFuture(failure);
            }
            Lookup lookup = new Lookup(digest, arrived);
            @Nullable Lookup other = underWay.putIfAbsent(digest, lookup);
            return other == null ? begin(lookup) : other;
        }

        private void completeWith(@Nullable Found found, long beganMillis) {
            try {
                HeldMessage held = Optional.ofNullable(found)
                        .flatMap(Found::verified)
                        .orElseThrow(() -> new MessageNotFoundException(digest.hex()));
                metrics.count(Checked.VERIFIED);
                complete(cache.put(CachedMessage.of(held.message(), held.life(), beganMillis)));
            } catch (DamagedMessageException e) {
                metrics.count(Checked.DAMAGED);
                completeExceptionally(e);
            } catch (MessageNotFoundException e) {
                completeExceptionally(e);
            }
        }

        @Override
        public boolean complete(CachedMessage message) {
            underWay.remove(digest, this);
            return super.complete(message);
        }

        @Override
        public boolean completeExceptionally(Throwable failure) {
            underWay.remove(digest, this);
            return super.completeExceptionally(failure);
        }
    }
}
