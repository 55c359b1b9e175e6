package dev.hashpost.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.grizzly.WriteResult;
import org.jspecify.annotations.Nullable;

/** A request's place in the {@link Gate}: given up once, when its answer is out, or never will be, or before. */
@SuppressWarnings("rawtypes") // As it is declared.
final class GatePlace extends EmptyCompletionHandler<WriteResult> {
    /** In which the client has to take what it asked for. */
    private static final int UNREAD_SECONDS = 30;

    private final Gate gate;
    private final AtomicBoolean left;

    /** Completed when the place is given up, if that is being waited for. */
    private volatile @Nullable CompletableFuture<Void> awaited;

    private GatePlace(Gate gate, boolean entered) {
        this.gate = gate;
        this.left = new AtomicBoolean(!entered);
    }

    /** Asks for one. */
    static GatePlace in(Gate gate) {
        return new GatePlace(gate, gate.enter());
    }

    /** Whether it is there, and not given up yet. */
    boolean isHeld() {
        return !left.get();
    }

    /** Closes the connection if the answer that was written to it is not out in time; that gives the place up. */
    void leaveInTime(Connection<?> connection) {
        if (isHeld()) {
            CompletableFuture<Void> out = new CompletableFuture<>();
            var unused = out.orTimeout(UNREAD_SECONDS, TimeUnit.SECONDS).exceptionally(late -> {
                connection.terminateSilently();
                return null;
            });
            awaited = out;
            if (!isHeld()) {
                out.complete(null);
            }
        }
    }

    /** Gives it up; to be called as often as one likes. */
    void leave() {
        if (!left.getAndSet(true)) {
            gate.leave();
            @Nullable CompletableFuture<Void> out = awaited;
            if (out != null) {
                out.complete(null);
            }
        }
    }

    @Override
    public void completed(WriteResult result) {
        leave();
    }

    @Override
    public void cancelled() {
        leave();
    }

    @Override
    public void failed(Throwable failure) {
        leave();
    }
}
