package io.cardswitch.core.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The one owner of a data directory: an operating-system lock on the file {@code LOCK}, gone with
 * the process that held it however that ended.
 */
final class DirectoryLock implements AutoCloseable {
    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Creates the directory when needed and takes the lock, or says who cannot have it and why. */
    static DirectoryLock acquire(Path directory) {
        FileChannel channel = null;
        try {
            create(directory.toAbsolutePath());
            channel =
                    FileChannel.open(
                            directory.resolve("LOCK"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            final FileLock lock = channel.tryLock();
            if (lock != null) return new DirectoryLock(channel);
        } catch (OverlappingFileLockException e) {
            // The same refusal as below: the other owner is in this process.
        } catch (IOException e) {
            closeQuietly(channel);
            throw new JournalException(
                    "data directory "
                            + directory
                            + " cannot be used: "
                            + JournalException.describe(e),
                    e);
        }
        closeQuietly(channel);
        throw new JournalException(
                "data directory " + directory + " is in use by another running switch");
    }

    /** A power cut must not take the name of a directory whose contents were forced. */
    private static void create(Path directory) throws IOException {
        Path existing = directory;
        // Not notExists: of a path below a file the system does not say so.
        while (!Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing)) {
            throw new NotDirectoryException(existing.toString());
        }
        Files.createDirectories(directory);
        for (Path made = directory; !made.equals(existing); made = made.getParent()) {
            ForceAgent.forceDirectory(made.getParent());
        }
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }

    private static void closeQuietly(FileChannel channel) {
        if (channel == null) return;
        try {
            channel.close();
        } catch (IOException e) {
            // The lock goes with the descriptor; nothing else was written through it.
        }
    }
}
