package dev.hashpost.http;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;

/** Keeps a request's trace id: Payara has begun its span by now, and ends it before all is told of the request. */
@Dependent
@Provider
public class TraceFilter implements ContainerRequestFilter {
    private final Tracing tracing;

    @Context
    @SuppressWarnings("NullAway.Init") // JAX-RS sets the field.
    private HttpServletRequest request;

    @Inject
    public TraceFilter(Tracing tracing) {
        this.tracing = tracing;
    }

    @Override
    public void filter(ContainerRequestContext context) {
        tracing.keepId(request);
    }
}
