package dev.hashpost.http;

import jakarta.ws.rs.core.Response;

/** The problems that belong to HTTP itself rather than to a feature. */
public final class Problems {
    private Problems() {}

    /**
     * The problem for a bare status, as the container or JAX-RS gives it.
     *
     * @param status 400 to 599; any other is taken for 500
     */
    public static Problem ofStatus(int status) {
        return switch (status) {
            case 400 -> badRequest("The request is malformed.");
            case 404 -> new Problem("/problems/not-found", "Not found", 404, "Nothing is served at this path.");
            case 405 ->
                new Problem(
                        "/problems/method-not-allowed",
                        "Method not allowed",
                        405,
                        "This path does not serve this method; Allow names those that it does.");
            case 406 ->
                new Problem(
                        "/problems/not-acceptable",
                        "Not acceptable",
                        406,
                        "None of the types in Accept can be served; application/json can.");
            case 408 ->
                new Problem(
                        "/problems/request-timeout",
                        "Request timeout",
                        408,
                        "The body came too slowly; send it again.");
            case 413 -> new Problem("/problems/content-too-large", "Content too large", 413, "The body is too large.");
            case 414 ->
                new Problem("/problems/uri-too-long", "URI too long", 414, "The request line is longer than 16 KiB.");
            case 415 ->
                new Problem(
                        "/problems/unsupported-media-type",
                        "Unsupported media type",
                        415,
                        "This path does not take bodies of this Content-Type; send application/json.");
            case 431 ->
                new Problem(
                        "/problems/header-fields-too-large",
                        "Request header fields too large",
                        431,
                        "The request's header is larger than 16 KiB.");
            case 501 ->
                new Problem(
                        "/problems/not-implemented",
                        "Not implemented",
                        501,
                        "The request asks for something of HTTP that is not known here.");
            case 503 -> unavailable("The service cannot take this request now.", 1);
            case 505 ->
                new Problem("/problems/http-version-not-supported", "HTTP version not supported", 505, "Use HTTP/1.1.");
            default -> status > 400 && status < 500 ? other(status) : internal();
        };
    }

    public static Problem badRequest(String detail) {
        return new Problem("/problems/bad-request", "Bad request", 400, detail);
    }

    /** The service failed by a fault of its own. */
    public static Problem internal() {
        return new Problem(
                "/problems/internal",
                "Internal server error",
                500,
                "The service failed; its log has the cause under this request id.");
    }

    /** The service cannot do this now, but may {@code retryAfter} seconds later. */
    public static Problem unavailable(String detail, int retryAfter) {
        return new Problem("/problems/unavailable", "Service unavailable", 503, detail)
                .with("Retry-After", Integer.toString(retryAfter));
    }

    private static Problem other(int status) {
        Response.Status known = Response.Status.fromStatusCode(status);
        String title = known == null ? "Request refused" : known.getReasonPhrase();
        return new Problem("about:blank", title, status, "The request was refused with " + status + ".");
    }
}
