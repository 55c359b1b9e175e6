package dev.hashpost.message;

import java.util.Optional;

/**
 * Keeps messages under their digests.
 *
 * <p>Storing is atomic, durable and idempotent: when {@link #store} returns, the message is on disk, and storing it
 * again changes nothing, except that it lengthens its life to the latest of its postings and mends it if it was damaged.
 */
public interface MessageStore {
    /**
     * Stores the posting's message.
     *
     * @return what had to be done for it
     */
    Stored store(Posting posting);

    /**
     * Finds a message.
     *
     * @return empty if none with this digest is held, or its life has ended
     * @throws DamagedMessageException if what is stored under the digest no longer matches it
     */
    Optional<HeldMessage> find(Digest digest);

    /** What a store had to do to hold a message. */
    enum Stored {
        /** It was not held before. */
        NEW,
        /** It was held, but had to be mended or to be kept longer. */
        RENEWED,
        /** It was held for at least as long already; nothing was written. */
        HELD
    }
}
