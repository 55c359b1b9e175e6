package dev.hashpost.http;

import dev.hashpost.log.Event;
import dev.hashpost.settings.Configured;
import dev.hashpost.settings.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Writes a line a request, of those that {@code HASHPOST_ACCESS_LOG} wants.
 *
 * <p>A line costs more than most requests, so that a thread of its own writes them, from a short queue. What does not fit
 * there is counted and forgotten: to log must never slow down what is logged.
 */
@Singleton
public class AccessLog implements RequestObserver, Configured {
    /** What the setting may be. */
    enum Wanted {
        ALL(8192, 0),
        /** Some hundred a second are enough to see what fails; an outage fails every request. */
        FAILED(128, 5),
        NONE(1, 0);

        private final int mostWaiting;
        private final long pauseMillis;

        Wanted(int mostWaiting, long pauseMillis) {
            this.mostWaiting = mostWaiting;
            this.pauseMillis = pauseMillis;
        }
    }

    private static final Logger LOG = System.getLogger("hashpost.access");
    private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Wanted wanted;
    private final BlockingQueue<FinishedRequest> queue;
    private final LongAdder dropped = new LongAdder();
    private @Nullable Thread writer;

    @Resource
    @SuppressWarnings("NullAway.Init") // The container sets the field.
    private ManagedThreadFactory threadFactory;

    @Inject
    public AccessLog(Settings settings) {
        this(settings.choice("HASHPOST_ACCESS_LOG", Wanted.FAILED));
    }

    AccessLog(Wanted wanted) {
        this.wanted = wanted;
        this.queue = new ArrayBlockingQueue<>(wanted.mostWaiting);
    }

    @PostConstruct
    void start() {
        if (wanted != Wanted.NONE) {
            writer = threadFactory.newThread(this::write);
            writer.start();
        }
    }

    @PreDestroy
    void stop() {
        if (writer != null) {
            writer.interrupt();
        }
    }

    @Override
    public void finished(FinishedRequest request) {
        if (wants(request) && !queue.offer(request)) {
            dropped.increment();
        }
    }

    private boolean wants(FinishedRequest request) {
        return switch (wanted) {
            case ALL -> true;
            case FAILED -> request.status() >= 500 || request.nanos() > SLOW_NANOS;
            case NONE -> false;
        };
    }

    /** Lines that were wanted, but not written for want of time. */
    public long dropped() {
        return dropped.sum();
    }

    private void write() {
        try {
            while (true) {
                write(queue.take());
                Thread.sleep(wanted.pauseMillis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(FinishedRequest request) {
        Event event = Event.named("access")
                .with("method", request.method())
                .with("route", request.route().template())
                .with("status", request.status())
                .with("bytes", request.bytes())
                .with("duration_ms", TimeUnit.NANOSECONDS.toMicros(request.nanos()) / 1e3)
                .with("request_id", request.requestId());
        if (!request.traceId().isEmpty()) {
            event.with("trace_id", request.traceId());
        }
        event.log(LOG, Level.INFO);
    }
}
