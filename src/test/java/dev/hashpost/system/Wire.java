package dev.hashpost.system;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A connection that sends requests byte for byte, each write in one piece, and reads one answer after the other. */
final class Wire implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket = new Socket();
    private final InputStream in;

    Wire(URI service) throws IOException {
        this(service, 0);
    }

    /** @param receiveBytes what the client's side takes before it is read; 0: what the system says */
    Wire(URI service, int receiveBytes) throws IOException {
        if (receiveBytes > 0) {
            socket.setReceiveBufferSize(receiveBytes);
        }
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(service.getHost(), service.getPort()), PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Writes it all at once. */
    void send(String requests) throws IOException {
        socket.getOutputStream().write(requests.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a request and reads its answer. */
    Reply ask(String request) throws IOException {
        send(request);
        return read();
    }

    /** Reads the next answer. */
    Reply read() throws IOException {
        String status = line();
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            String[] field = line.split(": *", 2);
            fields.merge(field[0].toLowerCase(Locale.ROOT), field[1], (one, other) -> one + ", " + other);
        }
        int length = Integer.parseInt(fields.getOrDefault("content-length", "0"));
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("after " + body.length + " of " + length + " bytes");
        }
        return new Reply(status, fields, new String(body, StandardCharsets.ISO_8859_1));
    }

    /** Whether the service has closed its side, with nothing more to read. */
    boolean isAtEnd() throws IOException {
        return in.read() < 0;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("after: " + line);
            }
            line.append((char) b);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /**
     * An answer.
     *
     * @param fields under their names in lower case, in the order in which they came
     * @param body a character a byte
     */
    record Reply(String statusLine, Map<String, String> fields, String body) {
        int status() {
            return Integer.parseInt(statusLine.split(" ", 3)[1]);
        }

        /** The value of a header field; empty if it is not there. */
        String field(String name) {
            return fields.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }

        /** All but what may differ between two answers to one request. */
        Reply timeless() {
            Map<String, String> rest = new LinkedHashMap<>(fields);
            rest.keySet().removeAll(Set.of("date", "x-request-id", "connection"));
            return new Reply(statusLine, rest, body);
        }
    }
}
