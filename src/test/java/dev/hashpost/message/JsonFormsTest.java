package dev.hashpost.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hashpost.http.Representation;
import dev.hashpost.http.WireAnswer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class JsonFormsTest {
    private static final String YEAR = "public, max-age=31536000, immutable";
    private static final String HOUR = "public, max-age=3600, immutable";

    private final JsonForms small = forms("foo");
    private final JsonForms large = forms("worth a coding ".repeat(1000));

    @Test
    void thePlainFormIsTheJsonUnderTheDigest() {
        assertThat(small.plain().bytes()).asString(UTF_8).isEqualTo("{\"message\":\"foo\"}");
        assertThat(small.plain().etag())
                .isEqualTo("\"2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae.json\"");
        assertThat(small.plain().mediaType()).isEqualTo("application/json");
    }

    @Test
    void theGzippedFormHoldsThePlainOne() throws IOException {
        Representation gzipped = large.gzipped().orElseThrow();
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzipped.bytes()))) {
            assertThat(in.readAllBytes()).isEqualTo(large.plain().bytes());
        }
        assertThat(gzipped.etag()).isNotEqualTo(large.plain().etag());
    }

    @Test
    void theGzippedFormIsMadeOnceAndKept() {
        assertThat(large.gzipped().orElseThrow()).isSameAs(large.gzipped().orElseThrow());
    }

    @Test
    void theWireWaitsForNoGzip() {
        assertThat(large.wireGzipped(YEAR)).isEmpty();
        assertThat(large.gzipped()).isPresent();
        WireAnswer wire = large.wireGzipped(YEAR).orElseThrow();
        assertThat(wire).isNotSameAs(large.wirePlain(YEAR));
        assertThat(large.wireGzipped(YEAR)).containsSame(wire);
    }

    @Test
    void whatIsNotWorthACodingIsSentAsItIs() {
        assertThat(small.wireGzipped(YEAR)).containsSame(small.wirePlain(YEAR));
        assertThat(small.gzipped()).isEmpty();
    }

    @Test
    void theWiresBytesAreKeptAsLongAsTheyAreRight() {
        assertThat(large.gzipped()).isPresent();
        WireAnswer plain = small.wirePlain(YEAR);
        WireAnswer gzipped = large.wireGzipped(YEAR).orElseThrow();
        assertThat(small.wirePlain(YEAR)).isSameAs(plain);
        assertThat(large.wireGzipped(YEAR)).containsSame(gzipped);
        assertThat(small.wirePlain(HOUR)).isNotSameAs(plain);
        assertThat(large.wireGzipped(HOUR).orElseThrow()).isNotSameAs(gzipped);
    }

    private static JsonForms forms(String text) {
        return new JsonForms(Message.of(text.getBytes(UTF_8)));
    }
}
