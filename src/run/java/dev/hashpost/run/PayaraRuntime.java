package dev.hashpost.run;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Payara Micro unpacked once for all starts, with an archive of the classes that a start loads (JEP 350), which spares
 * it about half its time.
 *
 * <p>The JVM itself passes over an archive that does not fit it or the unpacked files.
 *
 * @param directory of this alone; a node's own files are elsewhere
 */
public record PayaraRuntime(Path directory) {
    /** From Java 25 on, the archive holds what the JVM has learnt of the classes as well (JEP 514, JEP 515). */
    static final boolean AHEAD_OF_TIME = Runtime.version().feature() >= 25;

    /** Says what it was unpacked from, and by what. */
    private static final String ORIGIN = "unpacked-from";

    private static final String LAUNCHER = "launch-micro.jar";
    private static final long UNPACKING_MINUTES = 2;

    /** Where a node keeps what it changes, copied from here at its start. */
    private static final List<String> CONFIGURATION = List.of("config", "docroot", "lib");

    /**
     * Unpacks the JAR, unless that has been done: with the same one, by the same program.
     *
     * @param program {@code Prepare.java}, which does it
     */
    void require(Path payara, Path program) throws IOException {
        String origin = payara.getFileName() + ", " + Files.size(payara) + " bytes\n" + Files.readString(program);
        Path kept = directory.resolve(ORIGIN);
        if (Files.exists(kept) && Files.readString(kept).equals(origin)) {
            return;
        }
        Path half = directory.resolveSibling(directory.getFileName() + ".new");
        Directories.delete(half);
        Directories.make(directory.toAbsolutePath().resolve("..").normalize());
        Process unpacking = new ProcessBuilder(java(), program.toString(), payara.toString(), half.toString())
                .redirectErrorStream(true)
                .start();
        try {
            unpacking.getOutputStream().close();
            String output = new String(unpacking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!unpacking.waitFor(UNPACKING_MINUTES, TimeUnit.MINUTES) || unpacking.exitValue() != 0) {
                throw new StartException("Payara Micro cannot be unpacked: " + output.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted");
        } finally {
            unpacking.destroyForcibly();
        }
        Files.writeString(half.resolve(ORIGIN), origin);
        Directories.delete(directory);
        PrivateFile.move(half, directory);
    }

    /** What a node needs to run on this, and from the archive, if there is one. */
    List<String> jvmOptions() {
        List<String> options = new ArrayList<>(List.of(
                "-Dfish.payara.micro.UnpackDir=" + directory.toAbsolutePath(),
                "-Dfish.payara.micro.BootJar=" + launcher().toUri()));
        if (hasArchive()) {
            options.add((AHEAD_OF_TIME ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive());
        }
        return options;
    }

    /**
     * With these a node starts slowly, and leaves an archive for all later ones when it is closed. From Java 25 on, those
     * are quick from their first request if this one serves some.
     */
    public List<String> archivingOptions() {
        return AHEAD_OF_TIME
                ? List.of("-XX:AOTCacheOutput=" + halfArchive(), "-Xlog:aot=off")
                : List.of("-XX:ArchiveClassesAtExit=" + halfArchive(), "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
    }

    public boolean hasArchive() {
        return Files.exists(archive());
    }

    /**
     * To be called when a node has ended.
     *
     * @param whole whether it ended without force: what one that was killed has begun to write is of no use
     */
    void keepArchive(boolean whole) throws IOException {
        if (!whole) {
            Files.deleteIfExists(halfArchive());
        } else if (Files.exists(halfArchive()) && !hasArchive()) {
            Files.move(halfArchive(), archive());
        }
    }

    void copyConfigurationTo(Path root) throws IOException {
        for (String part : CONFIGURATION) {
            try (Stream<Path> tree = Files.walk(directory.resolve(part))) {
                for (Path source : tree.toList()) {
                    Path target = root.resolve(directory.relativize(source).toString());
                    if (Files.isDirectory(source)) {
                        Files.createDirectories(target);
                    } else {
                        Files.copy(source, target, REPLACE_EXISTING);
                    }
                }
            }
        }
    }

    Path launcher() {
        return directory.resolve(LAUNCHER).toAbsolutePath();
    }

    private Path archive() {
        return directory
                .resolve("classes-" + Runtime.version() + (AHEAD_OF_TIME ? ".aot" : ".jsa"))
                .toAbsolutePath();
    }

    private Path halfArchive() {
        return Path.of(archive() + ".new");
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
