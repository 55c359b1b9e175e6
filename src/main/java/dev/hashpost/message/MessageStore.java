package dev.hashpost.message;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps messages under their digests.
 *
 * <p>Storing is atomic, durable and idempotent: when {@link #store} returns, all its messages are on disk, and storing
 * them again changes nothing, except that it lengthens a life to the latest of its postings and mends what was damaged.
 */
public interface MessageStore {
    /**
     * Stores the messages of all the postings, or of none.
     *
     * @param postings at most one of a digest
     * @return what had to be done for each, in their order
     */
    List<Stored> store(List<Posting> postings);

    /**
     * Looks messages up, all of them after the call began.
     *
     * @return what is held under each digest; those under which nothing is held, or whose life has ended, are not in it
     */
    Map<Digest, Found> find(Collection<Digest> digests);

    /** What a store had to do to hold a message. */
    enum Stored {
        /** It was not held before. */
        NEW,
        /** It was held, but had to be mended or to be kept longer. */
        RENEWED,
        /** It was held for at least as long already; nothing was written. */
        HELD
    }

    /** What was found under a digest. */
    interface Found {
        /**
         * The message, which has been checked against its digest; a large one is read only now.
         *
         * @return empty if it has ended meanwhile
         * @throws DamagedMessageException if what is stored under the digest no longer matches it
         */
        Optional<HeldMessage> verified();
    }
}
