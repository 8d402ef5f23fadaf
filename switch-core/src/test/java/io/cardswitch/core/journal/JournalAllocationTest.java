package io.cardswitch.core.journal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/** Goal: appending and replaying make no garbage. */
final class JournalAllocationTest {
    private static final int COMMANDS = 200_000;
    private static final int BATCH = 64;

    @TempDir Path directory;

    @ParameterizedTest
    @EnumSource
    void shouldAllocateNothingWhenAppendingAndReplaying(JournalFormat format) {
        final JournalConfig config =
                JournalConfig.of(directory, Durability.PROCESS)
                        .withSegmentBytes(128L << 20)
                        .withMinimumFreeBytes(0);
        try (SegmentedJournal journal = format.open(config, (s, b, o, l, e) -> {})) {
            append(journal); // Loads classes and compiles.
            final long before = allocated();
            append(journal);
            assertBelowOneByte(allocated() - before, "append");
        }
        JournalRecovery.recover(directory, (s, b, o, l, e) -> {});
        final long before = allocated();
        JournalRecovery.recover(directory, (s, b, o, l, e) -> {});
        assertBelowOneByte(allocated() - before, "replay");
    }

    /** Per command; a constant few objects a run are the measurement's own or the file's. */
    private static void assertBelowOneByte(long bytes, String what) {
        assertTrue(bytes < COMMANDS, what + " allocated " + bytes + " bytes");
    }

    private static void append(SegmentedJournal journal) {
        final UnsafeBuffer command = new UnsafeBuffer(new byte[120]);
        long sequence = journal.appendedSequence();
        for (int i = 0; i < COMMANDS; i += BATCH) {
            for (int k = 0; k < BATCH; k++) {
                journal.append(++sequence, command, 0, 120);
            }
            journal.commit();
        }
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }
}
