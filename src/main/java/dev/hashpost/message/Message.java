package dev.hashpost.message;

/**
 * A sequence of bytes under its digest. There is none whose digest is not that of its bytes.
 *
 * <p>The array is shared, not copied: nobody changes it.
 */
public final class Message {
    private final Digest digest;
    private final byte[] body;

    private Message(Digest digest, byte[] body) {
        this.digest = digest;
        this.body = body;
    }

    /** The message that consists of the given bytes. */
    public static Message of(byte[] body) {
        return new Message(Digest.of(body), body);
    }

    /**
     * The message with the given digest, read from where it was kept.
     *
     * @throws DamagedMessageException if the bytes are no longer those of the digest
     */
    public static Message verified(Digest digest, byte[] body) {
        if (!Digest.of(body).equals(digest)) {
            throw new DamagedMessageException(digest);
        }
        return new Message(digest, body);
    }

    public Digest digest() {
        return digest;
    }

    /** The bytes, shared. */
    public byte[] body() {
        return body;
    }
}
