package dev.hashpost.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes spans by OTLP over HTTP, and reads of their protobuf what tests ask for. */
final class OtlpReceiver implements AutoCloseable {
    /**
     * A span.
     *
     * @param kind 1: internal, 2: server, 3: client
     * @param attributes texts, numbers and truths, as text
     */
    record Span(String traceId, String id, String parentId, String name, long kind, Map<String, String> attributes) {}

    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Span> spans = new CopyOnWriteArrayList<>();

    OtlpReceiver() throws IOException {
        server.createContext("/", this::receive);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Paths and types of all that was sent here. */
    List<String> requests() {
        return requests;
    }

    List<Span> spansOf(String traceId) {
        return spans.stream().filter(span -> span.traceId().equals(traceId)).toList();
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type"));
            byte[] body = exchange.getRequestBody().readAllBytes();
            // ExportTraceServiceRequest.resource_spans.scope_spans.spans
            for (Field resource : Field.allIn(ByteBuffer.wrap(body), 1)) {
                for (Field scope : Field.allIn(resource.bytes(), 2)) {
                    Field.allIn(scope.bytes(), 2).forEach(span -> spans.add(spanOf(span.bytes())));
                }
            }
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private static Span spanOf(ByteBuffer message) {
        Map<String, String> attributes = new HashMap<>();
        for (Field attribute : Field.allIn(message, 9)) {
            Field value = Field.allIn(attribute.bytes()).get(1);
            attributes.put(
                    Field.allIn(attribute.bytes(), 1).get(0).text(),
                    Field.allIn(value.bytes()).stream()
                            .map(it -> it.number() == 1 ? it.text() : Long.toString(it.varint()))
                            .findFirst()
                            .orElse(""));
        }
        return new Span(
                hex(message, 1),
                hex(message, 2),
                hex(message, 4),
                Field.allIn(message, 5).get(0).text(),
                Field.allIn(message, 6).get(0).varint(),
                attributes);
    }

    private static String hex(ByteBuffer message, int number) {
        return Field.allIn(message, number).stream()
                .map(field -> HexFormat.of().formatHex(field.array()))
                .findFirst()
                .orElse("");
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** A field of a protobuf message; of one that has a fixed length, the number alone. */
    private record Field(int number, ByteBuffer bytes, long varint) {
        byte[] array() {
            byte[] array = new byte[bytes.remaining()];
            bytes.duplicate().get(array);
            return array;
        }

        String text() {
            return new String(array(), StandardCharsets.UTF_8);
        }

        static List<Field> allIn(ByteBuffer message, int number) {
            return allIn(message).stream()
                    .filter(field -> field.number() == number)
                    .toList();
        }

        static List<Field> allIn(ByteBuffer message) {
            List<Field> fields = new ArrayList<>();
            ByteBuffer in = message.duplicate();
            while (in.hasRemaining()) {
                int key = (int) varint(in);
                switch (key & 7) {
                    case 0 -> fields.add(new Field(key >> 3, NONE, varint(in)));
                    case 1 -> fields.add(new Field(key >> 3, take(in, 8), 0));
                    case 2 -> fields.add(new Field(key >> 3, take(in, (int) varint(in)), 0));
                    case 5 -> fields.add(new Field(key >> 3, take(in, 4), 0));
                    default -> throw new IllegalArgumentException("not protobuf: " + key);
                }
            }
            return fields;
        }

        private static long varint(ByteBuffer in) {
            long value = 0;
            int shift = 0;
            byte next;
            do {
                next = in.get();
                value |= (long) (next & 0x7f) << shift;
                shift += 7;
            } while (next < 0);
            return value;
        }

        private static ByteBuffer take(ByteBuffer in, int length) {
            ByteBuffer bytes = in.slice(in.position(), length);
            in.position(in.position() + length);
            return bytes;
        }
    }
}
