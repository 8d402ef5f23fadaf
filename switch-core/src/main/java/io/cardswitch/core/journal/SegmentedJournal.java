package io.cardswitch.core.journal;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.command.CommandHandler;
import io.cardswitch.core.journal.segment.RecordFlyweight;
import io.cardswitch.core.journal.segment.SegmentFile;
import io.cardswitch.core.metrics.Counter;
import io.cardswitch.core.metrics.Histogram;
import io.cardswitch.core.metrics.SwitchCounters;

import org.agrona.DirectBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** What both journals share: records, batches, sequences, the force thread, fail-stop. */
abstract class SegmentedJournal implements Journal {
    /** Largest batch written in one piece; a longer one goes out in several. */
    static final int BATCH_BYTES = 128 << 10;

    /** In mode {@code process} nobody waits for a force; this bounds what a power cut can take. */
    private static final long PROCESS_FORCE_PACE_NS = 1_000_000_000L;

    private final JournalConfig config;
    private final RecoveryReport recovery;
    private final DirectoryLock lock;
    private final ForceAgent force;
    private final PreparationAgent preparation;
    private final Path run;
    private final ByteBuffer batch = ByteBuffer.allocateDirect(BATCH_BYTES);
    private final RecordFlyweight record = new RecordFlyweight().wrap(batch);
    private final Histogram appendTimes = Histogram.ofDurations();
    private final Counter writtenBytes = new Counter();
    private int batchLength;
    private long lastSequence;
    private long lastHash;
    private volatile long appended;
    private volatile JournalException failure;
    private volatile Consumer<JournalException> onFailure = cause -> {};
    private boolean isClosed;

    /**
     * @param segmentLength bytes allocated for each segment file
     */
    SegmentedJournal(
            JournalConfig config, DirectoryLock lock, JournalRecovery recovered, long segmentLength)
            throws IOException {
        this.config = config;
        this.lock = lock;
        this.recovery = recovered.report();
        lastSequence = recovery.lastSequence();
        lastHash = recovered.lastHash();
        appended = lastSequence;
        force =
                new ForceAgent(
                        lastSequence,
                        () -> appended,
                        isDisk() ? 0 : PROCESS_FORCE_PACE_NS,
                        this::fail);
        run = nextRun();
        if (isWriting()) Files.createDirectories(run);
        preparation = new PreparationAgent(config, run, segmentLength, force::segment, this::fail);
    }

    /** How a subclass is made once the past is settled. */
    @FunctionalInterface
    interface Factory<T> {
        T create(JournalConfig config, DirectoryLock lock, JournalRecovery recovered)
                throws IOException;
    }

