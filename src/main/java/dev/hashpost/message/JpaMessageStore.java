package dev.hashpost.message;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Keeps messages in PostgreSQL, which itself refuses a row whose digest is not that of its body. */
@ApplicationScoped
@Transactional
class JpaMessageStore implements MessageStore {
    /**
     * Insert, or repair: repeats write nothing, damage is mended, a life only lengthens. xmax is 0 in a row that no
     * transaction has updated or locked: here, one that was just inserted.
     */
    private static final String INSERT_OR_REPAIR = """
            insert into message as held (digest, body, expires_at)
            values (:digest, :body, coalesce(now() + make_interval(secs => cast(:seconds as float8)), 'infinity'))
            on conflict (digest) do update
               set body = excluded.body, expires_at = greatest(held.expires_at, excluded.expires_at)
             where held.body is distinct from excluded.body or held.expires_at < excluded.expires_at
            returning xmax = 0
            """;

    @PersistenceContext
    @SuppressWarnings("NullAway.Init") // The container sets the field.
    EntityManager entities;

    @Override
    public Stored store(Posting posting) {
        List<?> inserted = entities.createNativeQuery(INSERT_OR_REPAIR, Boolean.class)
                .setParameter("digest", posting.message().digest().toBytes())
                .setParameter("body", posting.message().body())
                .setParameter("seconds", posting.life().map(Duration::toSeconds).orElse(null))
                .getResultList();
        if (inserted.isEmpty()) {
            return Stored.HELD;
        }
        return Boolean.TRUE.equals(inserted.get(0)) ? Stored.NEW : Stored.RENEWED;
    }

    @Override
    public Optional<HeldMessage> find(Digest digest) {
        return Optional.ofNullable(entities.find(MessageRow.class, digest.toBytes()))
                .filter(MessageRow::isLiving)
                .map(row -> row.toHeld(digest));
    }
}
