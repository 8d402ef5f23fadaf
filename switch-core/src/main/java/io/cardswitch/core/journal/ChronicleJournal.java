package io.cardswitch.core.journal;

import io.cardswitch.core.command.CommandHandler;

import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.core.io.AbstractCloseable;
import net.openhft.chronicle.core.time.SetTimeProvider;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.rollcycles.SparseRollCycles;
import net.openhft.chronicle.wire.DocumentContext;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The journal on Chronicle Queue: one excerpt per batch, written by one copy, so that a process
 * killed at any instruction leaves the batch whole or not at all.
 *
 * <p>Chronicle rolls files by time; its clock here is a number that is stepped when a segment is
 * full. Each run of the switch is a queue of its own, so no lock, index or end mark of a dead
 * process is ever waited for. Chronicle's own {@code sync} is not used: it reports no errors.
 */
public final class ChronicleJournal extends SegmentedJournal {
    private static final SparseRollCycles CYCLE = SparseRollCycles.LARGE_HOURLY_XSPARSE;

    private final SetTimeProvider segmentClock = new SetTimeProvider(0L);
    private final ChronicleQueue queue;
    private final ExcerptAppender appender;
    private final BytesStore<?, ?> source;
    private long position;

    private ChronicleJournal(JournalConfig config, DirectoryLock lock, JournalRecovery recovered) {
        super(config, lock, recovered);
        source = BytesStore.wrap(batch());
        if (config.durability() == Durability.NONE) {
            queue = null;
            appender = null;
            return;
        }
        queue =
                ChronicleQueue.singleBuilder(nextRun().toFile())
                        .rollCycle(CYCLE)
                        .blockSize(Math.toIntExact(config.segmentBytes()))
                        .timeProvider(segmentClock)
                        .build();
        appender = queue.createAppender();
        if (appender instanceof AbstractCloseable closeable) {
            closeable.singleThreadedCheckDisabled(true); // Opened by one thread, fed by another.
        }
        beginSegment();
    }

    /**
     * Takes the data directory, verifies and replays what it holds, and is ready for appends.
     *
     * @param replay receives every command in order
     * @throws JournalException when the directory is in use or cannot be written, or the journal is
     *     damaged
     */
    public static ChronicleJournal open(JournalConfig config, CommandHandler replay) {
        return SegmentedJournal.open(config, replay, ChronicleJournal::new);
    }

    /** The first excerpt of a file makes Chronicle create it; metadata is no record. */
    private void beginSegment() {
        segmentClock.advanceMillis(CYCLE.lengthInMillis());
        try (DocumentContext excerpt = appender.writingDocument(true)) {
            excerpt.wire().bytes().writeInt(0);
            position = excerpt.wire().bytes().writePosition();
        }
        final Path file = appender.currentFile().toPath();
        segmentBegun(file);
    }

    @Override
    void writeBatch(ByteBuffer records, int length) {
        if (position + length + SegmentFile.WORD_LENGTH * 2 > config().segmentBytes()) {
            beginSegment();
        }
        try (DocumentContext excerpt = appender.writingDocument()) {
            try {
                excerpt.wire().bytes().write(source, 0L, length);
                position = excerpt.wire().bytes().writePosition();
            } catch (RuntimeException | Error e) {
                excerpt.rollbackOnClose();
                throw e;
            }
        }
    }

    @Override
    void closeSegments() {
        if (queue == null) return;
        appender.close();
        queue.close();
    }
}
