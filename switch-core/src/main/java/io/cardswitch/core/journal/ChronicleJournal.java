package io.cardswitch.core.journal;

import io.cardswitch.core.command.CommandHandler;
import io.cardswitch.core.journal.segment.SegmentFile;

import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.core.io.AbstractCloseable;
import net.openhft.chronicle.core.time.SetTimeProvider;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.rollcycles.SparseRollCycles;
import net.openhft.chronicle.wire.DocumentContext;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

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

    private static final DateTimeFormatter FILE_NAME =
            DateTimeFormatter.ofPattern(CYCLE.format()).withZone(ZoneOffset.UTC);

    private final SetTimeProvider segmentClock = new SetTimeProvider(0L);
    private final ChronicleQueue queue;
    private final ExcerptAppender appender;
    private final BytesStore<?, ?> source;
    private long position;

    private ChronicleJournal(JournalConfig config, DirectoryLock lock, JournalRecovery recovered)
            throws IOException {
        super(config, lock, recovered, config.segmentBytes() + config.segmentBytes() / 4);
        source = BytesStore.wrap(batch());
        if (!isWriting()) {
            queue = null;
            appender = null;
            return;
        }
        queue =
                ChronicleQueue.singleBuilder(run().toFile())
                        .rollCycle(CYCLE)
                        .blockSize(Math.toIntExact(config.segmentBytes()))
                        .timeProvider(segmentClock)
                        .build();
        appender = queue.createAppender();
        if (appender instanceof AbstractCloseable closeable) {
            closeable.singleThreadedCheckDisabled(true); // Opened by one thread, fed by another.
        }
        roll();
    }

    /**
     * Takes the data directory, verifies and replays what it holds, and is ready for appends.
     *
     * @param replay receives every command in order
     * @throws JournalException when the directory is in use or cannot be written, or the journal is
     *     damaged
     */
    public static ChronicleJournal open(JournalConfig config, CommandHandler replay) {
        return open(config, () -> {}, replay);
    }

    /**
     * As {@link #open(JournalConfig, CommandHandler)}, for an owner that has a say before.
     *
     * @param onOwned runs when the directory is ours and nothing of it was read yet; what it throws
     *     releases the directory and is thrown on
     */
    public static ChronicleJournal open(
            JournalConfig config, Runnable onOwned, CommandHandler replay) {
        return SegmentedJournal.open(config, onOwned, replay, ChronicleJournal::new);
    }

    /** The first excerpt of a file makes Chronicle map it; metadata is no record. */
    private void roll() throws IOException {
        segmentClock.advanceMillis(CYCLE.lengthInMillis());
        final Instant time = Instant.ofEpochMilli(segmentClock.currentTimeMillis());
        beginSegment(run().resolve(FILE_NAME.format(time) + SegmentFile.CHRONICLE_SUFFIX));
        try (DocumentContext excerpt = appender.writingDocument(true)) {
            final Bytes<?> bytes = excerpt.wire().bytes();
            bytes.writeInt(0);
            position = bytes.writePosition();
            preparation()
                    .onMapped(
                            bytes.addressForWrite(position) - position,
                            config().segmentBytes(),
                            position);
        }
    }

    @Override
    void writeBatch(ByteBuffer records, int length) throws IOException {
        if (position + length + SegmentFile.WORD_LENGTH * 2 > config().segmentBytes()) {
            roll();
        }
        try (DocumentContext excerpt = appender.writingDocument()) {
            try {
                final Bytes<?> bytes = excerpt.wire().bytes();
                bytes.write(source, 0L, length);
                position = bytes.writePosition();
            } catch (RuntimeException | Error e) {
                excerpt.rollbackOnClose();
                throw e;
            }
        }
        preparation().onAppended(position);
    }

    @Override
    void closeSegments() throws IOException {
        if (queue == null) return;
        final Path file = appender.currentFile().toPath();
        appender.close();
        queue.close();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(position); // What was allocated in vain.
        }
    }
}
