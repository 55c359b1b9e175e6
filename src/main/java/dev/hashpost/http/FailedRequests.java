package dev.hashpost.http;

import dev.hashpost.log.Event;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Tells the client of whatever ended its request early, and the log if it was the service's fault. */
final class FailedRequests {
    private static final Logger LOG = System.getLogger(FailedRequests.class.getName());

    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final AtomicLong LAST_TOLD = new AtomicLong(System.nanoTime() - SECOND_NANOS);

    private FailedRequests() {}

    /** The problem to answer with; logged under the request's id if it is 500, and once a second if it is 503. */
    static Problem problemOf(Throwable thrown, String requestId, String traceId) {
        Problem problem = problemOf(thrown);
        if (problem.status() == 500 || (problem.status() > 500 && isTimeToTell())) {
            log(problem, thrown, requestId, traceId);
        }
        return problem;
    }

    /** Once a second at most: an outage fails every request, and writing that down would be its own. */
    private static boolean isTimeToTell() {
        long now = System.nanoTime();
        long last = LAST_TOLD.get();
        return now - last > SECOND_NANOS && LAST_TOLD.compareAndSet(last, now);
    }

    private static void log(Problem problem, Throwable thrown, String requestId, String traceId) {
        Event event = Event.named("request_failed")
                .with("problem", problem.type())
                .with("status", problem.status())
                .with("request_id", requestId);
        if (!traceId.isEmpty()) {
            event.with("trace_id", traceId);
        }
        if (problem.status() == 500) { // A fault of our own; an outage would write such a trace for every request.
            event.causedBy(thrown);
        }
        event.log(LOG, problem.status() == 500 ? Level.ERROR : Level.WARNING);
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
