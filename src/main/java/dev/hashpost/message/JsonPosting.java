package dev.hashpost.message;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.hashpost.http.Problem;
import dev.hashpost.http.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a posting from {@code {"message":"…","expiresIn":"PT1H"}}; members of other names are passed over. */
final class JsonPosting {
    /** How deep arrays and objects may lie in one another, the outermost counted. */
    private static final int MOST_LEVELS = 64;

    /** A hundred years: past any plan, and far from where dates overflow. */
    private static final Duration LONGEST_LIFE = Duration.ofDays(36_525);

    private static final String REFUSAL =
            "The body is not one JSON object, without duplicate names and at most " + MOST_LEVELS + " levels deep";

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MOST_LEVELS)
                    .maxStringLength(Integer.MAX_VALUE) // The body's length is bounded already.
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES) // Its table can be made to refuse names.
            .build();

    private JsonPosting() {}

    /**
     * Reads a posting.
     *
     * @param body the request's body
     * @param mostBytes that the message may have
     * @throws ProblemException 400 if the body is not one JSON object with a string {@code message}; 413 if the
     *     message is larger than allowed
     */
    static Posting parse(byte[] body, int mostBytes) {
        if (!Utf8.isValid(body)) {
            throw new ProblemException(invalid("The body is not UTF-8."));
        }
        // By a reader: from bytes, Jackson would guess among UTF-8, UTF-16 and UTF-32.
        Reader reader = new InputStreamReader(new ByteArrayInputStream(body), StandardCharsets.UTF_8);
        try (JsonParser parser = JSON.createParser(reader)) {
            return parse(parser, mostBytes);
        } catch (JsonProcessingException e) {
            throw new ProblemException(invalid(REFUSAL + placeOf(e)), e);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    /** Jackson's own text may quote the body, so only the place is told. */
    private static String placeOf(JsonProcessingException refused) {
        @Nullable JsonLocation place = refused.getLocation();
        return place == null
                ? "."
                : "; the fault is at line " + place.getLineNr() + ", column " + place.getColumnNr() + ".";
    }

    private static Posting parse(JsonParser parser, int mostBytes) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new ProblemException(invalid("The body is not a JSON object."));
        }
        @Nullable String message = null;
        Optional<Duration> life = Optional.empty();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "message" -> message = stringOf(parser, "message");
                case "expiresIn" -> life = Optional.of(lifeOf(stringOf(parser, "expiresIn")));
                default -> parser.skipChildren();
            }
        }
        if (parser.nextToken() != null) {
            throw new ProblemException(invalid("Something follows the JSON object."));
        }
        if (message == null) {
            throw new ProblemException(fault("The member message is missing.", "message"));
        }
        return new Posting(Message.of(bytesOf(message, mostBytes)), life);
    }

    private static String stringOf(JsonParser parser, String member) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw new ProblemException(fault("The member " + member + " must be a string.", member));
        }
        return parser.getText();
    }

    private static byte[] bytesOf(String message, int mostBytes) {
        byte[] bytes = Utf8.encode(message)
                .orElseThrow(() -> new ProblemException(
                        fault("The message holds an unpaired surrogate, which no UTF-8 text can.", "message")));
        if (bytes.length > mostBytes) {
            throw new ProblemException(new Problem(
                            "/problems/message-too-large",
                            "Message too large",
                            413,
                            "The message has " + bytes.length + " bytes; at most " + mostBytes + " are kept.")
                    .at("#/message"));
        }
        return bytes;
    }

    private static Duration lifeOf(String text) {
        try {
            Duration life = Duration.parse(text);
            if (life.compareTo(Duration.ofSeconds(1)) >= 0 && life.compareTo(LONGEST_LIFE) <= 0) {
                return Duration.ofSeconds(life.plusNanos(999_999_999).toSeconds());
            }
        } catch (DateTimeException | ArithmeticException e) {
            // Told below, as a duration out of bounds is.
        }
        throw new ProblemException(
                fault("expiresIn must be an ISO 8601 duration from PT1S to P36525D, such as PT1H.", "expiresIn"));
    }

    private static Problem invalid(String detail) {
        return new Problem("/problems/invalid-json", "Invalid JSON", 400, detail);
    }

    private static Problem fault(String detail, String member) {
        return new Problem("/problems/invalid-message", "Invalid message", 400, detail).at("#/" + member);
    }
}
