package dev.hashpost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    /** Payara opens each marker, and warns of one that is no archive. */
    @Test
    void markersAreArchives(@TempDir Path directory) throws IOException {
        try (ZipFile war = new ZipFile(System.getProperty("hashpost.war"))) {
            List<? extends ZipEntry> markers = war.stream()
                    .filter(entry -> entry.getName().startsWith("WEB-INF__lib__"))
                    .toList();
            assertThat(markers).isNotEmpty();
            for (ZipEntry marker : markers) {
                Path file = directory.resolve(marker.getName());
                try (InputStream in = war.getInputStream(marker)) {
                    Files.copy(in, file);
                }
                try (ZipFile archive = new ZipFile(file.toFile())) {
                    assertThat(archive.size()).isZero();
                }
            }
        }
    }
}
