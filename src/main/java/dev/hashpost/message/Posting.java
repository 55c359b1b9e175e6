package dev.hashpost.message;

import java.time.Duration;
import java.util.Optional;

/**
 * A message handed in to be kept.
 *
 * @param life how long to keep it at least, in whole seconds; empty: for ever
 */
public record Posting(Message message, Optional<Duration> life) {}
