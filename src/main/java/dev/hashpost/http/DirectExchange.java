package dev.hashpost.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.http.Method;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.threadpool.Threads;
import org.jspecify.annotations.Nullable;

/** A request that a {@link DirectService} may answer, and the way to answer it: exactly once. */
public final class DirectExchange {
    /** An attribute of the codec's request, which is where Payara looks for those that the servlet's request lacks. */
    private static final String HANDED_OVER = DirectExchange.class.getName() + ".handed-over";

    private final FilterChainContext context;
    private final HttpContent content;
    private final HttpRequestPacket request;
    private final GatePlace place;
    private final FinishedRequests finished;
    private final long since = System.nanoTime();
    private boolean suspended;

    /** @param place what it has in the gate; without one it can only be refused */
    DirectExchange(FilterChainContext context, HttpContent content, GatePlace place, FinishedRequests finished) {
        this.context = context;
        this.content = content;
        this.request = (HttpRequestPacket) content.getHttpHeader();
        this.place = place;
        this.finished = finished;
    }

    /** Whether the bound on requests in flight is for it: what the container would do first is not, nor the operator's. */
    boolean isBounded() {
        return (isGet() || isPost()) && !EdgeFilter.OF_THE_OPERATOR.contains(path());
    }

    public boolean isGet() {
        return request.getMethod() == Method.GET;
    }

    public boolean isPost() {
        return request.getMethod() == Method.POST;
    }

    /** The path as it was sent, not decoded. */
    public String path() {
        return request.getRequestURI();
    }

    /** The values of a header field, one a line; empty if it is not there. */
    public List<String> fieldLines(String name) {
        List<String> lines = new ArrayList<>(2);
        request.getHeaders().values(name).forEach(lines::add);
        return lines;
    }

    /** How many bytes {@link #body} has. */
    public int bodyLength() {
        return content.getContent().remaining();
    }

    /** The whole body. */
    public byte[] body() {
        Buffer buffer = content.getContent();
        byte[] bytes = new byte[buffer.remaining()];
        int position = buffer.position();
        buffer.get(bytes);
        buffer.position(position); // For the container, if the request is left to it.
        return bytes;
    }

    /** Gives what was found to the servlet that the request is left to, so that it need not look for it again. */
    public void handOver(Object found) {
        request.setAttribute(HANDED_OVER, found);
    }

    /** What was handed over with the request; empty if it was not offered to a {@link DirectService}, or that found nothing. */
    public static <T> Optional<T> handedOver(HttpServletRequest request, Class<T> type) {
        return Optional.ofNullable(request.getAttribute(HANDED_OVER))
                .filter(type::isInstance)
                .map(type::cast);
    }

    /** To be called before another thread may answer; the service has taken the request then. */
    public void suspend() {
        context.suspend();
        suspended = true;
    }

    boolean isSuspended() {
        return suspended;
    }

    public void answer(WireAnswer answer) {
        answer(answer, requestId());
    }

    /** Answers with the problem that the failure stands for. */
    public void fail(Throwable failure) {
        String id = requestId();
        @Nullable Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        Problem problem = FailedRequests.problemOf(cause == null ? failure : cause, id, FinishedRequests.UNTRACED);
        answer(WireAnswer.of(Answer.of(problem, id, request.getHeader("Accept"))), id);
    }

    /** Leaves the request to the container after all, though it was suspended. */
    public void leaveToContainer() {
        leaveUnanswered();
        NextAction next = context.getInvokeAction();
        try {
            workers().execute(() -> context.resume(next));
        } catch (RuntimeException e) {
            context.getConnection().closeSilently(); // As many requests wait for a worker as may.
        }
    }

    private Executor workers() {
        return context.getConnection().getTransport().getWorkerThreadPool();
    }

    private String requestId() {
        return RequestId.orNew(request.getHeader(RequestId.HEADER));
    }

    private void answer(WireAnswer answer, String id) {
        Connection<?> connection = context.getConnection();
        try {
            Buffer buffer = Buffers.wrap(context.getMemoryManager(), answer.bytes(id, request.isSecure()));
            context.write(null, buffer, place);
            place.leaveInTime(connection);
            finished.direct(isGet() ? "GET" : "POST", path(), answer.status(), answer.bodyBytes(), since, id);
            context.notifyDownstream(HttpServerFilter.RESPONSE_COMPLETE_EVENT);
            content.recycle();
            request.recycle();
            if (suspended) {
                resume();
            }
        } catch (RuntimeException | Error e) {
            connection.closeSilently(); // Nobody may be left waiting for an answer that will not come.
            place.leave();
        }
    }

    /**
     * Goes on with what the connection has sent meanwhile: here what is plain, on the container's workers the rest. Grizzly
     * hands that over only from a thread that it takes for one of its own, which is not to be blocked, as this one is not.
     */
    private void resume() {
        boolean service = Threads.isService();
        Threads.setService(true);
        try {
            context.resume(context.getStopAction());
        } finally {
            Threads.setService(service);
        }
    }

    /** For the container, which counts it again. */
    void leaveUnanswered() {
        ContainerRequests.begin(request, since);
        place.leave();
    }
}
