package dev.hashpost.system;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a node's {@code /metrics} said at a time.
 *
 * @param types of the metrics, by their names
 * @param series the values, by name and labels as they were written
 */
record Scrape(Map<String, String> types, Map<String, Double> series) {
    private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
    private static final Pattern SERIES = Pattern.compile("([^#\\s{]+(?:\\{.*})?) (\\S+)");

    static Scrape of(Client hashpost) {
        Map<String, String> types = new TreeMap<>();
        Map<String, Double> series = new TreeMap<>();
        hashpost.get("/metrics").body().lines().forEach(line -> {
            Matcher type = TYPE.matcher(line);
            Matcher one = SERIES.matcher(line);
            if (type.matches()) {
                types.put(type.group(1), type.group(2));
            } else if (one.matches()) {
                series.put(one.group(1), Double.parseDouble(one.group(2).replace("Inf", "Infinity")));
            }
        });
        return new Scrape(types, series);
    }

    /** The value of a series, given with its labels in the order in which they were registered. */
    double value(String wanted) {
        Double value = series.get(wanted);
        if (value == null) {
            throw new AssertionError("no series " + wanted);
        }
        return value;
    }

    /** How many requests were counted. */
    double requests(String method, String route, int code) {
        return series.getOrDefault(
                "http_server_request_duration_seconds_count{code=\"%d\",method=\"%s\",route=\"%s\"}"
                        .formatted(code, method, route),
                0.0);
    }

    /** The values that a label has. */
    Stream<String> valuesOf(String label) {
        Pattern pattern = Pattern.compile("[{,]" + label + "=\"([^\"]*)\"");
        return series.keySet().stream().flatMap(name -> {
            List<String> found = pattern.matcher(name)
                    .results()
                    .map(result -> result.group(1))
                    .toList();
            return found.stream();
        });
    }
}
