package dev.hashpost.message;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Turns bytes into text and back, strictly: what is not UTF-8 (RFC 3629) is not text. */
final class Utf8 {
    private static final int CHUNK = 4096;

    private Utf8() {}

    /** Whether the bytes are UTF-8; takes no memory to speak of. */
    static boolean isValid(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out =
                CharBuffer.allocate(Math.min(CHUNK, bytes.length)); // No more characters than bytes come of it.
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            if (!result.isOverflow()) {
                return result.isUnderflow();
            }
            out.clear();
        }
    }

    /** The bytes that encode the text; empty if it holds an unpaired surrogate, which UTF-8 cannot carry. */
    static Optional<byte[]> encode(String text) {
        return hasUnpairedSurrogate(text) ? Optional.empty() : Optional.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean hasUnpairedSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return true;
            }
        }
        return false;
    }
}
