package dev.hashpost.http;

import java.util.List;
import java.util.Locale;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.http.Protocol;
import org.glassfish.grizzly.http.util.MimeHeaders;
import org.glassfish.grizzly.nio.NIOConnection;

/**
 * Offers plain requests to the features that can answer them at once, between the HTTP codec and the container.
 *
 * <p>A servlet, JAX-RS and a change of threads cost more than all the rest of reading a cached message. A request is
 * plain when it has come whole in one piece and nothing in it asks for more than an answer. What is not plain, or
 * nobody takes, goes on to the container as if this filter was not there.
 */
final class DirectRequests extends BaseFilter {
    /** Set while the container has a request whose body is not all there yet: what comes next belongs to it. */
    private static final Attribute<Boolean> UNFINISHED =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(DirectRequests.class.getName() + ".unfinished");

    private final Gate gate;
    private final FinishedRequests finished;
    private final List<DirectService> services;

    private DirectRequests(Gate gate, FinishedRequests finished, List<DirectService> services) {
        this.gate = gate;
        this.finished = finished;
        this.services = services;
    }

    /** Takes its place above a listener's codec. */
    static void serve(
            FilterChain chain,
            HttpServerFilter codec,
            Gate gate,
            FinishedRequests finished,
            List<DirectService> services) {
        chain.add(chain.indexOf(codec) + 1, new DirectRequests(gate, finished, services));
    }

    @Override
    public NextAction handleRead(FilterChainContext context) {
        if (context.getMessage() instanceof HttpContent content) {
            boolean whole = isWhole(content, context.getConnection());
            HttpRequestPacket request = (HttpRequestPacket) content.getHttpHeader();
            if (whole && isPlain(request) && isIdle(context.getConnection()) && !gate.isClosing()) {
                GatePlace place = GatePlace.in(gate);
                DirectExchange exchange = new DirectExchange(context, content, place, finished);
                if (place.isHeld()) {
                    return offer(exchange, context);
                }
                if (exchange.isBounded()) {
                    exchange.fail(new ProblemException(EdgeFilter.OVERLOADED));
                    return context.getStopAction();
                }
            }
            ContainerRequests.begin(request, System.nanoTime());
        }
        return context.getInvokeAction();
    }

    private NextAction offer(DirectExchange exchange, FilterChainContext context) {
        NextAction afterSuspension = context.getSuspendAction();
        try {
            for (DirectService service : services) {
                if (service.take(exchange)) {
                    return exchange.isSuspended() ? afterSuspension : context.getStopAction();
                }
            }
        } catch (RuntimeException | Error e) {
            exchange.fail(e); // Nobody above would answer, count or log it.
            return exchange.isSuspended() ? afterSuspension : context.getStopAction();
        }
        exchange.leaveUnanswered();
        return context.getInvokeAction();
    }

    private static boolean isWhole(HttpContent content, Connection<?> connection) {
        boolean isRest = UNFINISHED.remove(connection) != null;
        if (!content.isLast()) {
            UNFINISHED.set(connection, Boolean.TRUE);
        }
        return content.isLast() && !isRest;
    }

    /** Whether all earlier answers are out: one who does not read them takes no more than one place here, and one in the container. */
    private static boolean isIdle(Connection<?> connection) {
        return connection.isOpen()
                && !MalformedRequests.hasRefused(connection)
                && connection instanceof NIOConnection nio
                && nio.getAsyncWriteQueue().spaceInBytes() == 0;
    }

    private static boolean isPlain(HttpRequestPacket request) {
        return request.getProtocol() == Protocol.HTTP_1_1
                && request.getQueryStringDC().isNull()
                && request.getProcessingState().isKeepAlive()
                && !request.getProcessingState().isError()
                && hasPlainFields(request.getHeaders());
    }

    private static boolean hasPlainFields(MimeHeaders fields) {
        int hosts = 0;
        for (int i = 0; i < fields.size(); i++) {
            switch (fields.getName(i).toString().toLowerCase(Locale.ROOT)) {
                case "host" -> hosts++;
                case "connection" -> {
                    if (!fields.getValue(i).equalsIgnoreCase("keep-alive")) {
                        return false;
                    }
                }
                case "transfer-encoding", "content-encoding", "expect", "upgrade", "trailer" -> {
                    return false;
                }
                default -> {
                    // Asks for nothing, or the service that takes the request looks at it.
                }
            }
        }
        return hosts == 1;
    }
}
