package dev.hashpost.system;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a node has logged: a JSON object a line. What fails here fails as an assertion: the last line may be half written yet. */
final class LogLines {
    private static final JsonFactory JSON = new JsonFactory().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private LogLines() {}

    /** The members of each line's object, what is nested in them aside; fails on a line that is anything else. */
    static List<Map<String, String>> parse(Stream<String> lines) {
        return lines.map(LogLines::parse).toList();
    }

    private static Map<String, String> parse(String line) {
        Map<String, String> members = new LinkedHashMap<>();
        try (JsonParser json = JSON.createParser(line)) {
            require(json.nextToken() == JsonToken.START_OBJECT, line);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                members.put(name, json.getValueAsString(""));
                json.skipChildren();
            }
            require(json.nextToken() == null, line);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + line, e);
        }
        return members;
    }

    private static void require(boolean met, String line) {
        if (!met) {
            throw new AssertionError("not one JSON object: " + line);
        }
    }

    /** The access lines of the request with the id. */
    static List<Map<String, String>> accessOf(String requestId, Stream<String> lines) {
        return parse(lines.filter(line -> line.contains(requestId))).stream()
                .filter(line -> "access".equals(line.get("event")))
                .filter(line -> requestId.equals(line.get("request_id")))
                .toList();
    }
}
