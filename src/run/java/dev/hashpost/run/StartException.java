package dev.hashpost.run;

import org.jspecify.annotations.Nullable;

/** Why something cannot start: one line for the user, which names the setting to blame, if one is, and the way out. */
public class StartException extends RuntimeException {
    public StartException(String line) {
        super(line);
    }

    public StartException(String line, @Nullable Throwable cause) {
        super(line, cause);
    }
}
