package io.cardswitch.core.journal;

import io.cardswitch.core.command.Commands;
import io.cardswitch.core.command.sbe.CheckpointDecoder;
import io.cardswitch.core.command.sbe.ConfigurationCommitDecoder;
import io.cardswitch.core.command.sbe.ConfigurationStartDecoder;
import io.cardswitch.core.command.sbe.NetworkRequestDecoder;
import io.cardswitch.core.command.sbe.ReversalRequestDecoder;
import io.cardswitch.core.command.sbe.TickDecoder;
import io.cardswitch.core.command.sbe.TransactionRequestDecoder;
import io.cardswitch.core.journal.segment.JournalDamage;
import io.cardswitch.core.journal.segment.RecordFlyweight;
import io.cardswitch.core.journal.segment.RecordHandler;
import io.cardswitch.core.journal.segment.RecordScanner;
import io.cardswitch.core.journal.segment.SegmentFile;

import org.agrona.DirectBuffer;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads and verifies a journal without touching it, whether a switch runs on it or not. In a
 * running one the end is where the writer was when the reader came there.
 */
public final class JournalReader {
    /**
     * What a journal holds, up to the first damage.
     *
     * @param records verified
     * @param firstSequence of the first record, 1 unless older segments were deleted; 0 when empty
     * @param lastSequence of the last record, 0 when empty
     * @param lastHash end of the hash chain
     * @param bytes of all records, headers included
     * @param segments files
     * @param firstTimeMs earliest time a command carries, epoch milliseconds, 0 when none does
     * @param lastTimeMs latest time a command carries
     * @param countsByTemplate commands by SBE template id
     * @param damage the first bad place, or null
     */
    public record Summary(
            long records,
            long firstSequence,
            long lastSequence,
            long lastHash,
            long bytes,
            int segments,
            long firstTimeMs,
            long lastTimeMs,
            Map<Integer, Long> countsByTemplate,
            JournalDamage damage) {}

    private static final int TAIL_ATTEMPTS = 3;

    private final Path directory;
    private final RecordHandler handler;
    private final Map<Integer, Long> counts = new TreeMap<>();
    private final RecordScanner scanner;
    private boolean wasCut;
    private long bytes;
    private long firstSequence;
    private long firstTimeMs;
    private long lastTimeMs;

    private JournalReader(Path directory, RecordHandler handler) {
        this.directory = directory;
        this.handler = handler;
        scanner = new RecordScanner(!JournalRecovery.isCapped(directory), this::onRecord);
    }

    /**
     * Walks the journal of a data directory from its first record.
     *
     * @param handler given every record up to the first bad one
     * @throws JournalException when there is no journal or it cannot be read
     */
    public static Summary read(Path directory, RecordHandler handler) {
        if (!Files.isDirectory(SegmentFile.root(directory))) {
            throw new JournalException("there is no journal in " + directory);
        }
        try {
            return new JournalReader(directory, handler).walk();
        } catch (IOException e) {
            throw new JournalException(
                    "journal in " + directory + " cannot be read: " + JournalException.describe(e),
                    e);
        }
    }

    private Summary walk() throws IOException {
        final List<Path> files = SegmentFile.list(directory);
        JournalDamage damage = null;
        for (int i = 0; i < files.size() && damage == null; i++) {
            try (SegmentFile segment = new SegmentFile(files.get(i))) {
                damage = scanner.scan(segment);
                if (i == files.size() - 1) damage = atTail(segment, damage);
            }
        }
        for (int attempt = 0; wasCut && attempt < TAIL_ATTEMPTS; attempt++) {
            wasCut = false;
            try (SegmentFile segment = new SegmentFile(files.getLast())) {
                segment.resume(scanner.end());
                damage = atTail(segment, scanner.scan(segment));
            }
        }
        return new Summary(
                scanner.records(),
                firstSequence,
                scanner.nextSequence() - 1,
                scanner.lastHash(),
                bytes,
                files.size(),
                firstTimeMs,
                lastTimeMs,
                counts,
                damage);
    }

    /** At the end a writer may be at work: what it has not finished is looked at again. */
    private JournalDamage atTail(SegmentFile segment, JournalDamage first) {
        JournalDamage damage = first;
        for (int attempt = 0; attempt < TAIL_ATTEMPTS; attempt++) {
            if (scanner.excerptStart() >= 0) return damage;
            final RecordScanner.Aftermath behind = new RecordScanner.Aftermath();
            if (!searchBehind(segment, behind)) return damage;
            final boolean isUnfinished = damage == null || segment.defect() != null;
            if (isUnfinished && behind.records() == 0) return null;
            Thread.yield();
            final long before = scanner.records();
            segment.resume(scanner.end());
            damage = scanner.scan(segment);
            if (scanner.records() > before) attempt = 0;
        }
        if (damage != null) return damage;
        return new JournalDamage(
                segment.file(),
                scanner.end(),
                "record " + scanner.nextSequence() + " is missing, later ones are there");
    }

    /**
     * Leaves false when a writer that ends cut off what it had prepared behind its last record: the
     * memory that the file was mapped to is gone, and what is left has to be mapped anew.
     */
    private boolean searchBehind(SegmentFile segment, RecordScanner.Aftermath behind) {
        try {
            scanner.searchBehind(segment, scanner.end(), behind);
        } catch (final InternalError e) {
            wasCut = true;
        }
        return !wasCut;
    }

    private void onRecord(Path file, long sequence, DirectBuffer buffer, int offset, int length) {
        if (firstSequence == 0) firstSequence = sequence;
        bytes += RecordFlyweight.HEADER_LENGTH + length;
        final int templateId = Commands.templateId(buffer, offset);
        counts.merge(templateId, 1L, Long::sum);
        final int timeOffset = offset + Commands.HEADER_LENGTH;
        if (carriesTime(templateId) && length >= Commands.HEADER_LENGTH + Long.BYTES) {
            final long timeMs = buffer.getLong(timeOffset, ByteOrder.LITTLE_ENDIAN);
            if (firstTimeMs == 0 || timeMs < firstTimeMs) firstTimeMs = timeMs;
            lastTimeMs = Math.max(lastTimeMs, timeMs);
        }
        handler.onRecord(file, sequence, buffer, offset, length);
    }

    /** Commands whose first field is the time. */
    private static boolean carriesTime(int templateId) {
        return switch (templateId) {
            case TransactionRequestDecoder.TEMPLATE_ID,
                    ReversalRequestDecoder.TEMPLATE_ID,
                    NetworkRequestDecoder.TEMPLATE_ID,
                    ConfigurationStartDecoder.TEMPLATE_ID,
                    ConfigurationCommitDecoder.TEMPLATE_ID,
                    TickDecoder.TEMPLATE_ID,
                    CheckpointDecoder.TEMPLATE_ID ->
                    true;
            default -> false;
        };
    }
}
