package dev.hashpost.message;

import dev.hashpost.metrics.Metrics;
import dev.hashpost.persistence.DatabaseProbe;
import dev.hashpost.settings.Configured;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/**
 * Knows about how many messages there are and what they take: it asks the database's own bookkeeping now and then, so that
 * a scrape costs nothing and nothing is ever counted through.
 */
@Singleton
public class MessageCensus implements Configured {
    /** What the database reckons: how many messages there are, and their bytes on disk, TOAST and index included. */
    record Figures(long messages, long bytes) {}

    private static final long PERIOD_SECONDS = 10;

    private final JpaMessageCensus store;
    private final DatabaseProbe probe;
    private volatile Figures figures = new Figures(0, 0);

    @Resource
    @SuppressWarnings("NullAway.Init") // The container sets the field.
    private ManagedThreadFactory threadFactory;

    @SuppressWarnings("NullAway.Init")
    private Thread thread;

    @Inject
    public MessageCensus(JpaMessageCensus store, DatabaseProbe probe, PrometheusRegistry registry) {
        this.store = store;
        this.probe = probe;
        Metrics.gauge(
                registry,
                "hashpost_messages",
                "Messages held, as the database estimates it: for a while too few after its crash, too many after deletes.",
                () -> figures.messages());
        Metrics.gauge(
                registry,
                "hashpost_bytes",
                "Bytes that the messages take on the database's disk, index included.",
                () -> figures.bytes());
    }

    @PostConstruct
    void start() {
        thread = threadFactory.newThread(this::askAgainAndAgain);
        thread.start();
    }

    @PreDestroy
    void stop() {
        thread.interrupt();
    }

    private void askAgainAndAgain() {
        try {
            while (true) {
                if (probe.isUp()) {
                    ask();
                }
                TimeUnit.SECONDS.sleep(PERIOD_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask() {
        try {
            figures = store.figures();
        } catch (RuntimeException e) {
            // The last ones stay: that the database does not answer, the probe tells.
        }
    }
}
