package dev.hashpost.http;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer whose bytes are known, not yet tied to the way that it is sent: through JAX-RS, or straight to the wire. */
public final class Answer {
    private static final byte[] NOTHING = {};

    private final int status;
    private final List<Map.Entry<String, String>> fields;
    private final byte[] body;

    private Answer(int status, List<Map.Entry<String, String>> fields, byte[] body) {
        this.status = status;
        this.fields = fields;
        this.body = body;
    }

    /** An answer without a body or fields. */
    public static Answer of(int status) {
        return new Answer(status, List.of(), NOTHING);
    }

    /** An answer that no cache may keep, with its {@code Repr-Digest} (RFC 9530). */
    public static Answer uncached(int status, String mediaType, byte[] body) {
        return full(status, mediaType, body, DigestFields.sha256Of(body)).with(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    /**
     * The answer to OPTIONS, a browser's preflight included: reading is free to all origins.
     *
     * @param allow the methods that the path serves
     */
    public static Answer options(String allow) {
        return of(204).with(HttpHeaders.ALLOW, allow)
                .with("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS")
                .with("Access-Control-Allow-Headers", "If-None-Match, X-Request-Id")
                .with("Access-Control-Max-Age", "86400");
    }

    static Answer of(Problem problem, String requestId, @Nullable String accept) {
        Answer answer = uncached(problem.status(), ProblemMediaType.chosenBy(accept), problem.toJson(requestId));
        for (Map.Entry<String, String> header : problem.headers().entrySet()) {
            answer = answer.with(header.getKey(), header.getValue());
        }
        return answer;
    }

    static Answer full(int status, String mediaType, byte[] body, String reprDigest) {
        return new Answer(status, List.of(), body)
                .with(HttpHeaders.CONTENT_TYPE, mediaType)
                .with(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length))
                .with(DigestFields.REPR_DIGEST, reprDigest);
    }

    /** The same with one more header field. */
    public Answer with(String name, String value) {
        List<Map.Entry<String, String>> more = new ArrayList<>(fields);
        more.add(Map.entry(name, value));
        return new Answer(status, more, body);
    }

    /** For JAX-RS, which leaves the body out for a HEAD. */
    public Response toResponse() {
        Response.ResponseBuilder response = Response.status(status);
        if (body.length > 0) {
            response.entity(body);
        }
        fields.forEach(field -> response.header(field.getKey(), field.getValue()));
        return response.build();
    }

    int status() {
        return status;
    }

    List<Map.Entry<String, String>> fields() {
        return fields;
    }

    byte[] body() {
        return body;
    }
}
