package dev.hashpost.run;

import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedDeque;

/** What has been started, to be stopped in reverse order whatever ends the launcher. */
final class Lifetime implements AutoCloseable {
    private final Deque<AutoCloseable> running = new ConcurrentLinkedDeque<>();
    private volatile boolean ending;

    /**
     * Starts one thing. An end that comes meanwhile waits until it is up, since half a start cannot be stopped.
     *
     * @throws CancellationException if the end has come already
     */
    synchronized <T extends AutoCloseable> T start(Callable<T> thing) throws Exception {
        if (ending) {
            throw new CancellationException();
        }
        T started = thing.call();
        running.push(started);
        return started;
    }

    boolean isRunning() {
        return !running.isEmpty();
    }

    boolean isEnding() {
        return ending;
    }

    @Override
    public void close() {
        ending = true;
        synchronized (this) {
            while (!running.isEmpty()) {
                stop(running.pop());
            }
        }
    }

    private static void stop(AutoCloseable thing) {
        try {
            thing.close();
        } catch (Exception e) {
            // The rest must be stopped all the same.
            System.err.println("hashpost: " + e);
        }
    }
}
