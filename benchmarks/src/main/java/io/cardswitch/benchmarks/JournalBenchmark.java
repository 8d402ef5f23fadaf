package io.cardswitch.benchmarks;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.command.CommandHandler;
import io.cardswitch.core.journal.ChannelJournal;
import io.cardswitch.core.journal.ChronicleJournal;
import io.cardswitch.core.journal.Durability;
import io.cardswitch.core.journal.Journal;
import io.cardswitch.core.journal.JournalConfig;

import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Cost of one command of 120 bytes in the journal, appended and committed in batches by one thread
 * that waits until each batch is as durable as the mode promises: in mode {@code disk} every batch
 * waits for a force of its own.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JournalBenchmark {
    private static final int SMALL_BATCH = 64;
    private static final int LARGE_BATCH = 256;
    private static final int COMMAND_LENGTH = 120;
    private static final long SEGMENT_BYTES = 64L << 20;

    /** Keeps the disk from filling; files that are still to be forced stay all the same. */
    private static final long MAXIMUM_BYTES = 2L << 30;

    @Param({"chronicle", "plain"})
    String format;

    @Param({"process", "disk", "none"})
    String durability;

    private final UnsafeBuffer command = new UnsafeBuffer(new byte[COMMAND_LENGTH]);
    private Path directory;
    private Journal journal;
    private long sequence;

    /** Opens an empty journal. */
    @Setup
    public void open() throws IOException {
        directory = Files.createTempDirectory("journal-benchmark");
        final Durability mode = new DurabilityConverter().convert(durability);
        final JournalConfig config =
                JournalConfig.of(directory, mode)
                        .withSegmentBytes(SEGMENT_BYTES)
                        .withMaximumBytes(MAXIMUM_BYTES);
        final CommandHandler nothing = (number, buffer, offset, length, effects) -> {};
        journal =
                format.equals("plain")
                        ? ChannelJournal.open(config, nothing)
                        : ChronicleJournal.open(config, nothing);
    }

    /** One command of a small batch. */
    @Benchmark
    @OperationsPerInvocation(SMALL_BATCH)
    public long batchOf64() {
        return append(SMALL_BATCH);
    }

    /** One command of a large batch. */
    @Benchmark
    @OperationsPerInvocation(LARGE_BATCH)
    public long batchOf256() {
        return append(LARGE_BATCH);
    }

    private long append(int batch) {
        for (int i = 0; i < batch; i++) {
            sequence++;
            command.putLong(COMMAND_LENGTH - Long.BYTES, sequence);
            journal.append(sequence, command, 0, COMMAND_LENGTH);
        }
        journal.commit();
        while (journal.durableSequence() < sequence) {
            Thread.onSpinWait();
        }
        return sequence;
    }

    /** A journal that lost something is not a result. */
    @TearDown
    public void closeAndCheck() {
        try {
            journal.close();
            check(journal.appendedSequence() == sequence, "every command was appended");
            check(journal.durableSequence() == sequence, "every command is durable");
        } finally {
            IoUtil.delete(directory.toFile(), true);
        }
    }
}
