package dev.hashpost.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.Filter;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpHeader;
import org.glassfish.grizzly.http.HttpPacket;
import org.glassfish.grizzly.http.HttpProbe;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.glassfish.grizzly.ssl.SSLFilter;

/**
 * Answers, with problems, the requests that never reach the service: those that are no HTTP, too large, or whose path
 * cannot be decoded.
 *
 * <p>Grizzly and the container answer those with a bare status line, some of them with 200. This filter stands between
 * the wire and the HTTP codec, knows the service's own answers by their {@code X-Request-Id}, puts a problem in place
 * of any other, and closes the connection.
 */
final class MalformedRequests extends BaseFilter {
    private static final byte[] MARK = (RequestId.HEADER + ":").getBytes(StandardCharsets.US_ASCII);
    private static final byte[] STATUS_LINE = "HTTP/1.1 ".getBytes(StandardCharsets.US_ASCII);

    /** What the container says of a path that it cannot decode or that leads out of the root. */
    private static final String UNDECODABLE = "Invalid URI";

    private static final Attribute<Boolean> REFUSED =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(MalformedRequests.class.getName() + ".refused");

    /** Set from when the codec has written a head until it comes by here: a body may look like one. */
    private static final Attribute<Boolean> HEAD_IS_NEXT =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(MalformedRequests.class.getName() + ".head");

    private final boolean secure;

    private MalformedRequests(boolean secure) {
        this.secure = secure;
    }

    /** Watches every listener of this server from now on. */
    static void watch() {
        for (TCPNIOTransport transport : HttpListeners.transports()) {
            FilterChain chain = (FilterChain) transport.getProcessor();
            boolean secure = chain.stream().anyMatch(SSLFilter.class::isInstance);
            for (Filter filter : List.copyOf(chain)) {
                if (filter instanceof HttpServerFilter codec) {
                    codec.getMonitoringConfig().addProbes(new CodecProbe());
                    chain.add(chain.indexOf(codec), new MalformedRequests(secure));
                }
            }
        }
    }

    @Override
    public NextAction handleWrite(FilterChainContext context) {
        if (!(context.getMessage() instanceof Buffer answer)) {
            return context.getInvokeAction();
        }
        Connection<?> connection = context.getConnection();
        if (REFUSED.isSet(connection)) {
            answer.tryDispose(); // The rest of an answer that was replaced.
            return context.getStopAction();
        }
        if (HEAD_IS_NEXT.remove(connection) != null && isFinalAnswer(answer) && !isMarked(answer)) {
            REFUSED.set(connection, Boolean.TRUE);
            context.setMessage(Buffers.wrap(context.getMemoryManager(), replacementFor(answer)));
            context.addCompletionListener(written -> connection.closeSilently());
        }
        return context.getInvokeAction();
    }

    /** Whether an answer starts here, and not an interim one such as 100 Continue. */
    private static boolean isFinalAnswer(Buffer buffer) {
        int status = buffer.position() + STATUS_LINE.length;
        return find(STATUS_LINE, buffer, buffer.position(), status)
                && buffer.limit() > status
                && buffer.get(status) != '1';
    }

    private static boolean isMarked(Buffer head) {
        return find(MARK, head, head.position(), head.limit());
    }

    private static boolean find(byte[] wanted, Buffer buffer, int from, int to) {
        int last = Math.min(to, buffer.limit()) - wanted.length;
        for (int start = from; start <= last; start++) {
            int matched = 0;
            while (matched < wanted.length && buffer.get(start + matched) == wanted[matched]) {
                matched++;
            }
            if (matched == wanted.length) {
                return true;
            }
        }
        return false;
    }

    private byte[] replacementFor(Buffer answer) {
        String head = answer.toStringContent(StandardCharsets.ISO_8859_1);
        Problem problem = problemOf(head);
        String id = RequestId.orNew(null);
        byte[] body = problem.toJson(id);
        StringBuilder text = new StringBuilder(512);
        text.append("HTTP/1.1 ")
                .append(problem.status())
                .append(' ')
                .append(problem.title())
                .append("\r\n");
        append(text, RequestId.HEADER, id);
        StandardHeaders.of(secure).forEach(header -> append(text, header.getKey(), header.getValue()));
        problem.headers().forEach((name, value) -> append(text, name, value));
        append(text, "Cache-Control", "no-store");
        append(text, DigestFields.REPR_DIGEST, DigestFields.sha256Of(body));
        append(text, "Content-Type", ProblemMediaType.chosenBy(null));
        append(text, "Content-Length", Integer.toString(body.length));
        append(text, "Connection", "close");
        text.append("\r\n").append(new String(body, StandardCharsets.UTF_8));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Problem problemOf(String head) {
        String statusLine = head.lines().findFirst().orElse("");
        int status = Integer.parseInt(statusLine.substring(STATUS_LINE.length, STATUS_LINE.length + 3));
        if (status < 400 || statusLine.endsWith(UNDECODABLE)) {
            return Problems.ofStatus(404);
        }
        Problem problem = Problems.ofStatus(status);
        return head.lines()
                .filter(line -> line.startsWith("Allow: "))
                .findFirst()
                .map(line -> problem.with("Allow", line.substring("Allow: ".length())))
                .orElse(problem);
    }

    private static void append(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value).append("\r\n");
    }

    /** Tells heads from bodies, and gives requests over Grizzly's bounds a status that says which; its own is 400. */
    private static final class CodecProbe extends HttpProbe.Adapter {
        @Override
        @SuppressWarnings("rawtypes") // As it is declared.
        public void onHeaderSerializeEvent(Connection connection, HttpHeader header, Buffer buffer) {
            HEAD_IS_NEXT.set(connection, Boolean.TRUE);
        }

        @Override
        @SuppressWarnings("rawtypes") // As it is declared.
        public void onErrorEvent(Connection connection, HttpPacket packet, Throwable error) {
            if (packet.getHttpHeader() instanceof HttpRequestPacket request && isOversize(error)) {
                boolean lineWasRead = !request.getProtocolDC().isNull();
                request.getResponse().setStatus(lineWasRead ? 431 : 414);
            }
        }

        private static boolean isOversize(Throwable error) {
            String reason = String.valueOf(error.getMessage());
            return reason.contains("too large") || reason.contains("exceed") || reason.contains("bigger");
        }
    }
}
