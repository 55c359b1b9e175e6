package dev.hashpost.persistence;

import dev.hashpost.http.Problem;
import dev.hashpost.http.ProblemException;
import org.jspecify.annotations.Nullable;

/** The database did not answer, or not in time; the same request may succeed later. */
public class DatabaseUnavailableException extends ProblemException {
    private static final Problem PROBLEM = new Problem(
                    "/problems/database-unavailable",
                    "Database unavailable",
                    503,
                    "The database cannot be reached now; what was not acknowledged may not be stored. Try again.")
            .with("Retry-After", "2");

    public DatabaseUnavailableException(@Nullable Throwable cause) {
        super(PROBLEM, cause);
    }

    DatabaseUnavailableException() {
        super(PROBLEM);
    }
}
