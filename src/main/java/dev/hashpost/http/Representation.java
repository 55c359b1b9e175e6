package dev.hashpost.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * One form of a resource, ready to be sent (RFC 9110, section 3.2).
 *
 * @param mediaType the value of {@code Content-Type}
 * @param coding the value of {@code Content-Encoding}, or null for none
 * @param etag the strong entity tag with its quotes, different for every media type and coding
 * @param bytes what is sent; not to be changed
 * @param reprDigest the value of {@code Repr-Digest} (RFC 9530)
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; sent as it is.
public record Representation(String mediaType, @Nullable String coding, String etag, byte[] bytes, String reprDigest) {
    /** Below this many bytes, an answer fits a packet with or without gzip. */
    static final int LEAST_WORTH_CODING = 1024;

    /** An uncoded representation. */
    public static Representation plain(String mediaType, String etag, byte[] bytes) {
        return new Representation(mediaType, null, etag, bytes, DigestFields.sha256Of(bytes));
    }

    public boolean isWorthCoding() {
        return bytes.length >= LEAST_WORTH_CODING;
    }

    /** The same under gzip, if that makes it at least a tenth smaller. */
    public Optional<Representation> gzipped() {
        if (!isWorthCoding()) {
            return Optional.empty();
        }
        byte[] smaller = gzip(bytes);
        return smaller.length > bytes.length / 10 * 9
                ? Optional.empty()
                : Optional.of(new Representation(
                        mediaType, "gzip", tagWith("gzip"), smaller, DigestFields.sha256Of(smaller)));
    }

    private String tagWith(String suffix) {
        return etag.substring(0, etag.length() - 1) + "." + suffix + "\"";
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream sink = new ByteArrayOutputStream(bytes.length / 2);
        try (GZIPOutputStream gzip = new GZIPOutputStream(sink)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return sink.toByteArray();
    }
}
