package dev.hashpost.message;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
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

    /** Seconds that are left, by the database's clock, so that all nodes agree; null: for ever. */
    @Formula("case when expires_at < 'infinity' then extract(epoch from expires_at - now())::float8 end")
    @Nullable
    Double secondsLeft;

    /** For JPA. */
    @SuppressWarnings("NullAway.Init")
    protected MessageRow() {}

    boolean isLiving() {
        return secondsLeft == null || secondsLeft > 0;
    }

    /** The message as held, its bytes checked against its digest. */
    HeldMessage toHeld(Digest asked) {
        return HeldMessage.verified(asked, body, secondsLeft);
    }
}
