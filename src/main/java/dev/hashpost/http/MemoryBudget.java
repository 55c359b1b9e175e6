package dev.hashpost.http;

import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.Semaphore;

/**
 * Bounds what all requests in hand hold in memory together: a quarter of the heap. What does not fit is refused.
 *
 * <p>Each request has one {@link Reservation}, which the {@link EdgeFilter} gives back when the request is over.
 */
@Singleton
public class MemoryBudget {
    private static final String ATTRIBUTE = Reservation.class.getName();

    private final int room;
    private final Semaphore kibibytes;

    public MemoryBudget() {
        this(Runtime.getRuntime().maxMemory() / 4);
    }

    MemoryBudget(long bytes) {
        room = (int) Math.min(Integer.MAX_VALUE, bytes >> 10);
        kibibytes = new Semaphore(room);
    }

    /** Whether so many bytes can ever be had, however few others want some. */
    public boolean hasRoomFor(long bytes) {
        return bytes >> 10 < room;
    }

    /** What the request has of the budget. */
    public Reservation of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Reservation reservation) {
            return reservation;
        }
        Reservation reservation = reserve();
        request.setAttribute(ATTRIBUTE, reservation);
        return reservation;
    }

    Reservation reserve() {
        return new Reservation();
    }

    /** A part of the budget; it belongs to one request and its thread. */
    public final class Reservation implements AutoCloseable {
        private int taken;

        private Reservation() {}

        /**
         * Takes more, up to so many bytes in all.
         *
         * @throws ProblemException 503, if they are not to be had; what was taken stays taken
         */
        public void growTo(long bytes) {
            int needed = (int) Math.min(Integer.MAX_VALUE, (bytes + 1023) >> 10) - taken;
            if (needed > 0) {
                if (!kibibytes.tryAcquire(needed)) {
                    throw new ProblemException(Problems.unavailable(
                            "The service has as many bytes in hand as it can hold; try again.", 1));
                }
                taken += needed;
            }
        }

        @Override
        public void close() {
            kibibytes.release(taken);
            taken = 0;
        }
    }
}
