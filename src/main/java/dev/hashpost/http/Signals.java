package dev.hashpost.http;

import java.lang.reflect.Proxy;

/**
 * Takes a signal over from the JVM, whose own way runs all shutdown hooks at once and exits with 128 and the signal's
 * number.
 *
 * <p>{@code sun.misc.Signal} (module jdk.unsupported) is the only way; it is reached by reflection because javac warns
 * of it without end.
 */
final class Signals {
    private Signals() {}

    /**
     * Runs {@code action}, on a thread of its own, at every such signal from now on.
     *
     * @param name of the signal, without SIG
     * @throws IllegalStateException if this JVM has no such signal, or no way to take it over
     */
    static void handle(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy =
                    Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, (self, method, args) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("SIG" + name + " cannot be handled on this JVM", e);
        }
    }
}
