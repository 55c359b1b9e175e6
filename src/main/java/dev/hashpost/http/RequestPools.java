package dev.hashpost.http;

import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import org.glassfish.grizzly.ThreadCache;
import org.jspecify.annotations.Nullable;

/**
 * The pools of used request objects that Grizzly has for each of its threads, made small.
 *
 * <p>The thread that polls takes an object from its own pool, a worker gives it back to its own, and so those of the workers
 * fill and are of no use: 16 of some 23 KB for each of up to 256 threads, which is a third of the heap. No setting of
 * Grizzly bounds them, so it is done by reflection.
 */
final class RequestPools {
    private static final int MOST_OF_A_THREAD = 1;

    private static final List<String> POOLED = List.of(
            "org.glassfish.grizzly.http.HttpServerFilter$ServerHttpRequestImpl",
            "org.glassfish.grizzly.http.HttpResponsePacketImpl",
            "org.glassfish.grizzly.http.server.Request");

    private RequestPools() {}

    /**
     * Bounds the pools that a thread has not used yet.
     *
     * @throws IllegalStateException if this is not the Payara that is known here
     */
    @SuppressWarnings("LockOnNonEnclosingClassLiteral") // It is Grizzly's own lock of what is read.
    static void bound() {
        try {
            Field types = ThreadCache.class.getDeclaredField("typeIndexMap");
            types.setAccessible(true);
            for (String pooled : POOLED) {
                Class.forName(pooled); // Which makes its entry, if nothing has needed it so far.
            }
            synchronized (ThreadCache.class) {
                for (String pooled : POOLED) {
                    @Nullable Object type = ((Map<?, ?>) types.get(null)).get(pooled);
                    if (type == null) {
                        throw new NoSuchFieldException(pooled);
                    }
                    Field size = type.getClass().getDeclaredField("size");
                    size.setAccessible(true);
                    size.setInt(type, MOST_OF_A_THREAD);
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Grizzly's pools of requests are not where they were in 4.0", e);
        }
    }
}
