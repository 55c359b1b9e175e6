package dev.hashpost.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What went wrong with a request: a problem detail (RFC 9457), and what clients of the older services look for beside
 * it.
 *
 * @param type a URI reference that names the kind of problem
 * @param title the kind in a few words; the same for every problem of one type
 * @param status the HTTP status, 400 to 599
 * @param detail what happened this time; never stored content, never an exception's text
 * @param errors the parts of the request that are wrong, if it is known which
 * @param headers header fields that go with the answer, such as {@code Retry-After}
 */
public record Problem(
        String type, String title, int status, String detail, List<Fault> errors, Map<String, String> headers) {

    /** A part of the request that is wrong; {@code pointer} is a JSON Pointer (RFC 6901) as a URI fragment. */
    public record Fault(String detail, String pointer) {}

    private static final JsonFactory JSON = new JsonFactory();

    public Problem(String type, String title, int status, String detail) {
        this(type, title, status, detail, List.of(), Map.of());
    }

    /** The same problem, blaming the given part of the request body. */
    public Problem at(String pointer) {
        return new Problem(type, title, status, detail, List.of(new Fault(detail, pointer)), headers);
    }

    /** The same problem with one more header field. */
    public Problem with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Problem(type, title, status, detail, errors, Map.copyOf(more));
    }

    /**
     * The problem as a JSON object in UTF-8.
     *
     * @param instance the id of the request that met it
     */
    public byte[] toJson(String instance) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(384);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            write(json, instance);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    private void write(JsonGenerator json, String instance) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", type);
        json.writeStringField("title", title);
        json.writeNumberField("status", status);
        json.writeStringField("detail", detail);
        json.writeStringField("instance", instance);
        json.writeStringField("error", title + ".");
        json.writeStringField("err_msg", title);
        if (!errors.isEmpty()) {
            json.writeArrayFieldStart("errors");
            for (Fault fault : errors) {
                json.writeStartObject();
                json.writeStringField("detail", fault.detail());
                json.writeStringField("pointer", fault.pointer());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }
}
