package dev.hashpost.http;

import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.glassfish.grizzly.http.util.FastHttpDateFormat;
import org.jspecify.annotations.Nullable;

/** An answer as HTTP/1.1 writes it (RFC 9112), all but what differs from one request to the next, to be sent often. */
public final class WireAnswer {
    private static final byte[] REQUEST_ID = ascii(RequestId.HEADER + ": ");
    private static final byte[] DATE = ascii("\r\nDate: ");
    private static final byte[] LINE_END = ascii("\r\n");
    private static final byte[] OVER_TLS = ascii(lines(StandardHeaders.OVER_TLS));

    /** What all answers of a status begin with, shared by those that are kept. */
    private static final ConcurrentMap<Integer, byte[]> BEGINS = new ConcurrentHashMap<>();

    private final int status;
    private final byte[] begin;
    private final byte[] fields;
    private final byte[] body;

    private WireAnswer(int status, byte[] begin, byte[] fields, byte[] body) {
        this.status = status;
        this.begin = begin;
        this.fields = fields;
        this.body = body;
    }

    public static WireAnswer of(Answer answer) {
        return new WireAnswer(
                answer.status(), beginOf(answer.status()), ascii(lines(answer.fields()) + "\r\n"), answer.body());
    }

    private static byte[] beginOf(int status) {
        return BEGINS.computeIfAbsent(status, it -> ascii(statusLine(it) + lines(StandardHeaders.ALWAYS)));
    }

    private static String statusLine(int status) {
        Response.@Nullable Status known = Response.Status.fromStatusCode(status);
        return "HTTP/1.1 " + status + ' ' + (known == null ? "" : known.getReasonPhrase()) + "\r\n";
    }

    private static String lines(List<Map.Entry<String, String>> fields) {
        StringBuilder lines = new StringBuilder();
        fields.forEach(field -> lines.append(field.getKey())
                .append(": ")
                .append(field.getValue())
                .append("\r\n"));
        return lines.toString();
    }

    int status() {
        return status;
    }

    int bodyBytes() {
        return body.length;
    }

    /** How many bytes it takes to keep beside the answer's own body. */
    public int headBytes() {
        return fields.length;
    }

    /** All that is sent to answer the request with this id. */
    byte[] bytes(String requestId, boolean secure) {
        byte[] date = FastHttpDateFormat.getCurrentDateBytes();
        byte[] tls = secure ? OVER_TLS : new byte[0];
        byte[] all = new byte
                [begin.length
                        + REQUEST_ID.length
                        + requestId.length()
                        + DATE.length
                        + date.length
                        + LINE_END.length
                        + tls.length
                        + fields.length
                        + body.length];
        int at = append(begin, all, 0);
        at = append(REQUEST_ID, all, at);
        at = append(ascii(requestId), all, at);
        at = append(DATE, all, at);
        at = append(date, all, at);
        at = append(LINE_END, all, at);
        at = append(tls, all, at);
        at = append(fields, all, at);
        append(body, all, at);
        return all;
    }

    private static int append(byte[] from, byte[] to, int at) {
        System.arraycopy(from, 0, to, at, from.length);
        return at + from.length;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
