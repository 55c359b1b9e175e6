package dev.hashpost.http;

import java.nio.charset.StandardCharsets;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpHeader;
import org.glassfish.grizzly.http.HttpPacket;
import org.glassfish.grizzly.http.HttpProbe;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.memory.Buffers;

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
    private final FinishedRequests finished;

    private MalformedRequests(boolean secure, FinishedRequests finished) {
        this.secure = secure;
        this.finished = finished;
    }

    /** Takes its place below a listener's codec. */
    static void watch(FilterChain chain, HttpServerFilter codec, boolean secure, FinishedRequests finished) {
        codec.getMonitoringConfig().addProbes(new CodecProbe());
        chain.add(chain.indexOf(codec), new MalformedRequests(secure, finished));
    }

    /** Whether a request on this connection was refused, so that nothing more is sent on it. */
    static boolean hasRefused(Connection<?> connection) {
        return REFUSED.isSet(connection);
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
        Problem problem = problemOf(answer.toStringContent(StandardCharsets.ISO_8859_1));
        String id = RequestId.orNew(null);
        WireAnswer replacement = WireAnswer.of(Answer.of(problem, id, null).with("Connection", "close"));
        finished.malformed(replacement.status(), replacement.bodyBytes(), id);
        return replacement.bytes(id, secure);
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
