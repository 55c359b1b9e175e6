package dev.hashpost.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FieldLinesTest {
    @Test
    void everyLineOfAFieldIsGivenAsItIs() {
        HttpHeaders request = new FakeHeaders("Accept", "a, b", "c");
        assertThat(FieldLines.of(request, "Accept")).containsExactly("a, b", "c");
    }

    @Test
    void aFieldThatIsNotThereHasNoLines() {
        assertThat(FieldLines.of(new FakeHeaders("Accept", "a"), "Range")).isEmpty();
    }

    /** The header of a request with one field. */
    @SuppressWarnings("NullAway") // As JAX-RS has it: null for what is not there.
    static final class FakeHeaders implements HttpHeaders {
        private final MultivaluedMap<String, String> fields = new MultivaluedHashMap<>();

        FakeHeaders(String name, String... lines) {
            fields.put(name, List.of(lines));
        }

        @Override
        public @Nullable List<String> getRequestHeader(String name) {
            return fields.get(name);
        }

        @Override
        public @Nullable String getHeaderString(String name) {
            return fields.containsKey(name) ? String.join(",", fields.get(name)) : null;
        }

        @Override
        public MultivaluedMap<String, String> getRequestHeaders() {
            return fields;
        }

        @Override
        public List<MediaType> getAcceptableMediaTypes() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Locale> getAcceptableLanguages() {
            throw new UnsupportedOperationException();
        }

        @Override
        public @Nullable MediaType getMediaType() {
            return null;
        }

        @Override
        public @Nullable Locale getLanguage() {
            return null;
        }

        @Override
        public Map<String, Cookie> getCookies() {
            return Map.of();
        }

        @Override
        @SuppressWarnings("JavaUtilDate") // As it is declared.
        public @Nullable Date getDate() {
            return null;
        }

        @Override
        public int getLength() {
            return -1;
        }
    }
}
