package io.cardswitch.core.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.SplittableRandom;

final class JournalReplayTest {
    private static final int SEGMENT_BYTES = 1 << 20;

    @TempDir Path directory;

    @Test
    void shouldReplayWhatWasAppendedWhenManyBatchesAndRollsWereWritten() {
        final JournalConfig config =
                JournalConfig.of(directory, Durability.PROCESS)
                        .withSegmentBytes(SEGMENT_BYTES)
                        .withMinimumFreeBytes(0);
        final CommandTape tape = new CommandTape();
        final SplittableRandom random = new SplittableRandom(7);
        long sequence = 0;
        for (int run = 0; run < 3; run++) {
            final CommandTape replayed = new CommandTape();
            try (ChronicleJournal journal = ChronicleJournal.open(config, replayed)) {
                assertEquals(tape, replayed, "run " + run);
                assertEquals(sequence, journal.recovery().lastSequence());
                for (int batch = 0; batch < 500; batch++) {
                    for (int i = random.nextInt(1, 64); i > 0; i--) {
                        final UnsafeBuffer command = CommandTape.command(random);
                        journal.append(++sequence, command, 0, command.capacity());
                        tape.add(sequence, command, 0, command.capacity());
                    }
                    journal.commit();
                    assertEquals(sequence, journal.durableSequence());
                }
            }
        }
    }
}
