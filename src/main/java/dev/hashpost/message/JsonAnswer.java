package dev.hashpost.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the JSON that clients get back (RFC 8259): {@code {"message":"…"}} and {@code {"digest":"…"}}. */
final class JsonAnswer {
    private static final byte[] HEAD = ascii("{\"message\":\"");
    private static final byte[] TAIL = ascii("\"}");
    private static final byte[] HEX = ascii("0123456789abcdef");

    /** For each ASCII byte that cannot stand in a JSON string as it is: what stands for it. */
    private static final byte[][] ESCAPES = escapes();

    private JsonAnswer() {}

    static byte[] ofDigest(Digest digest) {
        return ascii("{\"digest\":\"" + digest + "\"}");
    }

    /**
     * The JSON of a text message.
     *
     * @param utf8 the message's bytes; they must be valid UTF-8, and are copied but for what JSON wants escaped
     */
    static byte[] ofText(byte[] utf8) {
        byte[] json = Arrays.copyOf(HEAD, lengthOfText(utf8));
        int at = HEAD.length;
        for (byte b : utf8) {
            byte[] escape = escapeOf(b);
            if (escape.length == 0) {
                json[at++] = b;
            } else {
                System.arraycopy(escape, 0, json, at, escape.length);
                at += escape.length;
            }
        }
        System.arraycopy(TAIL, 0, json, at, TAIL.length);
        return json;
    }

    /** The length in bytes of what {@link #ofText} makes of it. */
    static int lengthOfText(byte[] utf8) {
        int length = HEAD.length + utf8.length + TAIL.length;
        for (byte b : utf8) {
            length += Math.max(0, escapeOf(b).length - 1);
        }
        return length;
    }

    /** Empty if the byte stands for itself, as every part of a multi-byte character does. */
    private static byte[] escapeOf(byte b) {
        return ESCAPES[b & 0xFF];
    }

    private static byte[][] escapes() {
        byte[][] escapes = new byte[256][0];
        for (int c = 0; c < ' '; c++) {
            escapes[c] = new byte[] {'\\', 'u', '0', '0', HEX[c >> 4], HEX[c & 15]};
        }
        "\"\\".chars().forEach(c -> escapes[c] = new byte[] {'\\', (byte) c});
        escapes['\b'] = ascii("\\b");
        escapes['\t'] = ascii("\\t");
        escapes['\n'] = ascii("\\n");
        escapes['\f'] = ascii("\\f");
        escapes['\r'] = ascii("\\r");
        return escapes;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
