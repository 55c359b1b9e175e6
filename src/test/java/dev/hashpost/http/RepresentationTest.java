package dev.hashpost.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepresentationTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1023})
    void aSmallOneIsNotWorthCoding(int size) {
        assertThat(plain(new byte[size]).gzipped()).isEmpty();
    }

    @Test
    void whatDoesNotShrinkIsNotCoded() {
        byte[] random = new byte[100_000];
        new Random(1).nextBytes(random);
        assertThat(plain(random).gzipped()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1024, 100_000})
    void theRestIsCodedSoThatItCanBeDecoded(int size) throws IOException {
        byte[] bytes = "hash ".repeat(size).substring(0, size).getBytes(UTF_8);
        Representation coded = plain(bytes).gzipped().orElseThrow();
        assertThat(coded.coding()).isEqualTo("gzip");
        assertThat(coded.bytes().length).isLessThan(size);
        try (GZIPInputStream decoded = new GZIPInputStream(new ByteArrayInputStream(coded.bytes()))) {
            assertThat(decoded.readAllBytes()).isEqualTo(bytes);
        }
    }

    /** RFC 9110, section 8.8.1: a strong tag is of these very bytes. */
    @Test
    void theCodedOneHasATagOfItsOwnThatIsStrongToo() {
        Representation plain = plain(new byte[2000]);
        Representation coded = plain.gzipped().orElseThrow();
        assertThat(coded.etag()).isNotEqualTo(plain.etag()).matches("\"[!#-~]+\"");
        assertThat(coded.mediaType()).isEqualTo(plain.mediaType());
    }

    @Test
    void codingTwiceGivesTheSameBytes() {
        Representation plain = plain("hash ".repeat(2000).getBytes(UTF_8));
        assertThat(plain.gzipped().orElseThrow().bytes())
                .isEqualTo(plain.gzipped().orElseThrow().bytes());
    }

    private static Representation plain(byte[] bytes) {
        return Representation.plain("text/plain", "\"a.txt\"", bytes);
    }
}
