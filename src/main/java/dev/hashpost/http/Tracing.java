package dev.hashpost.http;

import dev.hashpost.settings.Configured;
import dev.hashpost.settings.Settings;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * Whether requests are traced, which MicroProfile Telemetry's own setting decides ({@code OTEL_SDK_DISABLED=false}), and
 * spans below Payara's.
 */
@Singleton
public class Tracing implements Configured {
    /** A request's attribute; Payara hands those that begin so on to Grizzly's request. */
    private static final String ID = "grizzly.hashpost.trace-id";

    private final Optional<Tracer> tracer;

    @Inject
    public Tracing(Settings settings, Instance<Tracer> tracer) {
        boolean on = settings.text("OTEL_SDK_DISABLED", "true").equalsIgnoreCase("false");
        this.tracer = on ? Optional.of(tracer.get()) : Optional.empty();
    }

    public boolean isOn() {
        return tracer.isPresent();
    }

    /** Begins a span of this thread's request; to be ended from any thread. Only while tracing is on. */
    public Span begin(String name, SpanKind kind) {
        return tracer.orElseThrow().spanBuilder(name).setSpanKind(kind).startSpan();
    }

    /** Keeps the id of this thread's trace for what is told of the request after its span has ended. */
    void keepId(HttpServletRequest request) {
        SpanContext span = Span.current().getSpanContext();
        if (isOn() && span.isSampled()) { // Of any other nothing is to be found under it.
            request.setAttribute(ID, span.getTraceId());
        }
    }

    /** The id of the request's trace; empty if it has none. */
    static String idOf(HttpServletRequest request) {
        return idIn(request.getAttribute(ID));
    }

    /** The same, by the request below the servlet container's. */
    static String idOf(org.glassfish.grizzly.http.server.Request request) {
        return idIn(request.getAttribute(ID));
    }

    private static String idIn(Object attribute) {
        return attribute instanceof String id ? id : "";
    }
}
