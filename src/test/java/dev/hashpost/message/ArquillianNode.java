package dev.hashpost.message;

import dev.hashpost.run.Ports;
import dev.hashpost.run.Postgres;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * What the node that Arquillian starts needs: a database, a port, a directory. {@code arquillian.xml} takes them from
 * system properties.
 */
final class ArquillianNode implements AutoCloseable {
    private static final Path TARGET = Path.of("target");

    private final Postgres postgres;
    private final Path directory;

    private ArquillianNode(Postgres postgres, Path directory) {
        this.postgres = postgres;
        this.directory = directory;
    }

    /** Starts the database, and tells Arquillian of it. */
    static ArquillianNode ready() throws IOException, SQLException {
        Path directory = Files.createTempDirectory(Files.createDirectories(TARGET.resolve("nodes")), "arquillian");
        Postgres postgres = Postgres.startTemporary(TARGET.toAbsolutePath().resolve("postgresql-binaries"), false);
        ArquillianNode node = new ArquillianNode(postgres, directory);
        node.writeOptions();
        System.setProperty("hashpost.arquillian.directory", directory.toString());
        System.setProperty("hashpost.arquillian.port", Integer.toString(Ports.free()));
        return node;
    }

    /** The packaged WAR, to which tests may be added; AssertJ is. */
    static WebArchive war() {
        URL assertj = Assertions.class.getProtectionDomain().getCodeSource().getLocation();
        return ShrinkWrap.create(ZipImporter.class, "hashpost.war")
                .importFrom(new File(System.getProperty("hashpost.war")))
                .as(WebArchive.class)
                .addAsLibrary(new File(URI.create(assertj.toString())));
    }

    private Path options() {
        return directory.resolve("java.options");
    }

    /** In a file, because any user of the machine can read a command line; the directory is its owner's alone. */
    private void writeOptions() throws IOException {
        Path temporaryFiles = Files.createDirectory(directory.resolve("payara-tmp"));
        Files.write(
                options(),
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.io.tmpdir=\"" + temporaryFiles.toAbsolutePath() + "\"",
                        "-Dhashpost.db.url=" + postgres.url(),
                        "-Dhashpost.db.user=" + postgres.user(),
                        "-Dhashpost.db.password=" + postgres.password()));
    }

    /** Arquillian does not wait for the node's end, leaves one running whose deployment has failed, and its WAR. */
    @Override
    public void close() throws IOException {
        try {
            for (ProcessHandle child : ProcessHandle.current().children().toList()) {
                List<String> arguments = List.of(child.info().arguments().orElse(new String[0]));
                if (arguments.contains("@" + options())) {
                    child.destroyForcibly();
                    child.onExit().join();
                    deleteCopy(Path.of(arguments.get(arguments.indexOf("--deploy") + 1)));
                }
            }
        } finally {
            postgres.close();
        }
    }

    /** The WAR is alone in a directory that is alone in another. */
    private static void deleteCopy(Path war) throws IOException {
        for (Path path : List.of(war, war.resolve(".."), war.resolve("../.."))) {
            Files.delete(path.normalize());
        }
    }
}
