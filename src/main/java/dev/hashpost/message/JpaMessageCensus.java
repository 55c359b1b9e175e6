package dev.hashpost.message;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;

/** Asks PostgreSQL's bookkeeping about the table of messages. */
@ApplicationScoped
class JpaMessageCensus {
    /** The live count is kept up to date but lost in a crash; reltuples is as of the last analyze, and -1 before it. */
    private static final String FIGURES = """
            select greatest(live.n_live_tup, message.reltuples::bigint, 0), pg_total_relation_size(message.oid)
              from pg_class message
              left join pg_stat_all_tables live on live.relid = message.oid
             where message.oid = 'message'::regclass
            """;

    @PersistenceContext
    @SuppressWarnings("NullAway.Init") // The container sets the field.
    EntityManager entities;

    @Transactional(TxType.SUPPORTS)
    MessageCensus.Figures figures() {
        Object[] row = (Object[]) entities.createNativeQuery(FIGURES).getSingleResult();
        return new MessageCensus.Figures(((Number) row[0]).longValue(), ((Number) row[1]).longValue());
    }
}
