package dev.hashpost.http;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A path as metrics and the log name it, such as {@code /messages/{digest}}: never with what stands for the braces.
 *
 * <p>Each feature produces those that it serves as CDI beans.
 *
 * @param template a path, of which the last segment may be a name in braces
 * @param usual how it is asked for and answered: what the metrics have from the start, lest nothing look like unknown
 */
public record Route(String template, List<Usual> usual) {
    /** Of a path at which nothing is served. */
    public static final Route OTHER = new Route("other", "GET 404");

    /** Of what is no HTTP, and so need not have a path. */
    public static final Route MALFORMED = new Route("malformed", "other 400");

    /** A method, and a status that it may have. */
    public record Usual(String method, int status) {}

    /**
     * One of a feature.
     *
     * @param usual each a method and its statuses, such as {@code GET 200 404}
     */
    public Route(String template, String... usual) {
        this(template, Arrays.stream(usual).flatMap(Route::parse).toList());
    }

    private static Stream<Usual> parse(String methodAndStatuses) {
        List<String> words = List.of(methodAndStatuses.split(" "));
        return words.stream().skip(1).map(status -> new Usual(words.get(0), Integer.parseInt(status)));
    }

    boolean matches(String path) {
        int brace = template.indexOf('{');
        return brace < 0
                ? path.equals(template)
                : path.length() > brace
                        && path.regionMatches(0, template, 0, brace)
                        && path.indexOf('/', brace) < 0
                        && path.indexOf(';', brace) < 0;
    }
}
