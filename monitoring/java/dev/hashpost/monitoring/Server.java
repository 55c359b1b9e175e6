package dev.hashpost.monitoring;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Another program that listens on a port of the loopback address, until it is closed. */
final class Server implements AutoCloseable {
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long END_SECONDS = 10;

    private final Process process;

    private Server(Process process) {
        this.process = process;
    }

    /**
     * Starts it, and waits until it listens.
     *
     * @param log its output, errors included
     */
    static Server start(int port, Path log, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Server server = new Server(builder.start());
        Runtime.getRuntime().addShutdownHook(new Thread(server.process::destroyForcibly));
        long begin = System.nanoTime();
        while (!listens(port)) {
            if (!server.process.isAlive() || System.nanoTime() - begin > START_NANOS) {
                server.close();
                throw new IllegalStateException(command.get(0) + " did not start; see " + log);
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return server;
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
