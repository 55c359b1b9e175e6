package dev.hashpost.http;

import dev.hashpost.log.Event;
import dev.hashpost.settings.Configured;
import dev.hashpost.settings.Settings;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.filterchain.Filter;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.glassfish.grizzly.ssl.SSLFilter;
import org.glassfish.grizzly.strategies.SameThreadIOStrategy;

/**
 * Where the service meets its clients: opens at the start, and closes without failing anybody.
 *
 * <p>Left to itself, Payara stops while requests are running. So the service takes SIGTERM and SIGINT over: readiness
 * fails, for {@code HASHPOST_DRAIN_SECONDS} all is served and connections are closed one answer at a time, then the
 * ports are closed, what is running ends, and the process exits with 0.
 */
@Singleton
public class Edge implements Configured {
    private static final Logger LOG = System.getLogger(Edge.class.getName());

    /** From the signal to the end of the wait for running requests; the rest of 30 s is for Payara's own end. */
    private static final int PATIENCE_SECONDS = 26;

    private static final int END_SECONDS = 29;

    /** A request may be on its way on a connection that was made in time; so long must nobody have come. */
    private static final long QUIET_MILLIS = 500;

    private final Gate gate;
    private final FinishedRequests finished;
    private final int drainSeconds;

    private final Instance<DirectService> directServices;
    private final Tracing tracing;

    @Inject
    public Edge(
            Gate gate,
            FinishedRequests finished,
            @Any Instance<DirectService> directServices,
            Tracing tracing,
            Settings settings) {
        this.gate = gate;
        this.finished = finished;
        this.directServices = directServices;
        this.tracing = tracing;
        this.drainSeconds = settings.number("HASHPOST_DRAIN_SECONDS", 3, 0, 20);
    }

    /** Readies the listeners, and the way out. */
    public void open() {
        RequestPools.bound();
        HttpListeners.transports().forEach(this::open);
        Signals.handle("TERM", this::leave);
        Signals.handle("INT", this::leave);
    }

    private void open(TCPNIOTransport transport) {
        FilterChain chain = (FilterChain) transport.getProcessor();
        boolean secure = chain.stream().anyMatch(SSLFilter.class::isInstance);
        for (Filter filter : List.copyOf(chain)) {
            if (filter instanceof HttpServerFilter codec) {
                MalformedRequests.watch(chain, codec, secure, finished);
                ContainerRequests.watch(chain, codec, finished);
                DirectRequests.serve(chain, codec, gate, finished, direct());
            }
        }
        if (!secure) { // Handshakes take too long for the thread that all connections share.
            transport.setIOStrategy(SameThreadIOStrategy.getInstance());
        }
    }

    /** None while tracing is on: only the container makes the spans of requests. */
    private List<DirectService> direct() {
        return tracing.isOn() ? List.of() : directServices.stream().toList();
    }

    private synchronized void leave() {
        if (gate.isClosing()) {
            return;
        }
        Event.named("draining").with("seconds", drainSeconds).log(LOG, Level.INFO);
        gate.close();
        haltInTime();
        try {
            TimeUnit.SECONDS.sleep(drainSeconds);
            HttpListeners.transports().forEach(TCPNIOTransport::unbindAll);
            awaitNobody();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Event.named("leaving").with("in_flight", gate.inFlight()).log(LOG, Level.INFO);
            Runtime.getRuntime().exit(0);
        }
    }

    /** Whatever hangs on the way out. */
    private static void haltInTime() {
        Thread watchdog = new Thread(
                () -> {
                    try {
                        TimeUnit.SECONDS.sleep(END_SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    Runtime.getRuntime().halt(0);
                },
                "end-in-time");
        watchdog.setDaemon(true);
        watchdog.start();
    }

    private void awaitNobody() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS - drainSeconds);
        long entered;
        do {
            entered = gate.entered();
            Thread.sleep(QUIET_MILLIS);
        } while ((gate.inFlight() > 0 || gate.entered() > entered) && System.nanoTime() - end < 0);
    }
}
