package io.cardswitch.core.journal;

import io.cardswitch.core.metrics.Histogram;
import io.cardswitch.core.metrics.SwitchCounters;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Group commit: one thread that forces whatever was appended while the last force ran, and says so.
 *
 * <p>A mapped page and the file's page are the same page, so {@code force} on a channel of the file
 * covers what the mapping wrote, and unlike the mapping's own flush it reports errors. An error is
 * final: after a failed force the kernel may have dropped the pages, so it is never tried again.
 */
final class ForceAgent implements Runnable {
    private final LongSupplier appended;
    private final Consumer<Throwable> onFailure;
    private final long paceNs;
    private final Thread thread;
    private final Histogram times = Histogram.ofDurations();
    private final Histogram sizes = Histogram.ofSizes();
    private final Queue<Path> segments = new ConcurrentLinkedQueue<>();
    private FileChannel current;
    private volatile long forced;
    private volatile Path segment;
    private volatile boolean isParked;
    private volatile boolean isClosing;
    private volatile Runnable wakeUp = () -> {};

    /**
     * @param forced sequence that recovery has proven
     * @param appended highest sequence appended
     * @param paceNs pause between forces where nobody waits for them, 0 where answers do
     * @param onFailure told once, from this thread
     */
    ForceAgent(long forced, LongSupplier appended, long paceNs, Consumer<Throwable> onFailure) {
        this.forced = forced;
        this.appended = appended;
        this.paceNs = paceNs;
        this.onFailure = onFailure;
        this.thread = new Thread(this, "journal-force");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void register(SwitchCounters counters) {
        counters.histogram("switch_journal_sync_seconds", "Time of one force to disk.", times);
        counters.histogram("switch_journal_group_size", "Commands that one force covers.", sizes);
    }

    long forced() {
        return forced;
    }

    /** The segment that is forced now, or null before the first; later ones still have to be. */
    Path segment() {
        return segment;
    }

    void onForced(Runnable action) {
        wakeUp = action;
    }

    /** A segment was begun; named before any of its records counts as appended. */
    void onSegment(Path file) {
        segments.add(file);
    }

    /** Something was appended. */
    void signal() {
        if (isParked && paceNs == 0) {
            LockSupport.unpark(thread);
        }
    }

    /** Forces the rest, then ends the thread. */
    void close() {
        isClosing = true;
        LockSupport.unpark(thread);
        join(thread);
    }

    /** Waits for the end of a thread that was told to end; an interrupt is kept for later. */
    static void join(Thread ending) {
        boolean wasInterrupted = false;
        while (ending.isAlive()) {
            try {
                ending.join();
            } catch (InterruptedException e) {
                wasInterrupted = true;
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        try {
            while (!isClosing) {
                force();
                await();
            }
            force();
        } catch (IOException | RuntimeException | Error e) {
            onFailure.accept(e);
        } finally {
            closeCurrent();
        }
    }

    private void force() throws IOException {
        final long target = appended.getAsLong();
        if (target == forced) return;
        final long startNs = System.nanoTime();
        for (Path file = segments.poll(); file != null; file = segments.poll()) {
            beginSegment(file);
        }
        current.force(false);
        times.record(System.nanoTime() - startNs, 1);
        sizes.record(target - forced, 1);
        forced = target;
        wakeUp.run();
    }

    /** The order matters: records of the new file are worthless while the old file has holes. */
    private void beginSegment(Path file) throws IOException {
        if (current != null) {
            current.force(false);
            current.close();
        }
        current = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        segment = file;
        current.force(true);
        forceDirectory(file.getParent());
        forceDirectory(file.getParent().getParent());
    }

    /** Makes the names in a directory survive a power cut. */
    static void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private void await() {
        if (paceNs > 0) {
            if (!isClosing) LockSupport.parkNanos(this, paceNs);
            return;
        }
        isParked = true; // Set before the last look, so that an append in between wakes us.
        while (appended.getAsLong() == forced && !isClosing) {
            LockSupport.park(this);
        }
        isParked = false;
    }

    private void closeCurrent() {
        if (current == null) return;
        try {
            current.close();
        } catch (IOException e) {
            onFailure.accept(e);
        }
    }
}
