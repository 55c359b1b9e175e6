package dev.hashpost.run;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The directory that keeps everything between runs; one launcher at a time holds it. */
final class Home implements AutoCloseable {
    private final Path path;
    private final FileChannel lock;

    private Home(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Makes the directory if needed and takes its lock, which the operating system lets go when this process ends.
     *
     * @throws StartException if the path is not a directory that can be written, or another launcher holds it
     */
    static Home open(Path path) {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new StartException(named(path) + " is not a directory; set it to one");
        }
        try {
            Directories.make(path);
            return new Home(path, lock(path));
        } catch (IOException e) {
            throw new StartException(
                    named(path) + " cannot be written (" + e.getClass().getSimpleName() + ": " + e.getMessage()
                            + "); set it to a directory that you may write",
                    e);
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path.resolve("lock"), CREATE, READ, WRITE);
        if (!tryLock(channel)) {
            String holder = read(channel);
            channel.close();
            throw new StartException(named(path) + " is in use by another launcher (process " + holder
                    + "); stop that one, or set " + RunSettings.HOME + " to another directory");
        }
        channel.truncate(0);
        channel.write(
                StandardCharsets.UTF_8.encode(
                        Long.toString(ProcessHandle.current().pid())),
                0);
        return channel;
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // This very process holds it.
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(20);
        channel.read(bytes, 0);
        return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    }

    private static String named(Path path) {
        return RunSettings.HOME + "=" + path;
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
