package dev.hashpost.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                ".hashpost/localhost.crt,.hashpost/localhost.crt",
                "my home/localhost.crt,'my home/localhost.crt'",
                "o'clock,'o'\\''clock'"
            })
    void aPathIsPrintedAsAShellTakesIt(Path path, String word) {
        assertThat(Run.quoted(path)).isEqualTo(word);
    }
}
