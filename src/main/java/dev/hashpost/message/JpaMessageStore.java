package dev.hashpost.message;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Keeps messages in PostgreSQL, which itself refuses a row whose digest is not that of its body. */
@ApplicationScoped
class JpaMessageStore implements MessageStore {
    /**
     * Insert, or repair: repeats write nothing, damage is mended, a life only lengthens. xmax is 0 in a row that no
     * transaction has updated or locked: here, one that was just inserted.
     */
    private static final String INSERT_OR_REPAIR = """
            insert into message as held (digest, body, expires_at)
            values %s
            on conflict (digest) do update
               set body = excluded.body, expires_at = greatest(held.expires_at, excluded.expires_at)
             where held.body is distinct from excluded.body or held.expires_at < excluded.expires_at
            returning digest, xmax = 0
            """;

    private static final String ROW = "(?, ?, coalesce(now() + make_interval(secs => cast(? as float8)), 'infinity'))";

    /** Bodies above this many bytes are read when they are asked for, so that a batch of them does not fill the heap. */
    private static final int MOST_BYTES_AT_ONCE = 16_384;

    private static final String FIND = """
            select digest,
                   case when octet_length(body) <= %d then body end,
                   case when expires_at < 'infinity' then extract(epoch from expires_at - now())::float8 end
              from message
             where digest in (:digests) and expires_at > now()
            """.formatted(MOST_BYTES_AT_ONCE);

    @PersistenceContext
    @SuppressWarnings("NullAway.Init") // The container sets the field.
    EntityManager entities;

    @Override
    @Transactional
    public List<Stored> store(List<Posting> postings) {
        // In one order everywhere, so that two transactions never wait for each other.
        List<Posting> ordered = postings.stream()
                .sorted(Comparator.comparing(
                        posting -> posting.message().digest().hex()))
                .toList();
        Query insert = entities.createNativeQuery(statementFor(ordered.size()));
        int parameter = 0;
        for (Posting posting : ordered) {
            insert.setParameter(++parameter, posting.message().digest().toBytes());
            insert.setParameter(++parameter, posting.message().body());
            insert.setParameter(
                    ++parameter, posting.life().map(Duration::toSeconds).orElse(null));
        }
        Map<Digest, Stored> written = new HashMap<>();
        for (Object row : insert.getResultList()) {
            Object[] columns = (Object[]) row;
            written.put(
                    Digest.ofBytes((byte[]) columns[0]), Boolean.TRUE.equals(columns[1]) ? Stored.NEW : Stored.RENEWED);
        }
        return postings.stream()
                .map(posting -> written.getOrDefault(posting.message().digest(), Stored.HELD))
                .toList();
    }

    private static String statementFor(int rows) {
        return INSERT_OR_REPAIR.formatted(
                IntStream.range(0, rows).mapToObj(i -> ROW).collect(Collectors.joining(",")));
    }

    @Override
    @Transactional(TxType.SUPPORTS) // Not in one of its own: a statement is consistent in itself.
    public Map<Digest, Found> find(Collection<Digest> digests) {
        List<?> rows = entities.createNativeQuery(FIND)
                .setParameter("digests", digests.stream().map(Digest::toBytes).toList())
                .getResultList();
        Map<Digest, Found> found = new HashMap<>();
        for (Object row : rows) {
            Object[] columns = (Object[]) row;
            Digest digest = Digest.ofBytes((byte[]) columns[0]);
            byte @Nullable [] body = (byte[]) columns[1];
            @Nullable Double secondsLeft = (Double) columns[2];
            found.put(
                    digest,
                    body == null
                            ? () -> findLarge(digest)
                            : () -> Optional.of(HeldMessage.verified(digest, body, secondsLeft)));
        }
        return found;
    }

    private Optional<HeldMessage> findLarge(Digest digest) {
        return Optional.ofNullable(entities.find(MessageRow.class, digest.toBytes()))
                .filter(MessageRow::isLiving)
                .map(row -> row.toHeld(digest));
    }
}
