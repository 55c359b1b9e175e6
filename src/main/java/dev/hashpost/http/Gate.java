package dev.hashpost.http;

import dev.hashpost.settings.Configured;
import dev.hashpost.settings.Settings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Bounds the work in flight and, once closing, says so.
 *
 * <p>The bound ({@code HASHPOST_MAX_IN_FLIGHT}, requests) is below the number of HTTP threads, so that there is always
 * one to refuse with: past the bound nobody queues.
 */
@Singleton
public class Gate implements Configured {
    private final int most;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final LongAdder entered = new LongAdder();
    private volatile boolean closing;

    @Inject
    public Gate(Settings settings) {
        this(settings.number("HASHPOST_MAX_IN_FLIGHT", 200, 1, 200));
    }

    Gate(int most) {
        this.most = most;
    }

    /** Lets a request in, which must {@link #leave} then; false if there are too many already. */
    boolean enter() {
        if (inFlight.incrementAndGet() <= most) {
            entered.increment();
            return true;
        }
        inFlight.decrementAndGet();
        return false;
    }

    void leave() {
        inFlight.decrementAndGet();
    }

    /** From now on clients are told to go elsewhere; whoever comes is still served. */
    void close() {
        closing = true;
    }

    public boolean isClosing() {
        return closing;
    }

    /** Requests that are let in at a time, at most. */
    int most() {
        return most;
    }

    /** Requests that were ever let in. */
    long entered() {
        return entered.sum();
    }

    /** Requests that were let in and have not left yet. */
    int inFlight() {
        return inFlight.get();
    }
}
