package dev.hashpost.run;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What a child process has written since its start; the log of the start before is kept beside it as {@code .1}. */
record LogFile(Path path) {
    /** Sets the last log aside, and forgets the one before that. */
    ProcessBuilder.Redirect begin() throws IOException {
        if (Files.exists(path)) {
            Files.move(path, path.resolveSibling(path.getFileName() + ".1"), REPLACE_EXISTING);
        }
        PrivateFile.write(path, "");
        return ProcessBuilder.Redirect.appendTo(path.toFile());
    }

    List<String> lines() {
        try {
            // Malformed bytes must not hide the lines around them.
            String text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
            return text.replaceAll("\u001b\\[[0-9;]*m", "").lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<String> first(Predicate<String> wanted) {
        return lines().stream().filter(wanted).findFirst();
    }

    Optional<String> last(Predicate<String> wanted) {
        return lines().stream().filter(wanted).reduce((earlier, later) -> later);
    }
}
