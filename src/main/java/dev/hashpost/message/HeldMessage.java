package dev.hashpost.message;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message as a store holds it.
 *
 * @param life how much longer it will be held, by the store's clock; empty: for ever
 */
public record HeldMessage(Message message, Optional<Duration> life) {
    /**
     * What was read from a store.
     *
     * @param secondsLeft null: for ever
     * @throws DamagedMessageException if the body is no longer that of the digest
     */
    static HeldMessage verified(Digest digest, byte[] body, @Nullable Double secondsLeft) {
        Optional<Duration> life =
                Optional.ofNullable(secondsLeft).map(seconds -> Duration.ofNanos((long) (seconds * 1e9)));
        return new HeldMessage(Message.verified(digest, body), life);
    }
}
