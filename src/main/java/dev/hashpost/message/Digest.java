package dev.hashpost.message;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The address of a message: the SHA-256 (FIPS 180-4) of its bytes, written as 64 lower-case hexadecimal digits.
 *
 * <p>It is checked once, when it is made; whoever holds one can trust it to be well formed.
 */
public record Digest(String hex) {
    private static final int HEX_DIGITS = 64;
    private static final HexFormat HEX = HexFormat.of();

    /** @throws IllegalArgumentException if {@code hex} is not 64 of {@code 0-9a-f} */
    public Digest {
        if (!isWellFormed(hex)) {
            throw new IllegalArgumentException("not 64 lower-case hexadecimal digits");
        }
    }

    /** The digest written as the given text; empty if it is not 64 of {@code 0-9a-f}. */
    public static Optional<Digest> parse(String text) {
        return isWellFormed(text) ? Optional.of(new Digest(text)) : Optional.empty();
    }

    /** The digest of the given bytes. */
    public static Digest of(byte[] bytes) {
        return ofBytes(sha256().digest(bytes));
    }

    /** The digest that is these 32 bytes, as {@link #toBytes} gives them. */
    static Digest ofBytes(byte[] digest) {
        return new Digest(HEX.formatHex(digest));
    }

    /** The 32 bytes that the digits stand for. */
    public byte[] toBytes() {
        return HEX.parseHex(hex);
    }

    @Override
    public String toString() {
        return hex;
    }

    private static boolean isWellFormed(String text) {
        if (text.length() != HEX_DIGITS) {
            return false;
        }
        for (int i = 0; i < HEX_DIGITS; i++) {
            char c = text.charAt(i);
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                return false;
            }
        }
        return true;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is in every Java platform", e);
        }
    }
}
