package dev.hashpost.http;

import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.Filter;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpHeader;
import org.glassfish.grizzly.http.HttpProbe;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.http.server.HttpServerProbe;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.jspecify.annotations.Nullable;

/**
 * Tells of the requests that the container has answered, once it is wholly done with one: a servlet filter would not see
 * what comes of an exception, of an error page, or before all filters.
 */
final class ContainerRequests extends HttpServerProbe.Adapter {
    private static final Attribute<Long> SINCE =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(ContainerRequests.class.getName() + ".since");

    private static final Attribute<Long> BYTES =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(ContainerRequests.class.getName() + ".bytes");

    private final FinishedRequests finished;

    private ContainerRequests(FinishedRequests finished) {
        this.finished = finished;
    }

    /** Listens to a listener's codec, and to what is between that and the container. */
    static void watch(FilterChain chain, HttpServerFilter codec, FinishedRequests finished) {
        codec.getMonitoringConfig().addProbes(new BodyProbe());
        for (Filter filter : chain) {
            if (filter instanceof org.glassfish.grizzly.http.server.HttpServerFilter container) {
                container.getMonitoringConfig().addProbes(new ContainerRequests(finished));
            }
        }
    }

    /** Notes when the request came, unless that has been done. */
    static void begin(HttpRequestPacket request, long nanos) {
        if (SINCE.get(request) == null) {
            SINCE.set(request, nanos);
        }
    }

    @Override
    @SuppressWarnings("rawtypes") // As it is declared.
    public void onRequestCompleteEvent(
            org.glassfish.grizzly.http.server.HttpServerFilter filter, Connection connection, Response response) {
        @Nullable String id = response.getHeader(RequestId.HEADER);
        if (id == null) {
            return; // MalformedRequests has put a problem in its place, and told of that.
        }
        Request request = response.getRequest();
        @Nullable Long since = SINCE.get(request.getRequest());
        @Nullable Long bytes = BYTES.get(response.getResponse());
        finished.ofContainer(
                request.getMethod().getMethodString(),
                request.getRequestURI(),
                response.getStatus(),
                bytes == null ? 0 : bytes,
                since == null ? System.nanoTime() : since,
                id,
                Tracing.idOf(request));
    }

    /** Counts the bytes of bodies, whether or not their length was told beforehand. */
    private static final class BodyProbe extends HttpProbe.Adapter {
        @Override
        @SuppressWarnings("rawtypes") // As it is declared.
        public void onContentChunkSerializeEvent(Connection connection, HttpContent content) {
            HttpHeader response = content.getHttpHeader();
            @Nullable Long before = BYTES.get(response);
            BYTES.set(
                    response,
                    (before == null ? 0 : before) + content.getContent().remaining());
        }
    }
}
