package dev.hashpost.message;

import java.time.Instant;
import java.util.Optional;

/**
 * A message as a store holds it.
 *
 * @param expiresAt when it will no longer be held; empty: never
 */
public record HeldMessage(Message message, Optional<Instant> expiresAt) {}
