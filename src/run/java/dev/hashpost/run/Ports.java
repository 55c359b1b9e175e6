package dev.hashpost.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Locale;

/** Finds out which TCP ports can be listened on. */
public final class Ports {
    private Ports() {}

    /** A port of the loopback address that was free a moment ago, chosen by the operating system. */
    public static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
    }

    /**
     * Makes sure that a port can be listened on, on every address.
     *
     * @param setting the variable that the port comes from
     * @throws StartException naming the variable, if it cannot
     */
    static void requireFree(String setting, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(port));
        } catch (IOException e) {
            throw new StartException(setting + "=" + port + wayOut(setting, String.valueOf(e.getMessage())), e);
        }
    }

    private static String wayOut(String setting, String reason) {
        if (reason.toLowerCase(Locale.ROOT).contains("permission denied")) {
            return " needs privileges that this user lacks; set " + setting + " to a port from 1024 on";
        }
        return " is taken by another process; stop that one, or set " + setting + " to a free port";
    }
}
