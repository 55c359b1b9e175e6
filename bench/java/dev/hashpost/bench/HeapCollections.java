package dev.hashpost.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a node's collectors of the heap have done, by their names, as its metrics tell. */
record HeapCollections(Map<String, Integer> times, Map<String, Double> seconds) {
    private static final Pattern SAMPLE =
            Pattern.compile("(?m)^jvm_gc_collection_seconds_(count|sum)\\{gc=\"([^\"]+)\"} ([0-9.eE-]+)$");

    static HeapCollections of(URI node) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(node.resolve("/metrics")).build();
        String metrics = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
        Map<String, Integer> times = new TreeMap<>();
        Map<String, Double> seconds = new TreeMap<>();
        for (Matcher sample = SAMPLE.matcher(metrics); sample.find(); ) {
            double value = Double.parseDouble(sample.group(3));
            if (sample.group(1).equals("count")) {
                times.put(sample.group(2), (int) value);
            } else {
                seconds.put(sample.group(2), value);
            }
        }
        return new HeapCollections(times, seconds);
    }

    /** What has been done since then, in words. */
    String since(HeapCollections before) {
        return times.entrySet().stream()
                .map(collector -> String.format(
                        Locale.ROOT,
                        "%s %d times, %.2f s",
                        collector.getKey(),
                        collector.getValue() - before.times.getOrDefault(collector.getKey(), 0),
                        seconds.getOrDefault(collector.getKey(), 0.0)
                                - before.seconds.getOrDefault(collector.getKey(), 0.0)))
                .collect(Collectors.joining("; "));
    }
}
