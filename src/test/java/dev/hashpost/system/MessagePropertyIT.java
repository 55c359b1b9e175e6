package dev.hashpost.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.StringWriter;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** For any text: what is posted comes back the same, under the JDK's SHA-256 of its UTF-8. */
class MessagePropertyIT {
    private static final JsonFactory JSON = new JsonFactory();

    private final Client hashpost = Service.shared().client();

    @Property(tries = 300, shrinking = ShrinkingMode.BOUNDED)
    void whatIsPostedComesBackTheSame(@ForAll("texts") String text) throws IOException {
        String digest = Digests.of(text);
        assertThat(hashpost.postJson(object(text)).body()).isEqualTo("{\"digest\":\"" + digest + "\"}");
        assertThat(message(hashpost.getMessage(digest).bytes())).isEqualTo(text);
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<Integer> codePoints = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(4, Arbitraries.integers().between(0, 0x7F)),
                net.jqwik.api.Tuple.of(2, Arbitraries.integers().between(0x80, 0xD7FF)),
                net.jqwik.api.Tuple.of(1, Arbitraries.integers().between(0xE000, 0xFFFF)),
                net.jqwik.api.Tuple.of(2, Arbitraries.integers().between(0x10000, 0x10FFFF)));
        return codePoints
                .list()
                .ofMaxSize(3000)
                .map(points -> points.stream()
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString());
    }

    private static String object(String text) throws IOException {
        StringWriter json = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(json)) {
            generator.writeStartObject();
            generator.writeStringField("message", text);
            generator.writeEndObject();
        }
        return json.toString();
    }

    private static String message(byte[] json) throws IOException {
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            assertThat(parser.nextFieldName()).isEqualTo("message");
            return parser.nextTextValue();
        }
    }
}
