package dev.hashpost.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
    private final Path directory;

    HomeTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void aHomeThatIsMissingIsMadeForItsOwnerOnly() throws Exception {
        Path path = directory.resolve("a/b");
        Home.open(path).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rwx------");
    }

    @Test
    void aFileIsNoHome() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> Home.open(file))
                .isInstanceOf(StartException.class)
                .hasMessage("HASHPOST_HOME=" + file + " is not a directory; set it to one");
    }

    @Test
    void aHomeUnderAFileCannotBeWritten() throws Exception {
        Path path = Files.createFile(directory.resolve("file")).resolve("home");
        assertThatThrownBy(() -> Home.open(path))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("HASHPOST_HOME=" + path + " cannot be written")
                .hasMessageEndingWith("; set it to a directory that you may write");
    }

    @Test
    void aHomeInUseIsRefusedAndNamesTheProcess() throws Exception {
        try (Home home = Home.open(directory)) {
            assertThatThrownBy(() -> Home.open(home.path()))
                    .isInstanceOf(StartException.class)
                    .hasMessage("HASHPOST_HOME=" + directory + " is in use by another launcher (process "
                            + ProcessHandle.current().pid()
                            + "); stop that one, or set HASHPOST_HOME to another directory");
        }
    }

    @Test
    void aHomeThatWasClosedCanBeOpenedAgain() throws Exception {
        Home.open(directory).close();
        Home.open(directory).close();
    }
}
