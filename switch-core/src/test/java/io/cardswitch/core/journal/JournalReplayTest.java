package io.cardswitch.core.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.command.CommandHandler;
import io.cardswitch.core.command.Effects;
import io.cardswitch.core.journal.segment.SegmentFile;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

final class JournalReplayTest {
    @TempDir Path directory;

    @ParameterizedTest
    @EnumSource
    void shouldReplayWhatWasAppendedWhenManyBatchesRollsAndRunsWereWritten(JournalFormat format) {
        final JournalFixture fixture = new JournalFixture(format, directory);
        for (int run = 0; run < 3; run++) {
            final CommandTape replayed = new CommandTape();
            try (SegmentedJournal journal = fixture.open(replayed)) {
                assertEquals(fixture.tape(), replayed, "run " + run);
                assertEquals(fixture.sequence(), journal.recovery().lastSequence());
                assertEquals(0, journal.recovery().truncatedBytes());
                fixture.append(journal, 100, 1);
                fixture.append(journal, 100, 200);
                assertEquals(fixture.sequence(), journal.durableSequence());
            }
        }
        assertEquals(fixture.tape(), fixture.replay(directory));
        assertTrue(JournalFixture.segments(directory).size() > 6, "the test must roll");
    }

    @ParameterizedTest
    @EnumSource
    void shouldPrepareEveryCommandBeforeItIsAppliedWhenReplaying(JournalFormat format) {
        final JournalFixture fixture = new JournalFixture(format, directory);
        try (SegmentedJournal journal = fixture.open(new CommandTape())) {
            fixture.append(journal, 10, 200);
        }
        final long[] prepared = new long[1];
        final long[] applied = new long[1];
        final CommandHandler handler =
                new CommandHandler() {
                    @Override
                    public void prepare(DirectBuffer buffer, int offset, int length) {
                        prepared[0]++;
                    }

                    @Override
                    public void onCommand(
                            long sequence, DirectBuffer b, int offset, int length, Effects e) {
                        applied[0]++;
                        assertTrue(prepared[0] >= applied[0], "prepared first");
                    }
                };
        JournalRecovery.recover(directory, handler);
        assertEquals(fixture.sequence(), applied[0]);
        assertEquals(fixture.sequence(), prepared[0]);
    }

    @Test
    void shouldReplayTheSameFromBothFormatsWhenTheyTookTurns() {
        final JournalFixture chronicle = new JournalFixture(JournalFormat.CHRONICLE, directory);
        try (SegmentedJournal journal = chronicle.open(new CommandTape())) {
            chronicle.append(journal, 50, 200);
        }
        try (SegmentedJournal journal =
                JournalFormat.CHANNEL.open(chronicle.config(), new CommandTape())) {
            chronicle.append(journal, 50, 200);
        }
        assertEquals(chronicle.tape(), chronicle.replay(directory));
    }

    @ParameterizedTest
    @EnumSource
    void shouldMakeEverythingDurableWhenModeIsDisk(JournalFormat format) {
        final JournalFixture fixture = new JournalFixture(format, directory, Durability.DISK);
        final long[] seen = new long[1];
        try (SegmentedJournal journal = fixture.open(new CommandTape())) {
            journal.onDurable(() -> seen[0] = journal.durableSequence());
            fixture.append(journal, 200, 100);
            while (journal.durableSequence() < fixture.sequence()) {
                Thread.onSpinWait();
            }
        }
        assertEquals(fixture.sequence(), seen[0], "the wake-up follows the last force");
        assertEquals(fixture.tape(), fixture.replay(directory));
    }

    @ParameterizedTest
    @EnumSource
    void shouldWriteNothingWhenModeIsNone(JournalFormat format) throws IOException {
        final JournalFixture fixture = new JournalFixture(format, directory, Durability.NONE);
        fixture.written(10, 10);
        assertTrue(SegmentFile.list(directory).isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseASecondOwnerWhenTheDirectoryIsInUse(JournalFormat format) {
        final JournalFixture fixture = new JournalFixture(format, directory);
        try (SegmentedJournal journal = fixture.open(new CommandTape())) {
            final JournalException refusal =
                    assertThrows(JournalException.class, () -> fixture.open(new CommandTape()));
            assertTrue(refusal.getMessage().contains("in use by another running switch"));
            fixture.append(journal, 1, 1);
        }
        assertEquals(1, fixture.replay(directory).size());
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadARunningJournalWhenTheWriterGoesOn(JournalFormat format) {
        final JournalFixture fixture = new JournalFixture(format, directory);
        try (SegmentedJournal journal = fixture.open(new CommandTape())) {
            fixture.append(journal, 50, 100);
            final List<Long> sequences = new ArrayList<>();
            final JournalReader.Summary summary =
                    JournalReader.read(
                            directory, (f, sequence, b, o, l) -> sequences.add(sequence));
            assertEquals(fixture.sequence(), summary.lastSequence());
            assertEquals(fixture.sequence(), sequences.size());
            assertEquals(null, summary.damage());
            fixture.append(journal, 1, 1);
        }
    }

    @Test
    void shouldDeleteOldestSegmentsAndSayItIsNoFullHistoryWhenCapped() {
        final JournalConfig config =
                new JournalFixture(JournalFormat.CHRONICLE, directory)
                        .config()
                        .withMaximumBytes(3 * JournalFixture.SEGMENT_BYTES);
        final UnsafeBuffer command = new UnsafeBuffer(new byte[120]);
        long sequence = 0;
        try (SegmentedJournal journal = ChronicleJournal.open(config, new CommandTape())) {
            while (Files.notExists(directory.resolve("journal/CAPPED"))) {
                journal.append(++sequence, command, 0, 120);
                journal.commit();
            }
        }
        final JournalReader.Summary summary =
                JournalReader.read(directory, (file, s, buffer, offset, length) -> {});
        assertEquals(null, summary.damage());
        assertTrue(summary.firstSequence() > 1);
        assertEquals(sequence, summary.lastSequence());
    }

    @ParameterizedTest
    @EnumSource
    void shouldSayThereIsNoSpaceWhenBelowTheFloor(JournalFormat format) {
        final JournalFixture fixture = new JournalFixture(format, directory);
        final JournalConfig config = fixture.config().withMinimumFreeBytes(Long.MAX_VALUE);
        try (SegmentedJournal journal = format.open(config, new CommandTape())) {
            assertFalse(journal.hasSpace());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldDropTheFilePreparedAheadWhenTheRunCrashed(JournalFormat format) throws IOException {
        final JournalFixture fixture = new JournalFixture(format, directory).written(10, 5);
        final List<Path> left = new ArrayList<>();
        for (final String run : List.of("journal/00000001", "journal/00000002")) {
            left.add(directory.resolve(run).resolve("next.prepared"));
            Files.write(left.getLast(), new byte[4_096]);
            assertEquals(fixture.tape(), fixture.replay(directory));
        }
        Files.write(left.getFirst(), new byte[4_096]); // Of a run long before the last.
        assertEquals(fixture.tape(), fixture.replay(directory));
        for (final Path file : left) {
            assertFalse(Files.exists(file), file.toString());
        }
    }
}
