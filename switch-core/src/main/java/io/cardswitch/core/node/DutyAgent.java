package io.cardswitch.core.node;

import io.cardswitch.core.engine.SwitchStateMachine;
import io.cardswitch.core.pipeline.Pipeline;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What the node does beside the traffic: a tick when no command told the engine the time, and a
 * checkpoint every so many commands.
 */
final class DutyAgent implements AutoCloseable {
    private final Pipeline pipeline;
    private final SwitchStateMachine engine;
    private final NodeCommands commands;
    private final int checkpointCommands;
    private final LongSupplier clockMs;
    private final Consumer<Throwable> fatal;
    private final ScheduledExecutorService schedule =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("switch-duty").daemon().factory());
    private long seenSequence;
    private long checkedSequence;

    /**
     * @param clockMs epoch milliseconds
     * @param fatal takes what ended the duty; the node stops
     */
    DutyAgent(
            Pipeline pipeline,
            SwitchStateMachine engine,
            int checkpointCommands,
            LongSupplier clockMs,
            Consumer<Throwable> fatal) {
        this.pipeline = pipeline;
        this.engine = engine;
        this.commands = new NodeCommands(pipeline);
        this.checkpointCommands = checkpointCommands;
        this.clockMs = clockMs;
        this.fatal = fatal;
        this.seenSequence = pipeline.publishedSequence();
        this.checkedSequence = seenSequence;
    }

    void start(int periodMs) {
        schedule.scheduleWithFixedDelay(
                this::workOrFail, periodMs, periodMs, TimeUnit.MILLISECONDS);
    }

    /** A schedule would keep the error to itself and never tick again. */
    private void workOrFail() {
        try {
            work();
        } catch (final Throwable cause) {
            if (!schedule.isShutdown()) { // Closing interrupts the work under way.
                fatal.accept(cause);
            }
        }
    }

    private void work() {
        final long published = pipeline.publishedSequence();
        if (published == seenSequence) {
            commands.tick(clockMs.getAsLong());
        }
        if (published - checkedSequence >= checkpointCommands) {
            checkpoint();
        }
        seenSequence = pipeline.publishedSequence();
    }

    /** Writes a checkpoint now. */
    private void checkpoint() {
        final long[] read = new long[2];
        pipeline.inspect(() -> {
            read[0] = engine.lastSequence();
            read[1] = engine.decisionHash();
        });
        commands.checkpoint(clockMs.getAsLong(), read[0], read[1]);
        checkedSequence = read[0];
    }

    /** Ends the duty with a last checkpoint. */
    void finish() {
        close();
        checkpoint();
    }

    @Override
    public void close() {
        schedule.shutdownNow();
        try {
            schedule.awaitTermination(1, TimeUnit.SECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
