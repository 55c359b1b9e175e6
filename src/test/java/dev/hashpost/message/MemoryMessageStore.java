package dev.hashpost.message;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Keeps messages in the heap, remembers what it was called for, and lets a test hold a call back. */
final class MemoryMessageStore implements MessageStore {
    private final Map<Digest, Row> rows = new HashMap<>();
    private final Set<Digest> refused = new HashSet<>();
    private final List<List<Digest>> finds = new ArrayList<>();
    private final List<List<Posting>> stores = new ArrayList<>();
    private final Queue<Hold> findHolds = new ConcurrentLinkedQueue<>();
    private final Queue<Hold> storeHolds = new ConcurrentLinkedQueue<>();
    private int writes;

    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Row(byte[] body, Instant end, int version) {
        Found found(Digest digest, Instant now) {
            @Nullable
            Double left =
                    end.equals(Instant.MAX) ? null : Duration.between(now, end).toMillis() / 1e3;
            return () -> Optional.of(HeldMessage.verified(digest, body, left));
        }
    }

    @Override
    public List<Stored> store(List<Posting> postings) {
        List<Stored> stored = commit(postings);
        pass(storeHolds);
        return stored;
    }

    private synchronized List<Stored> commit(List<Posting> postings) {
        stores.add(List.copyOf(postings));
        for (Posting posting : postings) {
            if (refused.contains(posting.message().digest())) {
                throw new IllegalStateException("refused");
            }
        }
        Instant now = Instant.now();
        return postings.stream().map(posting -> commit(posting, now)).toList();
    }

    private Stored commit(Posting posting, Instant now) {
        Message message = posting.message();
        Instant end = posting.life().map(now::plus).orElse(Instant.MAX);
        @Nullable Row held = rows.get(message.digest());
        if (held == null) {
            rows.put(message.digest(), new Row(message.body(), end, ++writes));
            return Stored.NEW;
        }
        boolean damaged = !Digest.of(held.body).equals(message.digest());
        if (!damaged && !held.end.isBefore(end)) {
            return Stored.HELD;
        }
        Instant latest = held.end.isBefore(end) ? end : held.end;
        rows.put(message.digest(), new Row(message.body(), latest, ++writes));
        return Stored.RENEWED;
    }

    /** What is held when the call begins, though it may be held back after that. */
    @Override
    public Map<Digest, Found> find(Collection<Digest> digests) {
        Map<Digest, Found> found = read(digests);
        pass(findHolds);
        return found;
    }

    private synchronized Map<Digest, Found> read(Collection<Digest> digests) {
        finds.add(List.copyOf(digests));
        Instant now = Instant.now();
        Map<Digest, Found> found = new HashMap<>();
        for (Digest digest : digests) {
            @Nullable Row row = rows.get(digest);
            if (row != null && row.end.isAfter(now)) {
                found.put(digest, row.found(digest, now));
            }
        }
        return found;
    }

    /** The digests of each {@link #find}, in the order in which they began. */
    synchronized List<List<Digest>> finds() {
        return List.copyOf(finds);
    }

    /** The postings of each {@link #store}, in the order in which they began. */
    synchronized List<List<Posting>> stores() {
        return List.copyOf(stores);
    }

    synchronized int versionOf(Digest digest) {
        return row(digest).version;
    }

    synchronized void damage(Digest digest) {
        rows.put(digest, new Row(new byte[] {1, 2, 3}, row(digest).end, ++writes));
    }

    synchronized void refuse(Digest digest) {
        refused.add(digest);
    }

    synchronized void expire(Digest digest) {
        rows.put(digest, new Row(row(digest).body, Instant.now().minusSeconds(1), ++writes));
    }

    private Row row(Digest digest) {
        return Optional.ofNullable(rows.get(digest)).orElseThrow();
    }

    /** Holds the next {@link #find} back when it has read. */
    Hold holdFind() {
        return held(findHolds);
    }

    /** Holds the next {@link #store} back when it has written. */
    Hold holdStore() {
        return held(storeHolds);
    }

    private static Hold held(Queue<Hold> holds) {
        Hold hold = new Hold();
        holds.add(hold);
        return hold;
    }

    private static void pass(Queue<Hold> holds) {
        @Nullable Hold hold = holds.poll();
        if (hold != null) {
            hold.pass();
        }
    }

    /** A call that is held back. */
    static final class Hold {
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);
        private volatile Optional<RuntimeException> failure = Optional.empty();

        /** Waits until the call is there. */
        void await() throws InterruptedException {
            reached.await();
        }

        /** Lets the call return. */
        void release() {
            released.countDown();
        }

        /** Lets the call fail. */
        void fail(RuntimeException with) {
            failure = Optional.of(with);
            released.countDown();
        }

        private void pass() {
            reached.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            failure.ifPresent(with -> {
                throw with;
            });
        }
    }
}
