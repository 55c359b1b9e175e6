package dev.hashpost.bench;

import dev.hashpost.run.Ports;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;

/** The in-memory server in Go, in {@code bench/peer}: what the services were that this one replaces. */
final class GoPeer implements AutoCloseable {
    private static final int ATTEMPTS = 200;

    private final Process process;
    private final URI uri;

    private GoPeer(Process process, URI uri) {
        this.process = process;
        this.uri = uri;
    }

    static GoPeer start(Path directory) throws IOException, InterruptedException {
        Path program = directory.resolve("peer").toAbsolutePath();
        Command.run("go", "build", "-C", Command.file("peer"), "-o", program.toString(), ".");
        int port = Ports.free();
        Process process = new ProcessBuilder(program.toString(), "127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(new File("/dev/null"))
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        awaitPort(port);
        return new GoPeer(process, URI.create("http://127.0.0.1:" + port));
    }

    private static void awaitPort(int port) throws IOException, InterruptedException {
        for (int attempt = 0; ; attempt++) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                Thread.sleep(50);
            }
        }
    }

    URI uri() {
        return uri;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
