package dev.hashpost.http;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of a header field that may stand on several lines. */
final class FieldLines {
    private FieldLines() {}

    /** One value a line; empty if the field is not there. */
    static List<String> of(HttpHeaders request, String field) {
        @Nullable List<String> lines = request.getRequestHeader(field);
        return lines == null ? List.of() : lines;
    }
}
