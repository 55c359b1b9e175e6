package dev.hashpost.http;

import java.util.concurrent.atomic.AtomicBoolean;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.grizzly.WriteResult;

/** A request's place in the {@link Gate}: given up once, when its answer is out, or never will be, or before. */
@SuppressWarnings("rawtypes") // As it is declared.
final class GatePlace extends EmptyCompletionHandler<WriteResult> {
    private final Gate gate;
    private final AtomicBoolean left;

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

    /** Gives it up; to be called as often as one likes. */
    void leave() {
        if (!left.getAndSet(true)) {
            gate.leave();
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
