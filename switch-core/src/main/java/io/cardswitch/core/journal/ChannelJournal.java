package io.cardswitch.core.journal;

import io.cardswitch.core.command.CommandHandler;
import io.cardswitch.core.journal.segment.SegmentFile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The journal on plain files: one {@code write} per batch into the page cache, which survives the
 * death of the process as a mapping does. Yardstick and differential-test partner of {@link
 * ChronicleJournal}, with the same records, recovery and promises.
 */
public final class ChannelJournal extends SegmentedJournal {
    private FileChannel segment;
    private int segmentNumber;
    private long position;

    private ChannelJournal(JournalConfig config, DirectoryLock lock, JournalRecovery recovered)
            throws IOException {
        super(config, lock, recovered, config.segmentBytes());
        if (isWriting()) roll();
    }

    /**
     * Takes the data directory, verifies and replays what it holds, and is ready for appends.
     *
     * @param replay receives every command in order
     * @throws JournalException when the directory is in use or cannot be written, or the journal is
     *     damaged
     */
    public static ChannelJournal open(JournalConfig config, CommandHandler replay) {
        return SegmentedJournal.open(config, () -> {}, replay, ChannelJournal::new);
    }

    private void roll() throws IOException {
        closeSegments();
        segmentNumber++;
        final Path file =
                run().resolve(SegmentFile.numbered(segmentNumber) + SegmentFile.PLAIN_SUFFIX);
        beginSegment(file);
        segment = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        position = 0;
    }

    @Override
    void writeBatch(ByteBuffer records, int length) throws IOException {
        if (position + length > config().segmentBytes()) {
            roll();
        }
        records.limit(length).position(0);
        while (records.hasRemaining()) {
            position += segment.write(records, position);
        }
        records.clear();
    }

    @Override
    void closeSegments() throws IOException {
        if (segment == null) return;
        segment.truncate(position); // Nothing behind the last record: the file is complete.
        segment.close();
    }
}
