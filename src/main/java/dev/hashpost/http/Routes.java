package dev.hashpost.http;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Stream;

/** Names paths by their routes: those of all features, and those that the container itself serves. */
@Singleton
public class Routes {
    /** Where Prometheus asks. */
    public static final String METRICS = "/metrics";

    private static final List<Route> OF_THE_CONTAINER = List.of(
            new Route("/openapi", "GET 200"),
            new Route("/health", "GET 200 503"),
            new Route("/health/{check}", "GET 200 503"),
            new Route(METRICS, "GET 200"));

    private final List<Route> served;

    @Inject
    public Routes(@Any Instance<Route> ofFeatures) {
        this(ofFeatures.stream().toList());
    }

    Routes(List<Route> ofFeatures) {
        served = Stream.concat(ofFeatures.stream(), OF_THE_CONTAINER.stream()).toList();
    }

    /** The route of a path as it was sent: not decoded, and without its query. */
    public Route of(String path) {
        for (int i = 0; i < served.size(); i++) {
            if (served.get(i).matches(path)) {
                return served.get(i);
            }
        }
        return Route.OTHER;
    }

    /** Whatever a request may be told to have. */
    public List<Route> all() {
        return Stream.concat(served.stream(), Stream.of(Route.OTHER, Route.MALFORMED))
                .toList();
    }
}
