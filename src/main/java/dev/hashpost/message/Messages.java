package dev.hashpost.message;

import dev.hashpost.http.Tracing;
import dev.hashpost.persistence.Database;
import dev.hashpost.settings.Configured;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Posts and finds messages: from the cache what is there, from the database the rest. Nothing here blocks. */
@Singleton
public class Messages implements Configured {
    /**
     * For how long this node believes what the database said last, that a message is held, without asking again: the
     * longest that a damage to it may stay unmended when it is posted again here.
     */
    private static final long CONFIRMED_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final MessageCache cache;
    private final Postings postings;
    private final Lookups lookups;
    private final Optional<MessageSpans> spans;

    @Inject
    public Messages(MessageStore store, MessageCache cache, Database database, Tracing tracing) {
        this(
                cache,
                new Postings(store, cache, database::batcher),
                new Lookups(store, cache, database::batcher),
                tracing.isOn() ? Optional.of(new MessageSpans(tracing)) : Optional.empty());
    }

    Messages(MessageCache cache, Postings postings, Lookups lookups, Optional<MessageSpans> spans) {
        this.cache = cache;
        this.postings = postings;
        this.lookups = lookups;
        this.spans = spans;
    }

    /**
     * Has the posting's message held.
     *
     * @return completed when it is on disk; fails with a problem if it may not be
     */
    CompletableFuture<CachedMessage> post(Posting posting) {
        return known(posting).map(CompletableFuture::completedFuture).orElseGet(() -> store(posting));
    }

    /** The posting's message, if there is nothing to be written to have it held for as long as wanted. */
    Optional<CachedMessage> known(Posting posting) {
        return cached(posting.message().digest()).filter(held -> held.fulfils(posting, CONFIRMED_NANOS));
    }

    /**
     * Finds a message.
     *
     * @return fails with {@link MessageNotFoundException}, {@link DamagedMessageException}, or a problem of the database
     */
    CompletableFuture<CachedMessage> find(Digest digest) {
        return cached(digest).map(CompletableFuture::completedFuture).orElseGet(() -> lookUp(digest));
    }

    /** The message, if this node has it at hand. */
    Optional<CachedMessage> cached(Digest digest) {
        return spans.isEmpty() ? cache.get(digest) : spans.get().ofCache(() -> cache.get(digest));
    }

    private CompletableFuture<CachedMessage> store(Posting posting) {
        return spans.isEmpty() ? postings.post(posting) : spans.get().ofDatabase("store", () -> postings.post(posting));
    }

    private CompletableFuture<CachedMessage> lookUp(Digest digest) {
        return spans.isEmpty() ? lookups.find(digest) : spans.get().ofDatabase("lookup", () -> lookups.find(digest));
    }
}
