package dev.hashpost.http;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;
import java.util.function.Supplier;

/** Answers a read: chooses the coding, and sends 304 to a client that holds the representation already. */
public final class ConditionalAnswer {
    private static final String VARY = "Accept, Accept-Encoding";

    private ConditionalAnswer() {}

    /**
     * The answer to a GET or HEAD.
     *
     * @param gzipped the same under gzip, if that is worth it
     * @param cacheControl the value of {@code Cache-Control}
     */
    public static Answer to(
            HttpHeaders request,
            Representation plain,
            Supplier<Optional<Representation>> gzipped,
            String cacheControl) {
        Representation chosen = AcceptEncoding.prefersGzip(FieldLines.of(request, HttpHeaders.ACCEPT_ENCODING))
                ? gzipped.get().orElse(plain)
                : plain;
        boolean held = EntityTags.anyMatches(FieldLines.of(request, HttpHeaders.IF_NONE_MATCH), chosen.etag());
        return held ? validators(Answer.of(304), chosen, cacheControl) : full(chosen, cacheControl);
    }

    /** The answer with the whole representation. */
    public static Answer full(Representation chosen, String cacheControl) {
        Answer answer = Answer.full(200, chosen.mediaType(), chosen.bytes(), chosen.reprDigest());
        if (chosen.coding() != null) {
            answer = answer.with(HttpHeaders.CONTENT_ENCODING, chosen.coding());
        }
        return validators(answer, chosen, cacheControl);
    }

    private static Answer validators(Answer answer, Representation chosen, String cacheControl) {
        return answer.with(HttpHeaders.ETAG, chosen.etag())
                .with(HttpHeaders.CACHE_CONTROL, cacheControl)
                .with(HttpHeaders.VARY, VARY);
    }
}
