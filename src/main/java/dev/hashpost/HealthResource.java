package dev.hashpost;

import dev.hashpost.http.Answer;
import dev.hashpost.http.ProblemException;
import dev.hashpost.http.Problems;
import dev.hashpost.http.Route;
import dev.hashpost.persistence.DatabaseProbe;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;

/** Tells users whether the service can do its job; the root leads here. */
@Path("/")
@Singleton
public class HealthResource {
    @Produces
    static final Route ROOT = new Route("/", "GET 302");

    @Produces
    static final Route HEALTH = new Route("/api/health", "GET 200 503");

    private static final byte[] OK = "OK".getBytes(StandardCharsets.US_ASCII);

    private final DatabaseProbe probe;

    @Inject
    public HealthResource(DatabaseProbe probe) {
        this.probe = probe;
    }

    @GET
    public Response root() {
        return Response.status(Response.Status.FOUND)
                .header(HttpHeaders.LOCATION, "/api/health")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    @GET
    @Path("api/health")
    public Response health() {
        if (!probe.isUp()) {
            throw new ProblemException(Problems.unavailable("The database does not answer.", 2));
        }
        return Answer.uncached(200, MediaType.TEXT_PLAIN, OK).toResponse();
    }

    @OPTIONS
    public Response optionsOfRoot() {
        return Answer.options("GET, HEAD, OPTIONS").toResponse();
    }

    @OPTIONS
    @Path("api/health")
    public Response optionsOfHealth() {
        return Answer.options("GET, HEAD, OPTIONS").toResponse();
    }
}
