package dev.hashpost.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a program in the place of {@code Prepare.java} that says what it was given. */
class PayaraRuntimeTest {
    private Path directory;
    private PayaraRuntime runtime;
    private Path payara;
    private Path program;

    @BeforeEach
    void make(@TempDir Path temporary) throws IOException {
        directory = temporary;
        runtime = new PayaraRuntime(directory.resolve("runtime"));
        payara = Files.writeString(directory.resolve("payara-1.jar"), "first");
        program = Files.writeString(directory.resolve("Prepare.java"), programThatSays("once"));
    }

    @Test
    void whatIsUnpackedIsKept() throws IOException {
        runtime.require(payara, program);
        Path archive = Files.writeString(runtime.directory().resolve("archive"), "");
        runtime.require(payara, program);
        assertThat(archive).exists();
        assertThat(Files.readString(runtime.launcher())).isEqualTo("once first");
    }

    @Test
    void anotherPayaraIsUnpackedAnew() throws IOException {
        runtime.require(payara, program);
        Path archive = Files.writeString(runtime.directory().resolve("archive"), "");
        runtime.require(Files.writeString(directory.resolve("payara-2.jar"), "other"), program);
        assertThat(Files.readString(runtime.launcher())).isEqualTo("once other");
        assertThat(archive).doesNotExist();
    }

    @Test
    void whatAnotherProgramUnpacksIsUnpackedAnew() throws IOException {
        runtime.require(payara, program);
        Files.writeString(program, programThatSays("twice"));
        runtime.require(payara, program);
        assertThat(Files.readString(runtime.launcher())).isEqualTo("twice first");
    }

    @Test
    void whatCannotBeUnpackedStopsTheStart() throws IOException {
        Files.writeString(
                program, "public class Prepare { public static void main(String[] args) { System.exit(1); } }");
        assertThatThrownBy(() -> runtime.require(payara, program))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("Payara Micro cannot be unpacked");
        assertThat(runtime.launcher()).doesNotExist();
    }

    @Test
    void anArchiveIsKeptOnlyOfANodeThatEndedWithoutForce() throws IOException {
        runtime.require(payara, program);
        Path written = Path.of(runtime.archivingOptions().get(0).replaceFirst(".*=", ""));
        Files.writeString(written, "half");
        runtime.keepArchive(false);
        assertThat(runtime.hasArchive()).isFalse();
        runtime.keepArchive(true); // Of the next node, which wrote none.
        assertThat(runtime.hasArchive()).isFalse();
        Files.writeString(written, "whole");
        runtime.keepArchive(true);
        assertThat(runtime.hasArchive()).isTrue();
    }

    private static String programThatSays(String word) {
        return """
                import java.nio.file.*;

                public class Prepare {
                    public static void main(String[] args) throws Exception {
                        Path directory = Files.createDirectories(Path.of(args[1]));
                        Files.writeString(directory.resolve("launch-micro.jar"), "WORD " + Files.readString(Path.of(args[0])));
                    }
                }
                """.replace("WORD", word);
    }
}
