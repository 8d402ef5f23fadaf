package io.cardswitch.core.journal;

import io.cardswitch.core.journal.segment.SegmentFile;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Does ahead of time, on its own thread, what would make the appender wait: disk blocks of the next
 * segment, pages of the current one. Watches free space, and the cap where there is one.
 */
final class PreparationAgent implements Runnable {
    private static final int STEP_BYTES = 1 << 20;
    private static final int AHEAD_BYTES = 8 << 20;
    private static final long PACE_NS = 20_000_000L;

    /** The file prepared ahead; no segment yet, so worthless once its run has ended. */
    static final String PREPARED_NAME = "next.prepared";

    /** The current segment in memory; replaced whole at a roll. */
    private record Mapping(long address, long length) {}

    private final JournalConfig config;
    private final File run; // Unlike a file store, it tells its free space without garbage.
    private final Path preparedFile;
    private final long fileLength;
    private final Supplier<Path> forcing;
    private final Consumer<Throwable> onFailure;
    private final Thread thread;
    private Mapping populating;
    private long populated;
    private boolean isPrepared;
    private Path droppedUpTo;
    private volatile Mapping mapping;
    private volatile long position;
    private volatile long wakeAt = Long.MAX_VALUE;
    private volatile long freeBytes;
    private volatile boolean hasSpace = true;
    private volatile boolean isClosing;

    /**
     * @param run folder of this run's segments
     * @param fileLength bytes allocated for each
     * @param forcing segment that is forced now, null before the first
     * @param onFailure told once, from this thread
     */
    PreparationAgent(
            JournalConfig config,
            Path run,
            long fileLength,
            Supplier<Path> forcing,
            Consumer<Throwable> onFailure) {
        this.config = config;
        this.run = run.toFile();
        this.preparedFile = run.resolve(PREPARED_NAME);
        this.fileLength = fileLength;
        this.forcing = forcing;
        this.onFailure = onFailure;
        this.thread = new Thread(this, "journal-prepare");
        thread.setDaemon(true);
    }

    void start() throws IOException {
        checkSpace();
        thread.start();
    }

    boolean hasSpace() {
        return hasSpace;
    }

    /** On the disk of the journal, as last looked at. */
    long freeBytes() {
        return freeBytes;
    }

    /** Gives the file prepared ahead its name; when there is none yet, it is made here. */
    synchronized void takeSegment(Path name) throws IOException {
        prepare();
        Files.move(preparedFile, name);
        isPrepared = false;
        mapping = null;
        LockSupport.unpark(thread);
    }

    private synchronized boolean isPrepared() {
        return isPrepared;
    }

    private synchronized void prepare() throws IOException {
        if (isPrepared) return;
        LinuxCalls.allocate(preparedFile, fileLength);
        isPrepared = true;
    }

    /** The appender's segment stands in memory at this address. */
    void onMapped(long address, long length, long appendPosition) {
        position = appendPosition;
        mapping = new Mapping(address, length);
        LockSupport.unpark(thread);
    }

    /** The appender has written up to here. */
    void onAppended(long appendPosition) {
        position = appendPosition;
        if (appendPosition >= wakeAt) {
            wakeAt = Long.MAX_VALUE;
            LockSupport.unpark(thread);
        }
    }

    /** Ends the thread and drops the file prepared in vain. */
    void close() throws IOException {
        isClosing = true;
        LockSupport.unpark(thread);
        ForceAgent.join(thread);
        Files.deleteIfExists(preparedFile);
    }

    @Override
    public void run() {
        try {
            while (!isClosing) {
                populate();
                checkSpace();
                if (hasSpace) prepare();
                LockSupport.parkNanos(this, PACE_NS);
            }
        } catch (IOException | RuntimeException | Error e) {
            onFailure.accept(e);
        }
    }

    /** Advice only: where it is refused, the appender meets the page faults itself. */
    private void populate() {
        final Mapping current = mapping;
        if (current == null) return;
        if (current != populating) {
            populating = current;
            populated = position & -STEP_BYTES;
        }
        while (current == mapping && populated < Math.min(position + AHEAD_BYTES, current.length)) {
            final long length = Math.min(STEP_BYTES, current.length - populated);
            LinuxCalls.populate(current.address + populated, length);
            populated += length;
        }
        wakeAt = populated == current.length ? Long.MAX_VALUE : populated - AHEAD_BYTES / 2;
    }

    private void checkSpace() throws IOException {
        if (config.maximumBytes() > 0) {
            dropOldest();
        }
        final long next = isPrepared() ? 0 : fileLength;
        final long floor = Math.max(config.minimumFreeBytes(), next);
        freeBytes = run.getUsableSpace();
        hasSpace = freeBytes >= floor;
    }

    /** What is still to be forced stays. */
    private void dropOldest() throws IOException {
        final Path firstKept = forcing.get();
        if (firstKept == droppedUpTo) return;
        droppedUpTo = firstKept;
        final List<Path> files = SegmentFile.list(config.directory());
        final long surplus = files.size() * fileLength - config.maximumBytes();
        for (int i = 0; i * fileLength < surplus && !files.get(i).equals(firstKept); i++) {
            Files.writeString(
                    SegmentFile.root(config.directory()).resolve(JournalRecovery.CAPPED_MARK),
                    "the oldest segments were deleted: this journal is not a full history\n");
            Files.delete(files.get(i));
        }
    }
}
