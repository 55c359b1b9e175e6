package dev.hashpost.message;

import dev.hashpost.http.Problem;
import dev.hashpost.http.ProblemException;

/** No message is held under the address that was asked for: never posted, expired, or no digest at all. */
public class MessageNotFoundException extends ProblemException {
    public MessageNotFoundException(String asked) {
        super(new Problem("/problems/message-not-found", "Message not found", 404, detailOf(asked)));
    }

    private static String detailOf(String asked) {
        return Digest.parse(asked)
                .map(digest -> "No message has the digest " + digest + ".")
                .orElse("A digest is 64 lower-case hexadecimal digits; the path has something else.");
    }
}
