package dev.hashpost.http;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;

/**
 * The Grizzly transports that Payara listens with.
 *
 * <p>A WAR has no supported way to them, so they are found by reflection, here and nowhere else. What they are needed
 * for, no setting of Payara does: problems for requests that are no HTTP, and closing the door before leaving.
 */
final class HttpListeners {
    private HttpListeners() {}

    /**
     * Every transport that has or will have a port open to clients.
     *
     * @throws IllegalStateException if this is not the Payara that is known here
     */
    static List<TCPNIOTransport> transports() {
        try {
            Class<?> globals = Class.forName("org.glassfish.internal.api.Globals");
            Class<?> serviceType = Class.forName("com.sun.enterprise.v3.services.impl.GrizzlyService");
            Object service = globals.getMethod("get", Class.class).invoke(null, serviceType);
            Field proxies = serviceType.getDeclaredField("proxies");
            proxies.setAccessible(true);
            List<TCPNIOTransport> transports = new ArrayList<>();
            for (Object proxy : (Collection<?>) proxies.get(service)) {
                Object listener =
                        proxy.getClass().getMethod("getUnderlyingListener").invoke(proxy);
                Object transport = listener.getClass().getMethod("getTransport").invoke(listener);
                if (transport instanceof TCPNIOTransport tcp && tcp.getProcessor() instanceof FilterChain) {
                    transports.add(tcp);
                }
            }
            return transports;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Payara's HTTP listeners are not where they were in 6.2025", e);
        }
    }
}
