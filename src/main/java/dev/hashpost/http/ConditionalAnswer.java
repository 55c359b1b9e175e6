package dev.hashpost.http;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** Answers a read: chooses the coding, and sends 304 to a client that holds the representation already. */
public final class ConditionalAnswer {
    private static final String VARY = "Accept, Accept-Encoding";

    private ConditionalAnswer() {}

    /**
     * The answer to a GET; JAX-RS leaves the body out for a HEAD.
     *
     * @param plain what to send when no coding is preferred
     * @param cacheControl the value of {@code Cache-Control}
     */
    public static Response to(HttpHeaders request, Representation plain, String cacheControl) {
        Representation chosen = choose(request, plain);
        boolean held = EntityTags.anyMatches(FieldLines.of(request, HttpHeaders.IF_NONE_MATCH), chosen.etag());
        Response.ResponseBuilder answer = held ? Response.notModified() : full(chosen);
        return answer.header(HttpHeaders.ETAG, chosen.etag())
                .header(HttpHeaders.CACHE_CONTROL, cacheControl)
                .header(HttpHeaders.VARY, VARY)
                .build();
    }

    private static Representation choose(HttpHeaders request, Representation plain) {
        return AcceptEncoding.prefersGzip(FieldLines.of(request, HttpHeaders.ACCEPT_ENCODING))
                ? plain.gzipped().orElse(plain)
                : plain;
    }

    private static Response.ResponseBuilder full(Representation chosen) {
        Response.ResponseBuilder answer = Response.ok(chosen.bytes())
                .header(HttpHeaders.CONTENT_TYPE, chosen.mediaType())
                .header(HttpHeaders.CONTENT_LENGTH, chosen.bytes().length)
                .header(DigestFields.REPR_DIGEST, DigestFields.sha256Of(chosen.bytes()));
        if (chosen.coding() != null) {
            answer.header(HttpHeaders.CONTENT_ENCODING, chosen.coding());
        }
        return answer;
    }
}
