package dev.hashpost.http;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Builds JAX-RS answers whose bytes are known, with their {@code Repr-Digest} (RFC 9530). */
public final class Answers {
    private Answers() {}

    /** An answer that no cache may keep. */
    public static Response.ResponseBuilder uncached(int status, String mediaType, byte[] body) {
        return Response.status(status)
                .entity(body)
                .header(HttpHeaders.CONTENT_TYPE, mediaType)
                .header(HttpHeaders.CONTENT_LENGTH, body.length)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(DigestFields.REPR_DIGEST, DigestFields.sha256Of(body));
    }

    /**
     * The answer to OPTIONS, a browser's preflight included: reading is free to all origins.
     *
     * @param allow the methods that the path serves
     */
    public static Response options(String allow) {
        return Response.noContent()
                .header(HttpHeaders.ALLOW, allow)
                .header("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS")
                .header("Access-Control-Allow-Headers", "If-None-Match, X-Request-Id")
                .header("Access-Control-Max-Age", "86400")
                .build();
    }

    static Response.ResponseBuilder of(Problem problem, String requestId, @Nullable String accept) {
        Response.ResponseBuilder answer =
                uncached(problem.status(), ProblemMediaType.chosenBy(accept), problem.toJson(requestId));
        problem.headers().forEach(answer::header);
        return answer;
    }
}
