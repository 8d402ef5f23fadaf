package io.cardswitch.core.journal;

import io.cardswitch.core.command.CommandHandler;
import io.cardswitch.core.journal.segment.JournalDamage;
import io.cardswitch.core.journal.segment.RecordScanner;
import io.cardswitch.core.journal.segment.SegmentFile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Opens what an earlier process left: verifies and replays every record, cuts a torn tail, refuses
 * damage in front of it.
 *
 * <p>A tail may be cut when nothing that was promised stands in or behind it. Damage with good
 * records behind it is a tail only if a power cut can have left it (pages reach the disk in any
 * order, and as they were at different moments) and no later record says that the damaged one had
 * been forced.
 */
final class JournalRecovery {
    /** Marks a journal whose oldest segments were deleted to cap its size. */
    static final String CAPPED_MARK = "CAPPED";

    private static final String CUT_SUFFIX = ".cut";

    private final Path directory;
    private final ReplayAgent replay;
    private final RecordScanner scanner;
    private long truncatedBytes;
    private Path truncatedFile;
    private long truncatedOffset;
    private long nanos;

    private JournalRecovery(Path directory, ReplayAgent replay) {
        this.directory = directory;
        this.replay = replay;
        scanner = new RecordScanner(!isCapped(directory), replay);
    }

    static boolean isCapped(Path directory) {
        return Files.exists(SegmentFile.root(directory).resolve(CAPPED_MARK));
    }

    /** Recovers the journal of a data directory whose lock is held. */
    static JournalRecovery recover(Path directory, CommandHandler replay) {
        final long start = System.nanoTime();
        final JournalRecovery recovery;
        try (ReplayAgent agent = new ReplayAgent(replay)) {
            recovery = new JournalRecovery(directory, agent);
            recovery.run();
        } catch (IOException e) {
            throw new JournalException(
                    "journal in " + directory + " cannot be read: " + JournalException.describe(e),
                    e);
        }
        recovery.nanos = System.nanoTime() - start;
        return recovery;
    }

    long lastHash() {
        return scanner.lastHash();
    }

    RecoveryReport report() {
        return new RecoveryReport(
                scanner.records(),
                scanner.nextSequence() - 1,
                truncatedBytes,
                truncatedFile,
                truncatedOffset,
                nanos);
    }

    private void run() throws IOException {
        final List<Path> files = SegmentFile.list(directory);
        int end = 0;
        boolean wasEnded = false;
        for (int i = 0; i < files.size(); i++) {
            final JournalDamage damage;
            final boolean isHoleBefore;
            try (SegmentFile segment = new SegmentFile(files.get(i))) {
                damage = scan(segment);
                isHoleBefore = scanner.isMisplaced() && scanner.end() == 0 && i > 0 && !wasEnded;
                wasEnded = segment.isEnded() || scanner.end() >= segment.size();
            }
            if (damage != null && isHoleBefore) {
                settle(files, i - 1, end, -1, damage);
                break;
            }
            end = scanner.end();
            if (damage != null) {
                settle(files, i, Math.toIntExact(damage.offset()), scanner.excerptStart(), damage);
                break;
            }
            if (i == files.size() - 1) settle(files, i, end, scanner.excerptStart(), null);
        }
        dropPrepared();
        proveLastRun();
    }

    /** Verifies a segment; when this returns or throws, all that was good in it is applied. */
    private JournalDamage scan(SegmentFile segment) {
        try {
            return scanner.scan(segment);
        } finally {
            replay.drain();
        }
    }

    /**
     * Ends the journal at {@code offset} of a file, unless what was promised stands behind.
     *
     * @param excerptStart of the excerpt that {@code offset} stands in, or -1
     */
    private void settle(
            List<Path> files, int index, int offset, int excerptStart, JournalDamage damage)
            throws IOException {
        final RecordScanner.Aftermath found = new RecordScanner.Aftermath();
        final boolean isHole;
        int lost;
        try (SegmentFile segment = new SegmentFile(files.get(index))) {
            lost = RecordScanner.lastUsed(segment, offset) - offset;
            isHole = scanner.searchBehind(segment, offset, found);
        }
        for (final Path later : files.subList(index + 1, files.size())) {
            try (SegmentFile segment = new SegmentFile(later)) {
                lost += RecordScanner.lastUsed(segment, 0);
                scanner.searchBehind(segment, 0, found);
            }
        }
        final boolean isProven = found.forced() >= scanner.nextSequence();
        if (found.records() > 0 && (!isHole || isProven)) {
            throw new JournalException(
                    "journal is damaged: "
                            + damageOf(files, index, offset, damage)
                            + "; "
                            + found.records()
                            + " good records follow, so nothing was cut");
        }
        if (lost > 0) {
            truncatedBytes = lost;
            truncatedFile = files.get(index);
            truncatedOffset = offset;
        }
        cut(files, index, offset, excerptStart);
    }

    private JournalDamage damageOf(List<Path> files, int index, int offset, JournalDamage damage) {
        if (damage != null) return damage;
        return new JournalDamage(
                files.get(index), offset, "record " + scanner.nextSequence() + " is missing");
    }

    private void cut(List<Path> files, int index, int offset, int excerptStart) throws IOException {
        for (final Path later : files.subList(index + 1, files.size())) {
            Files.move(
                    later,
                    later.resolveSibling(later.getFileName() + CUT_SUFFIX),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        try (FileChannel channel = FileChannel.open(files.get(index), StandardOpenOption.WRITE)) {
            if (excerptStart < 0 || offset < excerptStart) {
                channel.truncate(offset);
            } else if (offset == excerptStart) {
                channel.truncate(excerptStart - SegmentFile.WORD_LENGTH);
            } else {
                channel.truncate(offset);
                final ByteBuffer word =
                        ByteBuffer.allocate(SegmentFile.WORD_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
                word.putInt(offset - excerptStart).flip();
                channel.write(word, excerptStart - SegmentFile.WORD_LENGTH);
            }
        }
    }

    /** A run that crashed could not delete what it had prepared ahead: a whole segment of disk. */
    private void dropPrepared() throws IOException {
        for (final Path run : SegmentFile.runs(directory)) {
            Files.deleteIfExists(run.resolve(PreparationAgent.PREPARED_NAME));
        }
    }

    /** What was read may be in the page cache only; from here on it counts as forced. */
    private void proveLastRun() throws IOException {
        final List<Path> runs = SegmentFile.runs(directory);
        if (runs.isEmpty()) return;
        final Path run = runs.getLast();
        try (Stream<Path> entries = Files.list(run)) {
            for (final Path file : entries.toList()) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
            }
        }
        ForceAgent.forceDirectory(run);
        ForceAgent.forceDirectory(run.getParent());
        ForceAgent.forceDirectory(directory);
    }
}
