package io.cardswitch.core.journal;

import org.agrona.concurrent.UnsafeBuffer;

import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/** Appends until it is killed or the disk is gone, and prints what it may acknowledge. */
final class EndlessWriter {
    static final long SEED = 4711;

    private static final int BATCH = 7;
    private static final long PAUSE_NS = 100_000;

    private EndlessWriter() {}

    /** Arguments: format, durability, data directory. */
    public static void main(String[] arguments) {
        final JournalConfig config =
                JournalConfig.of(Path.of(arguments[2]), Durability.valueOf(arguments[1]))
                        .withSegmentBytes(1 << 20)
                        .withMinimumFreeBytes(0);
        final SplittableRandom random = new SplittableRandom(SEED);
        final SegmentedJournal journal =
                JournalFormat.valueOf(arguments[0]).open(config, new CommandTape());
        long sequence = 0;
        long acknowledged = 0;
        while (true) {
            for (int i = 0; i < BATCH; i++) {
                final UnsafeBuffer command = CommandTape.command(random);
                journal.append(++sequence, command, 0, command.capacity());
            }
            journal.commit();
            final long durable = journal.durableSequence();
            if (durable > acknowledged) {
                acknowledged = durable;
                System.out.println("ACK " + durable);
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }
}
