package dev.hashpost.message;

import dev.hashpost.http.MemoryBudget;
import dev.hashpost.http.RequestBodies;
import dev.hashpost.settings.BadSettingException;
import dev.hashpost.settings.Configured;
import dev.hashpost.settings.Settings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** How large a message may be ({@code HASHPOST_MAX_MESSAGE_BYTES}), and the JSON that brings it. */
@Singleton
public class MessageLimits implements Configured {
    /** A JSON string may write each byte of a message as six; a few more carry the rest of the object. */
    private static final int JSON_BYTES_PER_MESSAGE_BYTE = 6;

    private static final int JSON_BYTES_BESIDE_THE_MESSAGE = 4096;

    private final int messageBytes;
    private final int jsonBytes;

    @Inject
    public MessageLimits(MemoryBudget memory, Settings settings) {
        messageBytes = settings.number("HASHPOST_MAX_MESSAGE_BYTES", 1 << 20, 1, 16 << 20);
        jsonBytes = messageBytes * JSON_BYTES_PER_MESSAGE_BYTE + JSON_BYTES_BESIDE_THE_MESSAGE;
        long needed = (long) jsonBytes * RequestBodies.MEMORY_PER_BYTE;
        if (!memory.hasRoomFor(needed)) {
            throw new BadSettingException("HASHPOST_MAX_MESSAGE_BYTES=" + messageBytes
                    + " is too much for this heap, of which requests may take a quarter; lower it or raise -Xmx to "
                    + (((4 * needed) >> 20) + 2) + "m");
        }
    }

    int messageBytes() {
        return messageBytes;
    }

    int jsonBytes() {
        return jsonBytes;
    }
}
