package dev.hashpost.message;

import dev.hashpost.message.MessageMetrics.Posted;
import dev.hashpost.message.MessageStore.Stored;
import dev.hashpost.persistence.Batcher;
import dev.hashpost.persistence.Waiting;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** Writes to the store: postings that come together share a transaction, and each is answered after its commit. */
final class Postings {
    private final MessageStore store;
    private final MessageCache cache;
    private final MessageMetrics metrics;
    private final Batcher<Write> batcher;

    Postings(
            MessageStore store,
            MessageCache cache,
            Function<Consumer<List<Write>>, Batcher<Write>> batchers,
            MessageMetrics metrics) {
        this.store = store;
        this.cache = cache;
        this.metrics = metrics;
        this.batcher = batchers.apply(this::write);
    }

    /**
     * Stores the posting's message.
     *
     * @return completed when it is on disk; fails with a problem if it may not be
     */
    CompletableFuture<CachedMessage> post(Posting posting) {
        Write write = new Write(posting);
        try {
            batcher.add(write);
        } catch (RuntimeException e) {
            write.completeExceptionally(e);
        }
        return write;
    }

    private void write(List<Write> writes) {
        Map<Digest, List<Write>> byDigest = new LinkedHashMap<>();
        writes.forEach(write -> byDigest.computeIfAbsent(write.posting.message().digest(), digest -> new ArrayList<>(1))
                .add(write));
        List<Posting> longest =
                byDigest.values().stream().map(Postings::longest).toList();
        long began = System.currentTimeMillis();
        Iterator<Stored> stored = store.store(longest).iterator();
        for (Posting posting : longest) {
            CachedMessage held = cache.putPosted(CachedMessage.of(posting.message(), posting.life(), began));
            complete(byDigest.getOrDefault(posting.message().digest(), List.of()), held, Posted.of(stored.next()));
        }
    }

    /** Of those who post one message together, one had it written. */
    private void complete(List<Write> writes, CachedMessage held, Posted first) {
        Posted posted = first;
        for (Write write : writes) {
            if (write.complete(held)) {
                metrics.count(posted);
                posted = Posted.HELD;
            }
        }
    }

    private static Posting longest(List<Write> writes) {
        return writes.stream()
                .map(write -> write.posting)
                .reduce((one, other) -> one.outlives(other) ? one : other)
                .orElseThrow();
    }

    static final class Write extends Waiting<CachedMessage> {
        private final Posting posting;

        private Write(Posting posting) {
            this.posting = posting;
        }

        @Override
        protected int bytes() {
            return posting.message().body().length;
        }
    }
}
