package dev.hashpost.http;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Turns whatever ends a JAX-RS request early into a problem. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {
    private static final Logger LOG = System.getLogger(ProblemMapper.class.getName());

    @Context
    private HttpServletRequest request;

    @Inject
    @SuppressWarnings("NullAway.Init") // JAX-RS sets the field.
    public ProblemMapper() {}

    @Override
    public Response toResponse(Throwable thrown) {
        Problem problem = problemOf(thrown);
        String id = RequestId.of(request);
        if (problem.status() >= 500) {
            // A trace is for faults of our own: an outage would write one for every request.
            LOG.log(
                    problem.status() == 500 ? Level.ERROR : Level.WARNING,
                    logLine(problem, id),
                    problem.status() == 500 ? thrown : null);
        }
        Response.ResponseBuilder answer = Answers.of(problem, id, request.getHeader(HttpHeaders.ACCEPT));
        return answer.build();
    }

    private static String logLine(Problem problem, String id) {
        return "event=request_failed problem=" + problem.type() + " status=" + problem.status() + " request_id=" + id;
    }

    private static Problem problemOf(Throwable thrown) {
        if (thrown instanceof ProblemException ended) {
            return ended.problem();
        }
        if (thrown instanceof WebApplicationException refused) {
            Response response = refused.getResponse();
            Problem problem = Problems.ofStatus(response.getStatus());
            String allow = response.getHeaderString(HttpHeaders.ALLOW);
            return allow == null ? problem : problem.with(HttpHeaders.ALLOW, complete(allow));
        }
        return Problems.internal();
    }

    /** JAX-RS serves HEAD wherever it serves GET, but does not say so; and it says the rest in any order. */
    private static String complete(String allow) {
        Set<String> methods = new TreeSet<>(List.of(allow.split("\\s*,\\s*")));
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return String.join(", ", methods);
    }
}
