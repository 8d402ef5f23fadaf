package io.cardswitch.core.pipeline;

import com.lmax.disruptor.RingBuffer;

import io.cardswitch.core.command.CommandHandler;
import io.cardswitch.core.command.CommandIngress;
import io.cardswitch.core.command.ReplyEgress;
import io.cardswitch.core.journal.Journal;
import io.cardswitch.core.metrics.SwitchCounters;

import org.agrona.DirectBuffer;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The ring between edge, journal and engine. Journal sequence = ring sequence + base; effects leave
 * only past the smaller of what the engine applied and what the journal holds durably. Any failure
 * of a stage stops the pipeline for good.
 */
public abstract sealed class Pipeline implements AutoCloseable
        permits CompactPipeline, StagedPipeline {
    private static final long POLL_NS = 50_000;

    /**
     * What the pipeline connects.
     *
     * @param journal recovered; its last sequence is where this run goes on
     * @param handler the engine, recovered to the same sequence
     * @param egress where answers leave
     * @param loop runs tasks on the publishing event loop (compact)
     * @param failStop told once when a stage failed
     */
    public record Ports(
            Journal journal,
            CommandHandler handler,
            ReplyEgress egress,
            Executor loop,
            FailStop failStop) {}

    final PipelineConfig config;
    final RingBuffer<TransactionEvent> ring;
    final FailureLatch failure;
    final JournalStage journalStage;
    final EngineStage engineStage;
    final ReleaseStage releaseStage;
    final DurableSequence durable;
    private final long base;

    Pipeline(PipelineConfig config, Ports ports, RingBuffer<TransactionEvent> ring) {
        this.config = config;
        this.ring = ring;
        this.base = ports.journal().appendedSequence() + 1;
        this.failure = new FailureLatch(ports.failStop());
        ports.journal().onFailure(cause -> failure.set(JournalStage.NAME, cause));
        this.journalStage = new JournalStage(ports.journal(), base);
        this.engineStage = new EngineStage(ports.handler(), base);
        this.releaseStage = new ReleaseStage(ports.egress(), failure);
        this.durable = new DurableSequence(ports.journal(), base);
    }

    /** Opens the layout that {@code config} names; its stages run from now on. */
    public static Pipeline open(PipelineConfig config, Ports ports, SwitchCounters counters) {
        final Pipeline pipeline =
                config.layout() == PipelineLayout.COMPACT
                        ? new CompactPipeline(config, ports)
                        : new StagedPipeline(config, ports);
        counters.gauge(
                "switch_ring_remaining",
                "Free slots between edge and release.",
                pipeline.ring::remainingCapacity);
        counters.gauge(
                "switch_commands_total",
                "Commands published since the start.",
                () -> pipeline.ring.getCursor() + 1);
        return pipeline;
    }

    /** A way in for one publishing event loop; used by that loop's thread only. */
    public abstract CommandIngress ingress();

    /**
     * Puts one command of the node's own into the order; waits for room. Not for event loops.
     *
     * @throws IllegalStateException when the pipeline has stopped
     */
    public abstract void submit(DirectBuffer buffer, int offset, int length);

    /**
     * Runs {@code read} while the engine is between two batches, and returns when it is done. Not
     * for event loops.
     *
     * @throws IllegalStateException when the pipeline has stopped
     */
    public abstract void inspect(Runnable read);

    /** True when nothing submitted by the node waits outside the ring. */
    abstract boolean isSubmissionEmpty();

    /** Stops threads of its own; nothing is released afterwards. */
    abstract void halt();

    /** Journal sequence of the newest command that was published. */
    public final long publishedSequence() {
        return base + ring.getCursor();
    }

    /** Journal sequence up to which all effects have left. */
    public final long releasedSequence() {
        return base + ring.getMinimumGatingSequence();
    }

    /**
     * Waits until everything that was submitted or published before has been released. Not for
     * event loops.
     *
     * @return false when it took longer than {@code timeoutMs} or the pipeline has stopped
     */
    public final boolean flush(long timeoutMs) {
        final long start = System.nanoTime();
        final long limitNs = TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        long target = Long.MAX_VALUE;
        while (!failure.isSet()) {
            if (target == Long.MAX_VALUE && isSubmissionEmpty()) {
                target = publishedSequence();
            }
            if (releasedSequence() >= target) {
                return true;
            }
            if (System.nanoTime() - start > limitNs) {
                return false;
            }
            LockSupport.parkNanos(POLL_NS);
        }
        return false;
    }

    /** Releases what is in flight within the drain timeout, then halts. Publishing ends before. */
    @Override
    public final void close() {
        flush(config.drainTimeoutMs());
        halt();
    }

    final IllegalStateException stopped() {
        return new IllegalStateException("the pipeline has stopped");
    }

    static void pause() {
        LockSupport.parkNanos(POLL_NS);
    }
}
