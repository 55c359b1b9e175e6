package dev.hashpost.message;

import dev.hashpost.http.Problem;
import dev.hashpost.http.ProblemException;

/** What is stored under a digest no longer hashes to it; posting the message again repairs it. */
public class DamagedMessageException extends ProblemException {
    public DamagedMessageException(Digest digest) {
        super(new Problem(
                "/problems/integrity",
                "Stored message damaged",
                500,
                "What is stored under " + digest + " no longer matches it and is not served;"
                        + " posting the message again repairs it."));
    }
}
