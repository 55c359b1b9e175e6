package dev.hashpost.message;

import java.time.Duration;
import java.util.Optional;

/**
 * A message handed in to be kept.
 *
 * @param life how long to keep it at least, in whole seconds; empty: for ever
 */
public record Posting(Message message, Optional<Duration> life) {
    /** Whether it wants its message kept for longer than the other does. */
    boolean outlives(Posting other) {
        return other.life()
                .map(shorter -> life.map(mine -> mine.compareTo(shorter) > 0).orElse(true))
                .orElse(false);
    }
}
