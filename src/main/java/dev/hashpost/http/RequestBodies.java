package dev.hashpost.http;

import dev.hashpost.http.MemoryBudget.Reservation;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads request bodies into memory, within bounds of size, of memory and of time. */
public final class RequestBodies {
    /**
     * What a body takes of the {@link MemoryBudget}, times its own bytes: besides them, the parser's characters, the
     * text, and the message made of it.
     */
    public static final int MEMORY_PER_BYTE = 6;

    private static final int CHUNK = 8192;

    /** A body may take this long, and longer only if it comes at {@link #LEAST_BYTES_A_SECOND} on the whole. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long LEAST_BYTES_A_SECOND = 10_240;

    private static final Problem CODED = new Problem(
                    "/problems/unsupported-media-type",
                    "Unsupported media type",
                    415,
                    "Bodies under a Content-Encoding are not taken; send the body as it is.")
            .with(HttpHeaders.ACCEPT_ENCODING, "identity");

    private RequestBodies() {}

    /**
     * Reads a whole body.
     *
     * @param declared the {@code Content-Length}, or -1 if the body is chunked
     * @param most bytes that the body may have
     * @param memory grown as the body comes, to {@value #MEMORY_PER_BYTE} times its length
     * @throws ProblemException 413 as soon as it is known to be larger, 503 if there are too many bytes in hand, 408 if
     *     the client sends nothing for too long or too little on the whole, 400 if the body breaks off
     */
    public static byte[] read(InputStream in, long declared, int most, Reservation memory) {
        if (declared > most) {
            throw new ProblemException(tooLarge(most));
        }
        long begin = System.nanoTime();
        // Memory is for what has come, not for what a client says will.
        int end = declared < 0 ? most + 1 : (int) declared;
        byte[] bytes = grown(new byte[0], Math.min(CHUNK, end), memory);
        int length = 0;
        while (length < end) {
            if (length == bytes.length) {
                bytes = grown(bytes, Math.min(2 * length, end), memory);
            }
            int count = readOnce(in, bytes, length);
            if (count < 0) {
                break;
            }
            length += count;
            requirePace(System.nanoTime() - begin, length);
        }
        if (length > most) {
            throw new ProblemException(tooLarge(most));
        }
        if (length < declared) {
            throw new ProblemException(brokenOff());
        }
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    /**
     * Refuses a body under a content coding: a message is what the client sees, not a compressed form of it.
     *
     * @throws ProblemException 415
     */
    public static void refuseCodings(HttpHeaders request) {
        String coding = request.getHeaderString(HttpHeaders.CONTENT_ENCODING);
        if (coding != null && !coding.isBlank() && !coding.strip().equalsIgnoreCase("identity")) {
            throw new ProblemException(CODED);
        }
    }

    private static byte[] grown(byte[] bytes, int length, Reservation memory) {
        memory.growTo((long) length * MEMORY_PER_BYTE);
        return Arrays.copyOf(bytes, length);
    }

    private static void requirePace(long nanos, long length) {
        long grace = nanos - PATIENCE_NANOS;
        if (grace > 0 && length < TimeUnit.NANOSECONDS.toMillis(grace) * LEAST_BYTES_A_SECOND / 1000) {
            throw new ProblemException(tooSlow());
        }
    }

    private static int readOnce(InputStream in, byte[] bytes, int offset) {
        try {
            return in.read(bytes, offset, bytes.length - offset);
        } catch (IOException e) {
            throw new ProblemException(isTimeout(e) ? tooSlow() : brokenOff(), e);
        }
    }

    /** A socket's timeout, or Grizzly's, which has one as its cause. */
    private static boolean isTimeout(IOException failure) {
        return failure instanceof SocketTimeoutException || failure.getCause() instanceof TimeoutException;
    }

    private static Problem tooSlow() {
        return Problems.ofStatus(408).with("Connection", "close");
    }

    private static Problem brokenOff() {
        return Problems.badRequest("The body broke off.").with("Connection", "close");
    }

    private static Problem tooLarge(int most) {
        return new Problem(
                        "/problems/content-too-large",
                        "Content too large",
                        413,
                        "The body has more than " + most + " bytes.")
                .with("Connection", "close");
    }
}