    static <T extends SegmentedJournal> T open(
            JournalConfig config, Runnable onOwned, CommandHandler replay, Factory<T> factory) {
        final DirectoryLock lock = DirectoryLock.acquire(config.directory());
        try {
            onOwned.run();
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
        try {
            final T journal =
                    factory.create(
                            config, lock, JournalRecovery.recover(config.directory(), replay));
            journal.start();
            return journal;
        } catch (JournalException e) {
            lock.close();
            throw e;
        } catch (IOException | RuntimeException | Error e) {
            lock.close();
            throw new JournalException(
                    "journal in "
                            + config.directory()
                            + " cannot be opened: "
                            + JournalException.describe(e),
                    e);
        }
    }

    /** Writes a batch of whole records behind everything written before; begins files as needed. */
    abstract void writeBatch(ByteBuffer records, int length) throws Exception;

    /** Releases files; called once, after the last batch. */
    abstract void closeSegments() throws Exception;

    /** Creates the file that the next batch goes to, from one that was prepared. */
    final void beginSegment(Path file) throws IOException {
        preparation.takeSegment(file);
        force.onSegment(file);
    }

    /** What the preparation thread should know of the current segment. */
    final PreparationAgent preparation() {
        return preparation;
    }

    /** Starts the threads; the last step of opening. */
    final void start() throws IOException {
        if (!isWriting()) return;
        preparation.start();
        force.start();
    }

    /** Shows what is written and what waits for the disk, and how long. */
    public final void register(SwitchCounters counters) {
        if (!isWriting()) return;
        counters.histogram(
                "switch_journal_append_seconds", "Time of writing one batch.", appendTimes);
        force.register(counters);
        counters.gauge(
                "switch_journal_bytes_total", "Bytes of records written.", writtenBytes::get);
        counters.gauge(
                "switch_journal_durable_lag",
                "Commands appended that a power cut would take.",
                () -> Math.max(0, appended - force.forced()));
        counters.gauge(
                "switch_journal_free_bytes",
                "Free space on the disk of the journal.",
                preparation::freeBytes);
    }

    /** Folder for the segments of this run. */
    final Path run() {
        return run;
    }

    /** The buffer that {@link #writeBatch} is handed. */
    final ByteBuffer batch() {
        return batch;
    }

    private Path nextRun() throws IOException {
        final List<Path> runs = SegmentFile.runs(config.directory());
        final int last =
                runs.isEmpty() ? 0 : Integer.parseInt(runs.getLast().getFileName().toString());
        return SegmentFile.root(config.directory()).resolve(SegmentFile.numbered(last + 1));
    }

    final JournalConfig config() {
        return config;
    }

    /** What opening found. */
    public final RecoveryReport recovery() {
        return recovery;
    }

    @Override
    public final void append(long sequence, DirectBuffer buffer, int offset, int length) {
        throwIfFailed();
        check(sequence == lastSequence + 1, "journal sequences are consecutive");
        check(
                length >= RecordFlyweight.MIN_COMMAND_LENGTH
                        && length <= RecordFlyweight.MAX_COMMAND_LENGTH,
                "a command fits a journal record");
        lastSequence = sequence;
        if (!isWriting()) return;
        if (batchLength + RecordFlyweight.HEADER_LENGTH + length > BATCH_BYTES) {
            writeOut();
        }
        final int at = batchLength;
        record.putCommand(at, buffer, offset, length).seal(at, sequence, force.forced(), lastHash);
        lastHash = record.hash(at);
        batchLength = at + record.recordLength(at);
    }

    @Override
    public final void commit() {
        throwIfFailed();
        if (appended == lastSequence) return;
        if (batchLength > 0) {
            writeOut();
        }
        appended = lastSequence;
        force.signal();
    }

    private void writeOut() {
        try {
            final long startNs = System.nanoTime();
            writeBatch(batch, batchLength);
            appendTimes.record(System.nanoTime() - startNs, 1);
            writtenBytes.add(batchLength);
            batchLength = 0;
        } catch (Exception | Error e) { // A mapped write to a full disk is an InternalError.
            fail(e);
            throw failure;
        }
    }

    @Override
    public final long appendedSequence() {
        return appended;
    }

    @Override
    public final long durableSequence() {
        throwIfFailed();
        return isDisk() ? force.forced() : appended;
    }

    @Override
    public final void onDurable(Runnable wakeUp) {
        if (isDisk()) force.onForced(wakeUp);
    }

    @Override
    public final void onFailure(Consumer<JournalException> action) {
        onFailure = action;
        final JournalException cause = failure;
        if (cause != null) action.accept(cause);
    }

    @Override
    public final boolean hasSpace() {
        return preparation.hasSpace();
    }

    @Override
    public final void close() {
        if (isClosed) return;
        isClosed = true;
        try {
            if (isWriting()) {
                force.close();
                preparation.close();
            }
            closeSegments();
        } catch (Exception | Error e) {
            fail(e);
        } finally {
            lock.close();
        }
        throwIfFailed();
    }

    private void fail(Throwable cause) {
        synchronized (lock) {
            if (failure != null) return;
            failure =
                    new JournalException(
                            "journal in "
                                    + config.directory()
                                    + " failed, nothing more is approved: "
                                    + JournalException.describe(cause),
                            cause);
        }
        onFailure.accept(failure);
    }

    private void throwIfFailed() {
        final JournalException cause = failure;
        if (cause != null) throw cause;
    }

    private boolean isDisk() {
        return config.durability() == Durability.DISK;
    }

    final boolean isWriting() {
        return config.durability() != Durability.NONE;
    }
}
