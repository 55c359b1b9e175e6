package dev.hashpost.message;

import dev.hashpost.http.Answer;
import dev.hashpost.http.WireAnswer;
import java.time.Duration;
import java.util.Optional;

/**
 * A message that this node knows to be held, with the answers made of it, each kept from the first time that it is asked
 * for.
 *
 * <p>Its bytes never change; when it ends is known as of the last time that the database was asked.
 */
final class CachedMessage {
    private static final long YEAR_SECONDS = 31_536_000;

    /**
     * By how much an end that the database has said now may lie before one that it said earlier and mean the same: what is
     * left of a life is counted from before the question.
     */
    private static final long SAME_END_MILLIS = 1000;

    /** What an entry takes beside its bodies: the objects, and the heads of three answers. */
    private static final int OVERHEAD_BYTES = 1800;

    private final Message message;
    private final long endMillis;
    private final long confirmedNanos = System.nanoTime();

    private final Kept<Optional<JsonForms>> json = new Kept<>();
    private final Kept<WireAnswer> posted = new Kept<>();

    /** @param endMillis when it ends, by this node's clock in milliseconds since 1970; {@link Long#MAX_VALUE}: never */
    private CachedMessage(Message message, long endMillis) {
        this.message = message;
        this.endMillis = endMillis;
    }

    /** What the database has just said; the message lives so much longer from now, or for ever. */
    static CachedMessage of(Message message, Optional<Duration> life) {
        return of(message, life, System.currentTimeMillis());
    }

    /** What the database has said to a question that began then: the message lives so much longer from then. */
    static CachedMessage of(Message message, Optional<Duration> life, long beganMillis) {
        return new CachedMessage(message, endOf(life, beganMillis));
    }

    private static long endOf(Optional<Duration> life, long fromMillis) {
        return life.isEmpty() ? Long.MAX_VALUE : fromMillis + life.get().toMillis();
    }

    /** This or an older one of the same message, if that is known to live longer. */
    CachedMessage outliving(CachedMessage older) {
        return endMillis >= older.endMillis - SAME_END_MILLIS ? this : older;
    }

    Message message() {
        return message;
    }

    boolean isLiving() {
        return endMillis > System.currentTimeMillis();
    }

    /** Whether the database has said, so many nanoseconds ago at most, that it holds it for as long as is wanted. */
    boolean fulfils(Posting posting, long nanos) {
        return isConfirmed(nanos) && endMillis >= endOf(posting.life(), System.currentTimeMillis());
    }

    /** Whether the database has said, so many nanoseconds ago at most, that it holds it until its end. */
    boolean isConfirmed(long nanos) {
        return System.nanoTime() - confirmedNanos < nanos;
    }

    /** How many bytes it may come to take, with all that is made of it. */
    int weight() {
        long forms = 2L * JsonAnswer.lengthOfText(message.body()); // As it is, and gzipped.
        return (int) Math.min(Integer.MAX_VALUE, OVERHEAD_BYTES + message.body().length + forms);
    }

    /** How long any cache may keep it (RFC 9111), in seconds. */
    private long maxAge() {
        return Math.max(0, Math.min(YEAR_SECONDS, (endMillis - System.currentTimeMillis()) / 1000));
    }

    /** The value of {@code Cache-Control}: a digest's message never changes, only ends (RFC 8246). */
    String cacheControl() {
        return "public, max-age=" + maxAge() + ", immutable";
    }

    /** Its forms in JSON; empty if it is no text. */
    Optional<JsonForms> json() {
        return json.orMake(() -> Utf8.isValid(message.body()) ? Optional.of(new JsonForms(message)) : Optional.empty());
    }

    /** The answer to a POST of it, kept for the next. */
    WireAnswer posted() {
        return posted.orMake(this::justPosted);
    }

    /** The same, not kept: most messages are posted once, and what is kept must be collected some day. */
    WireAnswer justPosted() {
        return WireAnswer.of(answerToPost(message.digest()));
    }

    static Answer answerToPost(Digest digest) {
        return Answer.uncached(201, JsonForms.MEDIA_TYPE, JsonAnswer.ofDigest(digest))
                .with("Location", "/messages/" + digest);
    }
}
