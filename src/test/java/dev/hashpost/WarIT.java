package dev.hashpost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The packaged WAR. */
class WarIT {
    private static final String LIBRARIES = "WEB-INF/lib/";

    /** See {@code src/main/unscanned/README.md}: a library without its marker costs each start its share of a second. */
    @Test
    void noLibraryIsParsedAtTheStart() throws IOException {
        try (ZipFile war = new ZipFile(System.getProperty("hashpost.war"))) {
            Set<String> names = war.stream().map(ZipEntry::getName).collect(Collectors.toSet());
            Set<String> wanted = names.stream()
                    .filter(name -> name.startsWith(LIBRARIES) && name.endsWith(".jar"))
                    .map(name -> name.replace("/", "__").replace(".jar", "_jar"))
                    .collect(Collectors.toSet());
            assertThat(wanted).isNotEmpty();
            assertThat(names.stream().filter(name -> name.startsWith("WEB-INF__lib__")))
                    .containsExactlyInAnyOrderElementsOf(wanted);
        }
    }
}
