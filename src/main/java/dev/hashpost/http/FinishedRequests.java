package dev.hashpost.http;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** The one place that knows of every answer: from the direct path, from the container, and to what is no HTTP. */
@Singleton
public class FinishedRequests {
    /** By what a request's method is told: the last stands for any that is not served, so that there are not ever more. */
    public static final List<String> METHODS = List.of("GET", "HEAD", "POST", "OPTIONS", "other");

    private static final String OTHER_METHOD = "other";

    /** The id of no trace. */
    static final String UNTRACED = "";

    private final Routes routes;
    private final List<RequestObserver> observers;

    @Inject
    public FinishedRequests(Routes routes, @Any Instance<RequestObserver> observers) {
        this.routes = routes;
        this.observers = observers.stream().toList();
    }

    void direct(String method, String path, int status, long bytes, long sinceNanos, String requestId) {
        tell(method, routes.of(path), status, bytes, System.nanoTime() - sinceNanos, requestId, UNTRACED);
    }

    void ofContainer(
            String method, String path, int status, long bytes, long sinceNanos, String requestId, String traceId) {
        String known = METHODS.contains(method) ? method : OTHER_METHOD;
        tell(known, routes.of(path), status, bytes, System.nanoTime() - sinceNanos, requestId, traceId);
    }

    void malformed(int status, long bytes, String requestId) {
        tell(OTHER_METHOD, Route.MALFORMED, status, bytes, 0, requestId, UNTRACED);
    }

    private void tell(
            String method, Route route, int status, long bytes, long nanos, String requestId, String traceId) {
        FinishedRequest request = new FinishedRequest(method, route, status, bytes, nanos, requestId, traceId);
        for (int i = 0; i < observers.size(); i++) {
            observers.get(i).finished(request);
        }
    }
}
