package dev.hashpost.http;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Turns whatever ends a JAX-RS request early into a problem. */
@Dependent
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {
    @Context
    private HttpServletRequest request;

    @Inject
    @SuppressWarnings("NullAway.Init") // JAX-RS sets the field.
    public ProblemMapper() {}

    @Override
    public Response toResponse(Throwable thrown) {
        String id = RequestId.of(request);
        Problem problem = FailedRequests.problemOf(thrown, id, Tracing.idOf(request));
        return Answer.of(problem, id, request.getHeader(HttpHeaders.ACCEPT)).toResponse();
    }
}
