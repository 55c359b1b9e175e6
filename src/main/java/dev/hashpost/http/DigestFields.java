package dev.hashpost.http;

import jakarta.ws.rs.core.HttpHeaders;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The fields {@code Content-Digest} and {@code Repr-Digest} (RFC 9530), with sha-256 and sha-512. */
public final class DigestFields {
    public static final String CONTENT_DIGEST = "Content-Digest";
    public static final String REPR_DIGEST = "Repr-Digest";

    /** A member of a structured dictionary (RFC 8941) whose value is a byte sequence; parameters are passed over. */
    private static final Pattern MEMBER =
            Pattern.compile("[ \\t]*([a-z*][a-z0-9_.*-]*)=:([A-Za-z0-9+/]*={0,2}):(?:;[^,]*)?[ \\t]*");

    private static final Problem MALFORMED =
            Problems.badRequest("Content-Digest and Repr-Digest are written sha-256=:<base64>: (RFC 9530).");

    private static final Problem MISMATCH = new Problem(
            "https://iana.org/assignments/http-problem-types#digest-mismatched-values",
            "Mismatched digest values",
            400,
            "The body does not have the digest that the request gives for it; nothing was stored.");

    private DigestFields() {}

    /** A field value that gives the SHA-256 of the bytes. */
    public static String sha256Of(byte[] bytes) {
        return "sha-256=:" + Base64.getEncoder().encodeToString(hash("SHA-256", bytes)) + ":";
    }

    /**
     * Checks a request's body against what the request says of it. Other algorithms are passed over.
     *
     * @throws ProblemException 400, if a field is malformed or does not match
     */
    public static void check(HttpHeaders request, byte[] body) {
        check(FieldLines.of(request, CONTENT_DIGEST), body);
        check(FieldLines.of(request, REPR_DIGEST), body);
    }

    static void check(List<String> fieldLines, byte[] body) {
        for (String line : fieldLines) {
            for (String member : line.split(",", -1)) {
                checkMember(member, body);
            }
        }
    }

    private static void checkMember(String member, byte[] body) {
        Matcher claim = MEMBER.matcher(member);
        if (!claim.matches()) {
            throw new ProblemException(MALFORMED);
        }
        switch (claim.group(1)) {
            case "sha-256" -> compare(claim.group(2), hash("SHA-256", body));
            case "sha-512" -> compare(claim.group(2), hash("SHA-512", body));
            default -> {
                // RFC 9530, section 2: a recipient passes over algorithms that it does not know.
            }
        }
    }

    private static void compare(String base64, byte[] actual) {
        try {
            if (!MessageDigest.isEqual(Base64.getDecoder().decode(base64), actual)) {
                throw new ProblemException(MISMATCH);
            }
        } catch (IllegalArgumentException e) {
            throw new ProblemException(MALFORMED, e);
        }
    }

    private static byte[] hash(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(algorithm + " is in every Java platform", e);
        }
    }
}
