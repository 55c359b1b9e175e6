package dev.hashpost.http;

import jakarta.enterprise.context.Dependent;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;

/** Makes a path with a trailing slash, which JAX-RS would let pass for the one without, a path of its own: unknown. */
@Dependent
@Provider
@PreMatching
public class PathFilter implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
        String path = request.getUriInfo().getRequestUri().getRawPath();
        if (path.length() > 1 && path.endsWith("/")) {
            throw new NotFoundException();
        }
    }
}
