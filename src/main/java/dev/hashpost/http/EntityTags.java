package dev.hashpost.http;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code If-None-Match} (RFC 9110, section 13.1.2). */
final class EntityTags {
    private static final Pattern TAG = Pattern.compile("\\G[ \\t,]*(?:W/)?(\"[!#-~\\x80-\\xFF]*\")[ \\t]*(?=,|$)");

    private EntityTags() {}

    /**
     * Whether the client holds the representation with this tag already; the comparison is weak.
     *
     * @param fieldLines the values of {@code If-None-Match}: tags, {@code *} for any, none for 'holds nothing'
     * @param etag the strong tag of what would be sent, with its quotes
     */
    static boolean anyMatches(List<String> fieldLines, String etag) {
        return fieldLines.stream().anyMatch(line -> line.strip().equals("*") || lists(line, etag));
    }

    private static boolean lists(String line, String etag) {
        Matcher tag = TAG.matcher(line);
        while (tag.find()) {
            if (tag.group(1).equals(etag)) {
                return true;
            }
        }
        return false;
    }
}
