package dev.hashpost.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import org.glassfish.grizzly.http.util.FastHttpDateFormat;

/** The header fields that stand on every answer, whoever writes it. */
final class StandardHeaders {
    static final List<Map.Entry<String, String>> ALWAYS = List.of(
            Map.entry("X-Content-Type-Options", "nosniff"),
            Map.entry("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
            Map.entry("Referrer-Policy", "no-referrer"),
            Map.entry("Access-Control-Allow-Origin", "*"),
            Map.entry("Access-Control-Expose-Headers", "ETag, Location, Repr-Digest, Retry-After, X-Request-Id"));

    /** Strict-Transport-Security is for TLS only (RFC 6797, section 7.2); a year, in seconds. */
    static final List<Map.Entry<String, String>> OVER_TLS =
            List.of(Map.entry("Strict-Transport-Security", "max-age=31536000"));

    private StandardHeaders() {}

    /** Sets them on a servlet's answer, with the request's id first. */
    static void set(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader(RequestId.HEADER, RequestId.of(request));
        response.setHeader("Date", FastHttpDateFormat.getCurrentDate());
        setAll(ALWAYS, response);
        if (request.isSecure()) {
            setAll(OVER_TLS, response);
        }
    }

    private static void setAll(List<Map.Entry<String, String>> headers, HttpServletResponse response) {
        headers.forEach(header -> response.setHeader(header.getKey(), header.getValue()));
    }
}
