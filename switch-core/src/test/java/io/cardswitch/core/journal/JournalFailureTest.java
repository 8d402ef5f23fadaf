package io.cardswitch.core.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.rollcycles.SparseRollCycles;
import net.openhft.chronicle.wire.DocumentContext;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Goal: after the first failure nothing is promised any more, and the words are plain. */
final class JournalFailureTest {
    @TempDir Path directory;

    @Test
    void shouldThrowFromEveryLaterCallWhenAWriteFailed() {
        final JournalFixture fixture = new JournalFixture(JournalFormat.CHANNEL, directory);
        final SegmentedJournal journal = fixture.open(new CommandTape());
        final List<JournalException> told = new ArrayList<>();
        journal.onFailure(told::add);
        fixture.append(journal, 10, 1);
        final UnsafeBuffer command = new UnsafeBuffer(new byte[64]);
        journal.append(11, command, 0, 64);
        Thread.currentThread().interrupt(); // Closes the channel under the write.
        final JournalException failure = assertThrows(JournalException.class, journal::commit);
        assertTrue(Thread.interrupted());
        assertEquals(List.of(failure), told);
        assertSame(failure, assertThrows(JournalException.class, journal::commit));
        assertSame(failure, assertThrows(JournalException.class, journal::durableSequence));
        assertSame(
                failure,
                assertThrows(JournalException.class, () -> journal.append(12, command, 0, 64)));
        assertEquals(10, journal.appendedSequence());
        journal.onFailure(told::add);
        assertEquals(2, told.size(), "who asks late is told at once");
        assertSame(failure, assertThrows(JournalException.class, journal::close));
        assertEquals(fixture.tape(), fixture.replay(directory));
    }

    @Test
    void shouldNotMoveTheForcedSequenceWhenAForceFails() {
        final List<Throwable> told = new ArrayList<>();
        final ForceAgent agent = new ForceAgent(5, () -> 9, 0, told::add);
        agent.onForced(() -> told.add(new AssertionError("nothing was forced")));
        agent.onSegment(directory.resolve("absent"));
        agent.start();
        agent.close();
        assertEquals(5, agent.forced());
        assertEquals(1, told.size());
    }

    @ParameterizedTest
    @EnumSource
    void shouldSayWhatIsWrongWhenTheDirectoryCannotBeWritten(JournalFormat format)
            throws IOException {
        final Path file = Files.createFile(directory.resolve("file"));
        final JournalConfig config = JournalConfig.of(file.resolve("data"), Durability.PROCESS);
        final JournalException refusal =
                assertThrows(JournalException.class, () -> format.open(config, new CommandTape()));
        assertTrue(refusal.getMessage().startsWith("data directory " + config.directory()));
    }

    @Test
    void shouldSayThatTheDirectoryIsAFile() throws IOException {
        final Path file = Files.createFile(directory.resolve("file"));
        for (final Path data : List.of(file, file.resolve("a/b"))) {
            final JournalException refusal =
                    assertThrows(JournalException.class, () -> DirectoryLock.acquire(data));
            assertEquals(
                    "data directory "
                            + data
                            + " cannot be used: "
                            + file
                            + " is a file, not a directory",
                    refusal.getMessage());
        }
        assertEquals(0, Files.size(file));
    }

    /**
     * A process with our number was killed while it held Chronicle's lock: a restarted container.
     */
    @Test
    @Timeout(10)
    void shouldOpenWhenChroniclesWriteLockNamesOurOwnProcess() {
        final JournalFixture fixture =
                new JournalFixture(JournalFormat.CHRONICLE, directory.resolve("killed"));
        fixture.written(10, 5);
        final Path run = directory.resolve("killed/journal/00000002");
        final Path restarted = directory.resolve("restarted");
        try (ChronicleQueue queue =
                        ChronicleQueue.singleBuilder(run.toFile())
                                .rollCycle(SparseRollCycles.LARGE_HOURLY_XSPARSE)
                                .blockSize(1 << 20)
                                .build();
                ExcerptAppender appender = queue.createAppender();
                DocumentContext excerpt = appender.writingDocument()) {
            excerpt.wire().bytes().writeLong(1L);
            JournalFixture.copy(directory.resolve("killed"), restarted);
            excerpt.rollbackOnClose();
        }
        assertEquals(fixture.tape(), fixture.replay(restarted));
    }

    @ParameterizedTest
    @EnumSource
    void shouldStopInPlainWordsWhenTheDiskIsFull(JournalFormat format) throws Exception {
        assumeTrue(run("id", "-u").equals("0"), "mounting a small disk needs root");
        final Path disk = Files.createDirectories(directory.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=6m", "none", disk.toString()).isEmpty(),
                "no tmpfs here");
        try {
            final JournalFixture fixture = new JournalFixture(format, disk.resolve("data"));
            final SegmentedJournal journal = fixture.open(new CommandTape());
            final List<JournalException> told = new ArrayList<>();
            journal.onFailure(told::add);
            final JournalException failure =
                    assertThrows(JournalException.class, () -> fixture.append(journal, 10_000, 50));
            assertEquals(List.of(failure), told);
            assertTrue(failure.getMessage().contains("no space left"), failure.getMessage());
            final long appended = journal.appendedSequence();
            assertFalse(journal.hasSpace(), "requests were refused before");
            assertThrows(JournalException.class, journal::close);
            final CommandTape replayed = new CommandTape();
            assertEquals(
                    appended,
                    JournalRecovery.recover(disk.resolve("data"), replayed).report().records());
            assertEquals(fixture.tape().upTo(appended), replayed.upTo(appended));
        } finally {
            run("umount", "-l", disk.toString());
        }
    }

    /** Output of a command, blanks trimmed. */
    private static String run(String... command) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        final String output = new String(process.getInputStream().readAllBytes()).strip();
        process.waitFor();
        return output;
    }
}
