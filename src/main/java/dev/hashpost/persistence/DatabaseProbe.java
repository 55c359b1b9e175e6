package dev.hashpost.persistence;

import dev.hashpost.log.Event;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * Knows, at any time and without asking, whether the database answers: it asks every half second in the background.
 *
 * <p>In a scope with a proxy, because Payara makes the health checks that use it before it could inject resources.
 */
@ApplicationScoped
public class DatabaseProbe {
    private static final Logger LOG = System.getLogger(DatabaseProbe.class.getName());
    private static final long PERIOD_MILLIS = 500;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long IDLE = 0;

    @Resource(lookup = HashpostDataSource.NAME)
    @SuppressWarnings("NullAway.Init") // The container sets the field.
    private DataSource pool;

    @Resource
    @SuppressWarnings("NullAway.Init")
    private ManagedThreadFactory threadFactory;

    @SuppressWarnings("NullAway.Init")
    private Thread thread;

    private final DatabaseMetrics metrics;
    private volatile boolean answered;
    private volatile long askedAt = IDLE;

    @Inject
    public DatabaseProbe(DatabaseMetrics metrics) {
        this.metrics = metrics;
    }

    /** For CDI. */
    @SuppressWarnings("NullAway")
    protected DatabaseProbe() {
        this(null);
    }

    @PostConstruct
    void start() {
        metrics.watchProbe(this::isUp);
        ask();
        thread = threadFactory.newThread(this::askAgainAndAgain);
        thread.start();
    }

    @PreDestroy
    void stop() {
        thread.interrupt();
    }

    /** Whether the database answered the last question, and is not taking longer than a second over the present one. */
    public boolean isUp() {
        long asked = askedAt;
        return answered && (asked == IDLE || System.nanoTime() - asked < PATIENCE_NANOS);
    }

    private void askAgainAndAgain() {
        try {
            while (true) {
                Thread.sleep(PERIOD_MILLIS);
                ask();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask() {
        askedAt = System.nanoTime() | 1; // Never IDLE.
        boolean before = answered;
        try (Connection connection = metrics.timed(pool::getConnection);
                Statement statement = connection.createStatement()) {
            answered = statement.execute("select 1");
        } catch (Throwable e) {
            answered = false;
            metrics.failed(e);
            if (before) {
                Event.named("database_lost")
                        .with("reason", e.getClass().getSimpleName())
                        .log(LOG, Level.WARNING);
            }
        } finally {
            metrics.probed(System.nanoTime() - askedAt);
            askedAt = IDLE;
        }
        if (answered && !before) {
            Event.named("database_found").log(LOG, Level.INFO);
        }
    }
}
