package dev.hashpost.persistence;

import java.lang.reflect.Field;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/**
 * What the container's pool of connections is doing.
 *
 * <p>Payara tells that only through its own monitoring, which slows every use of a connection down, so it is looked at by
 * reflection, here and nowhere else. Where that fails, the figures are NaN.
 */
final class PayaraPool {
    private interface Figure {
        int of(Object pool) throws ReflectiveOperationException;
    }

    double active() {
        return figure(pool -> (int) call(call(pool, "getPoolStatus"), "getNumConnUsed"));
    }

    double idle() {
        return figure(pool -> (int) call(call(pool, "getPoolStatus"), "getNumConnFree"));
    }

    double pending() {
        return figure(pool -> (int) call(call(pool, "getPoolWaitQueue"), "getQueueLength"));
    }

    /** Whether nobody gave a connection back in time, as Payara words it. */
    static boolean isTimeout(SQLException failure) {
        return String.valueOf(failure.getMessage()).contains("max-wait-time");
    }

    private static double figure(Figure figure) {
        try {
            Optional<Object> pool = pool();
            return pool.isPresent() ? figure.of(pool.get()) : 0;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return Double.NaN;
        }
    }

    /** The pool; empty before it is first used. */
    private static Optional<Object> pool() throws ReflectiveOperationException {
        Class<?> runtimes = Class.forName("com.sun.enterprise.connectors.ConnectorRuntime");
        Object pools = call(runtimes.getMethod("getRuntime").invoke(null), "getPoolManager");
        Field table = pools.getClass().getDeclaredField("poolTable");
        table.setAccessible(true);
        return ((Map<?, ?>) table.get(pools))
                .entrySet().stream()
                        .filter(entry -> String.valueOf(entry.getKey()).contains("jdbc/hashpost"))
                        .map(entry -> (Object) entry.getValue())
                        .findFirst();
    }

    private static Object call(Object target, String method) throws ReflectiveOperationException {
        return target.getClass().getMethod(method).invoke(target);
    }
}
