package dev.hashpost.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.glassfish.grizzly.http.util.FastHttpDateFormat;

/** The header fields that stand on every answer, whoever writes it. */
final class StandardHeaders {
    private static final List<Map.Entry<String, String>> ALWAYS = List.of(
            Map.entry("X-Content-Type-Options", "nosniff"),
            Map.entry("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
            Map.entry("Referrer-Policy", "no-referrer"),
            Map.entry("Access-Control-Allow-Origin", "*"),
            Map.entry("Access-Control-Expose-Headers", "ETag, Location, Repr-Digest, Retry-After, X-Request-Id"));

    /** Strict-Transport-Security is for TLS only (RFC 6797, section 7.2); a year, in seconds. */
    private static final Map.Entry<String, String> OVER_TLS =
            Map.entry("Strict-Transport-Security", "max-age=31536000");

    private StandardHeaders() {}

    static List<Map.Entry<String, String>> of(boolean secure) {
        List<Map.Entry<String, String>> headers = new ArrayList<>(ALWAYS);
        headers.add(Map.entry("Date", FastHttpDateFormat.getCurrentDate()));
        if (secure) {
            headers.add(OVER_TLS);
        }
        return headers;
    }

    /** Sets them on a servlet's answer, with the request's id first. */
    static void set(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader(RequestId.HEADER, RequestId.of(request));
        of(request.isSecure()).forEach(header -> response.setHeader(header.getKey(), header.getValue()));
    }
}
