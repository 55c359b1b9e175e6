package dev.hashpost.message;

import dev.hashpost.http.ConditionalAnswer;
import dev.hashpost.http.Representation;
import dev.hashpost.http.WireAnswer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The forms in which a text message is sent as JSON: as it is, and, from the first time that it is asked for, gzipped. */
final class JsonForms {
    static final String MEDIA_TYPE = "application/json";

    private final Representation plain;
    private final Kept<Optional<Representation>> gzipped = new Kept<>();

    private volatile @Nullable Ready readyPlain;
    private volatile @Nullable Ready readyGzipped;

    /** The wire's bytes, which are right as long as {@code Cache-Control} is the same. */
    private record Ready(String cacheControl, WireAnswer answer) {}

    JsonForms(Message message) {
        String etag = "\"" + message.digest() + ".json\"";
        plain = Representation.plain(MEDIA_TYPE, etag, JsonAnswer.ofText(message.body()));
    }

    Representation plain() {
        return plain;
    }

    /** Empty if it is not worth it. */
    Optional<Representation> gzipped() {
        return gzipped.orMake(plain::gzipped);
    }

    /** The answer with the form as it is. */
    WireAnswer wirePlain(String cacheControl) {
        @Nullable Ready ready = readyPlain;
        if (ready == null || !ready.cacheControl.equals(cacheControl)) {
            ready = ready(plain, cacheControl);
            readyPlain = ready;
        }
        return ready.answer;
    }

    /** The answer to a client that prefers gzip; empty if that has still to be made, which takes its time. */
    Optional<WireAnswer> wireGzipped(String cacheControl) {
        if (!plain.isWorthCoding()) {
            return Optional.of(wirePlain(cacheControl));
        }
        return gzipped.ifMade()
                .map(worthIt ->
                        worthIt.map(form -> wireGzipped(form, cacheControl)).orElseGet(() -> wirePlain(cacheControl)));
    }

    private WireAnswer wireGzipped(Representation form, String cacheControl) {
        @Nullable Ready ready = readyGzipped;
        if (ready == null || !ready.cacheControl.equals(cacheControl)) {
            ready = ready(form, cacheControl);
            readyGzipped = ready;
        }
        return ready.answer;
    }

    private static Ready ready(Representation form, String cacheControl) {
        return new Ready(cacheControl, WireAnswer.of(ConditionalAnswer.full(form, cacheControl)));
    }
}
