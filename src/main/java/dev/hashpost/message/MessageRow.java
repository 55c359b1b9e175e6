package dev.hashpost.message;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A row of {@code message}, for reading; it is written by insert-or-repair only. */
@Entity
@Immutable
@Table(name = "message")
class MessageRow {
    @Id
    byte[] digest;

    @Column(nullable = false)
    byte[] body;

    /** Null: never. */
    @Formula("nullif(expires_at, 'infinity')")
    @Nullable
    Instant expiresAt;

    /** By the database's clock, so that all nodes agree. */
    @Formula("expires_at > now()")
    boolean living;

    /** For JPA. */
    @SuppressWarnings("NullAway.Init")
    protected MessageRow() {}

    boolean isLiving() {
        return living;
    }

    /** The message as held, its bytes checked against its digest. */
    HeldMessage toHeld(Digest asked) {
        return new HeldMessage(Message.verified(asked, body), Optional.ofNullable(expiresAt));
    }
}
