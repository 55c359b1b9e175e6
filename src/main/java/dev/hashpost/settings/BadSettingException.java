package dev.hashpost.settings;

/** A setting that the service cannot start with; the message is one line that names it and says what to do. */
public class BadSettingException extends RuntimeException {
    public BadSettingException(String message) {
        super(message);
    }
}
