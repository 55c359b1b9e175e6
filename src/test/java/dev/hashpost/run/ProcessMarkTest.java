package dev.hashpost.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessMarkTest {
    private static final ProcessHandle OWN = ProcessHandle.current();

    private final Path directory;

    ProcessMarkTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void aProcessIsFoundByItsNumberAndStart() throws Exception {
        Path file = directory.resolve("pid");
        ProcessMark.write(file, OWN);
        assertThat(ProcessMark.find(file)).contains(OWN);
    }

    @Test
    void anotherProcessWithTheSameNumberIsNotTakenForIt() {
        Instant start = OWN.info().startInstant().orElseThrow();
        assertThat(new ProcessMark(OWN.pid(), start.minusSeconds(10)).find()).isEmpty();
    }

    @Test
    void noFileIsNoProcess() throws Exception {
        assertThat(ProcessMark.find(directory.resolve("pid"))).isEmpty();
    }
}
