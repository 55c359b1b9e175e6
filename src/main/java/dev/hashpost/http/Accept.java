package dev.hashpost.http;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code Accept} (RFC 9110, section 12.5.1). */
public final class Accept {
    private static final Pattern RANGE = Pattern.compile(
            "\\G[ \\t,]*([!#$%&'*+.^_`|~0-9a-z-]+)/([!#$%&'*+.^_`|~0-9a-z-]+)([ \\t]*;[^,]*)?[ \\t]*(?=,|$)");

    /** What JAX-RS takes too; parameters in quotes, which nobody sends, are left to it. */
    private static final Pattern PLAIN = Pattern.compile("(?:R(?:[ \\t]*,[ \\t]*R)*)?"
            .replace("R", "T/T(?:[ \\t]*;[ \\t]*(?:[qQ]=(?:0(?:\\.[0-9]{0,3})?|1(?:\\.0{0,3})?)|(?![qQ]=)T=T))*")
            .replace("T", "[!#$%&'*+.^_`|~0-9A-Za-z-]+"));

    /** Characters; each repetition takes some of the stack. */
    private static final int MOST_PLAIN = 1000;

    private static final Pattern QUALITY = Pattern.compile(";[ \\t]*q=([01](?:\\.[0-9]{0,3})?)[ \\t]*(?:;|$)");

    private Accept() {}

    /** Whether the client takes this type. JAX-RS, which chooses among types, passes over a quality of 0. */
    public static boolean allows(HttpHeaders request, String type, String subtype) {
        return allows(FieldLines.of(request, HttpHeaders.ACCEPT), type, subtype);
    }

    /** Whether each line is written so plainly that whoever reads it reads the same. */
    public static boolean isPlain(List<String> fieldLines) {
        return fieldLines.stream()
                .allMatch(line ->
                        line.length() <= MOST_PLAIN && PLAIN.matcher(line).matches());
    }

    /** The most specific range that matches decides; no field allows all. */
    public static boolean allows(List<String> fieldLines, String type, String subtype) {
        if (fieldLines.isEmpty()) {
            return true;
        }
        String all = String.join(",", fieldLines).toLowerCase(Locale.ROOT);
        int best = -1;
        boolean allowed = all.isBlank();
        Matcher range = RANGE.matcher(all);
        while (range.find()) {
            int specificity = specificity(range.group(1), range.group(2), type, subtype);
            if (specificity > best) {
                best = specificity;
                allowed = quality(range.group(3)) > 0;
            }
        }
        return allowed;
    }

    private static int specificity(String rangeType, String rangeSubtype, String type, String subtype) {
        if (rangeType.equals("*") && rangeSubtype.equals("*")) {
            return 0;
        }
        if (!rangeType.equals(type)) {
            return -1;
        }
        return rangeSubtype.equals(subtype) ? 2 : rangeSubtype.equals("*") ? 1 : -1;
    }

    private static double quality(@Nullable String parameters) {
        if (parameters == null) {
            return 1;
        }
        Matcher quality = QUALITY.matcher(parameters);
        return quality.find() ? Double.parseDouble(quality.group(1)) : 1;
    }
}
