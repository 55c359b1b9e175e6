package dev.hashpost.system;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Posts message after message on one connection, and on a new one whenever the service closed the last, until it is let
 * in no more. Its own HTTP, because a library would hide a failure by trying again.
 */
final class PersistentUser {
    private static final int PATIENCE_MILLIS = 20_000;

    private final URI service;
    private final int number;

    PersistentUser(URI service, int number) {
        this.service = service;
        this.number = number;
    }

    /**
     * How many posts were served.
     *
     * @throws IOException if one failed that the service had accepted
     */
    int useUntilTheDoorIsClosed() throws IOException {
        int served = 0;
        while (true) {
            Socket opened;
            try {
                opened = new Socket(service.getHost(), service.getPort());
            } catch (SocketException e) {
                return served; // Refused, or reset within the handshake: the door is closed.
            }
            try (Socket socket = opened) {
                socket.setSoTimeout(PATIENCE_MILLIS);
                int now = useOneConnection(socket, served);
                if (now == served) {
                    return served; // Reset before it was accepted: the door closed just then.
                }
                served = now;
            }
        }
    }

    private int useOneConnection(Socket socket, int servedBefore) throws IOException {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        int served = servedBefore;
        boolean open = true;
        while (open) {
            byte[] body =
                    ("{\"message\":\"user " + number + " message " + served + "\"}").getBytes(StandardCharsets.UTF_8);
            String head = "POST /messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Content-Length: " + body.length + "\r\n\r\n";
            @Nullable String answer;
            try {
                socket.getOutputStream()
                        .write((head + new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
                answer = readHead(in);
            } catch (SocketException e) {
                if (served == servedBefore) {
                    return served; // Nothing came on a connection that was new.
                }
                throw e;
            }
            if (!answer.startsWith("HTTP/1.1 201 ")) {
                throw new IOException("post " + served + " was answered: " + answer);
            }
            in.skipNBytes("{\"digest\":\"\"}".length() + 64);
            served++;
            open = !answer.contains("Connection: close");
        }
        return served;
    }

    private static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                throw head.isEmpty() ? new SocketException("closed") : new EOFException(head.toString());
            }
            head.append((char) b);
        }
        return head.toString();
    }
}
