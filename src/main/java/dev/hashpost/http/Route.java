package dev.hashpost.http;

/**
 * A path as metrics and the log name it, such as {@code /messages/{digest}}: never with what stands for the braces.
 *
 * <p>Each feature produces those that it serves as CDI beans.
 *
 * @param template a path, of which the last segment may be a name in braces
 */
public record Route(String template) {
    /** Of a path at which nothing is served. */
    public static final Route OTHER = new Route("other");

    /** Of what is no HTTP, and so need not have a path. */
    public static final Route MALFORMED = new Route("malformed");

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
