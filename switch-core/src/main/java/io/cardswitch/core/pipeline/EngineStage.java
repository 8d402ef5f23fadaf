package io.cardswitch.core.pipeline;

import com.lmax.disruptor.EventHandler;

import io.cardswitch.core.command.CommandHandler;
import io.cardswitch.core.command.Effects;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Applies each command; what it makes the world see stays in the slot until it is durable. */
final class EngineStage implements EventHandler<TransactionEvent> {
    static final String NAME = "engine";

    private static final long PATIENCE_MS = 100;

    /** Held for a whole batch. Fair, so that a reader gets its turn under full load. */
    private final ReentrantLock betweenBatches = new ReentrantLock(true);

    private final Effects effects = new Effects();
    private final CommandHandler handler;
    private final long base;

    EngineStage(CommandHandler handler, long base) {
        this.handler = handler;
        this.base = base;
    }

    @Override
    public void onBatchStart(long batchSize, long queueDepth) {
        betweenBatches.lock();
    }

    @Override
    public void onEvent(TransactionEvent event, long sequence, boolean endOfBatch) {
        apply(event, sequence);
        if (endOfBatch) {
            betweenBatches.unlock();
        }
    }

    /** Reads ahead for one command of the batch; on the thread that applies it. */
    void prepare(TransactionEvent event) {
        handler.prepare(event.memory(), event.commandOffset(), event.length());
    }

    /** Applies one command without taking the lock: for a thread that is alone. */
    void apply(TransactionEvent event, long sequence) {
        effects.wrap(event.memory(), event.effectsOffset()).clear();
        handler.onCommand(
                base + sequence, event.memory(), event.commandOffset(), event.length(), effects);
    }

    /**
     * Runs {@code read} on the calling thread while no batch is being applied.
     *
     * @return false when the engine stayed busy too long: it may have failed inside a batch
     */
    boolean tryInspect(Runnable read) {
        try {
            if (!betweenBatches.tryLock(PATIENCE_MS, TimeUnit.MILLISECONDS)) {
                return false;
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the engine", e);
        }
        try {
            read.run();
        } finally {
            betweenBatches.unlock();
        }
        return true;
    }
}
