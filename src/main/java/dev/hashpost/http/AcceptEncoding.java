package dev.hashpost.http;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code Accept-Encoding} (RFC 9110, section 12.5.3). */
public final class AcceptEncoding {
    private static final Pattern CODING = Pattern.compile(
            "\\G[ \\t,]*([!#$%&'*+.^_`|~0-9a-z-]+)[ \\t]*(?:;[ \\t]*q=([01](?:\\.[0-9]{0,3})?))?[ \\t]*(?=,|$)");

    private AcceptEncoding() {}

    /** Whether gzip may be sent and is not liked less than no coding. */
    public static boolean prefersGzip(List<String> fieldLines) {
        if (fieldLines.isEmpty()) {
            return false;
        }
        String all = String.join(",", fieldLines).toLowerCase(Locale.ROOT);
        double gzip = -1;
        double identity = -1;
        double any = -1;
        Matcher coding = CODING.matcher(all);
        while (coding.find()) {
            double q = coding.group(2) == null ? 1 : Double.parseDouble(coding.group(2));
            switch (coding.group(1)) {
                case "gzip", "x-gzip" -> gzip = q;
                case "identity" -> identity = q;
                case "*" -> any = q;
                default -> {
                    // A coding that is not offered here.
                }
            }
        }
        double gzipQuality = gzip >= 0 ? gzip : any;
        return gzipQuality > 0 && gzipQuality >= identity;
    }
}
