package dev.hashpost.log;

import dev.hashpost.settings.BadSettingException;
import dev.hashpost.settings.Configured;
import dev.hashpost.settings.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.logging.Handler;
import java.util.logging.Logger;

/**
 * Has the log written to a file in {@code HASHPOST_LOG_DIR} as well, if that is set.
 *
 * <p>Payara has a handler that bounds such a file by size and age, as {@code logging.properties} says; but Payara Micro
 * leaves it unused, and a WAR has no supported way to it. So it is asked for by reflection.
 */
@Singleton
public class RotatedFile implements Configured {
    private static final String DIRECTORY = "HASHPOST_LOG_DIR";

    private final String directory;

    @Inject
    public RotatedFile(Settings settings) {
        directory = settings.text(DIRECTORY, "");
        if (!directory.isEmpty()) {
            require(directory);
        }
    }

    private static void require(String directory) {
        try {
            Path path = Files.createDirectories(Path.of(directory));
            if (path.isAbsolute() && Files.isWritable(path)) {
                return;
            }
        } catch (IOException | InvalidPathException e) {
            // Told below, as one that may not be written is.
        }
        throw new BadSettingException(DIRECTORY + "=" + directory.replaceAll("\\p{Cntrl}", "?")
                + " is not the absolute path of a directory that can be written; set it to one");
    }

    /** From here on; what was logged before, by Payara's own start, is on the console only. */
    @PostConstruct
    void open() {
        if (!directory.isEmpty()) {
            Logger.getLogger("").addHandler(payarasHandler(Path.of(directory, "hashpost.log")));
        }
    }

    private static Handler payarasHandler(Path file) {
        try {
            Class<?> type = Class.forName("com.sun.enterprise.server.logging.GFFileHandler");
            Object handler = Class.forName("org.glassfish.internal.api.Globals")
                    .getMethod("get", Class.class)
                    .invoke(null, type);
            type.getMethod("setLogFile", String.class).invoke(handler, file.toString());
            return (Handler) handler;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Payara's log handler is not where it was in 6.2025", e);
        }
    }
}
