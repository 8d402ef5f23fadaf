package io.cardswitch.core.journal;

import io.cardswitch.core.command.CommandHandler;
import io.cardswitch.core.command.Effects;
import io.cardswitch.core.journal.segment.RecordHandler;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Applies the commands of verified records, on a thread of its own: while it works on one batch,
 * the thread that verifies fills the next. Whatever applying throws, the verifying thread is thrown
 * soon after, and nothing more is applied.
 *
 * <pre>
 *  verifying thread:  | verify 1 | verify 2 |  wait   | verify 3 |  wait   | ...
 *  journal-replay:               |      apply 1       |      apply 2       | apply 3 ...
 * </pre>
 */
final class ReplayAgent implements RecordHandler, AutoCloseable {
    private static final String THREAD_NAME = "journal-replay";

    /** Its records are still in the processor's cache when they are applied. */
    private static final int BATCH = 4_096;

    /** Commands read ahead together, so that the processor waits for their memory all at once. */
    private static final int GROUP = 64;

    private static final class Batch {
        private final int[] offsets = new int[BATCH];
        private final int[] lengths = new int[BATCH];
        private DirectBuffer buffer;
        private long firstSequence;
        private int count;
    }

    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().name(THREAD_NAME).factory());
    private final Effects effects =
            new Effects().wrap(new UnsafeBuffer(new byte[Effects.LENGTH]), 0);
    private final CommandHandler handler;
    private Batch filling = new Batch();
    private Batch applying = new Batch();
    private CompletableFuture<Void> applied = CompletableFuture.completedFuture(null);

    /**
     * @param handler called on the other thread only, until {@link #drain} has returned
     */
    ReplayAgent(CommandHandler handler) {
        this.handler = handler;
    }

    /** Takes a verified record; its memory must stay as it is until {@link #drain}. */
    @Override
    public void onRecord(Path file, long sequence, DirectBuffer buffer, int offset, int length) {
        if (filling.count == BATCH) handOver();
        if (filling.count == 0) {
            filling.buffer = buffer;
            filling.firstSequence = sequence;
        }
        filling.offsets[filling.count] = offset;
        filling.lengths[filling.count] = length;
        filling.count++;
    }

    /**
     * Returns when everything taken is applied, and the memory it stands in may go.
     *
     * @throws RuntimeException or {@link Error}, the first that a command led to
     */
    void drain() {
        handOver();
        await(applied);
    }

    /** Ends the thread. */
    @Override
    public void close() {
        thread.close();
    }

    /** Gives away the batch filled, and waits for the one given away before, to fill it again. */
    private void handOver() {
        final Batch full = filling;
        final CompletableFuture<Void> before = applied;
        applied = before.thenRunAsync(() -> apply(full), thread); // Never after a failure.
        await(before);
        filling = applying;
        applying = full;
        filling.count = 0;
    }

    /** An interrupt is kept for later: the wait is short. */
    private static void await(CompletableFuture<Void> end) {
        try {
            end.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) throw error;
            throw (RuntimeException) e.getCause();
        }
    }

    private void apply(Batch batch) {
        for (int from = 0; from < batch.count; from += GROUP) {
            final int to = Math.min(from + GROUP, batch.count);
            // A pass of its own: nothing between the reads keeps them from overlapping.
            for (int i = from; i < to; i++) {
                handler.prepare(batch.buffer, batch.offsets[i], batch.lengths[i]);
            }
            for (int i = from; i < to; i++) {
                handler.onCommand(
                        batch.firstSequence + i,
                        batch.buffer,
                        batch.offsets[i],
                        batch.lengths[i],
                        effects.clear());
            }
        }
    }
}
