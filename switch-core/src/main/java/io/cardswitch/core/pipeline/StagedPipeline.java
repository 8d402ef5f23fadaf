package io.cardswitch.core.pipeline;

import com.lmax.disruptor.BatchEventProcessor;
import com.lmax.disruptor.BatchEventProcessorBuilder;
import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SleepingWaitStrategy;

import io.cardswitch.core.command.CommandIngress;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayList;
import java.util.List;

/**
 * A thread per stage: journal and engine side by side, release after both. An idle one spins,
 * yields, then sleeps for {@value #SLEEP_NS} ns at a time, as machines are shared.
 */
final class StagedPipeline extends Pipeline {
    private static final int SPINS_AND_YIELDS = 200;
    private static final long SLEEP_NS = 20_000;

    private final List<BatchEventProcessor<TransactionEvent>> processors = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean isHalted;

    StagedPipeline(PipelineConfig config, Ports ports) {
        super(config, ports, newRing(config));
        final Sequence journaled = add(JournalStage.NAME, journalStage);
        final Sequence applied = add(EngineStage.NAME, engineStage);
        // Journaled as well as durable: the journal stage must be done reading the slot.
        add(ReleaseStage.NAME, releaseStage, journaled, applied, durable);
        for (final BatchEventProcessor<TransactionEvent> processor : processors) {
            ring.addGatingSequences(processor.getSequence());
        }
        threads.forEach(Thread::start);
    }

    private static RingBuffer<TransactionEvent> newRing(PipelineConfig config) {
        final UnsafeBuffer memory = TransactionEvent.allocate(config.ringSize());
        final int[] slot = {0};
        return RingBuffer.createMultiProducer(
                () -> TransactionEvent.of(memory, slot[0]++),
                config.ringSize(),
                new SleepingWaitStrategy(SPINS_AND_YIELDS, SLEEP_NS));
    }

    private Sequence add(
            String name, EventHandler<TransactionEvent> stage, Sequence... dependencies) {
        final BatchEventProcessor<TransactionEvent> processor =
                new BatchEventProcessorBuilder()
                        .setMaxBatchSize(config.maxBatch())
                        .build(ring, ring.newBarrier(dependencies), stage);
        processor.setExceptionHandler(failure.handler(name));
        processors.add(processor);
        threads.add(new Thread(() -> run(processor), "switch-" + name));
        return processor.getSequence();
    }

    private static void run(BatchEventProcessor<TransactionEvent> processor) {
        try {
            processor.run();
        } catch (final FailureLatch.StageStopped e) {
            // The latch told the node; this thread has nothing left to do.
        }
    }

    @Override
    public CommandIngress ingress() {
        return new RingIngress(ring, config.reservedSlots(), failure, () -> {});
    }

    @Override
    public void submit(DirectBuffer buffer, int offset, int length) {
        final CommandIngress ingress = ingress();
        while (!ingress.tryClaim(true)) {
            if (failure.isSet() || isHalted) {
                throw stopped();
            }
            pause();
        }
        ingress.buffer().putBytes(ingress.offset(), buffer, offset, length);
        ingress.publish(length);
    }

    @Override
    public void inspect(Runnable read) {
        while (!engineStage.tryInspect(read)) {
            if (failure.isSet()) {
                throw stopped();
            }
        }
    }

    @Override
    boolean isSubmissionEmpty() {
        return true; // They go straight into the ring.
    }

    @Override
    void halt() {
        isHalted = true;
        processors.forEach(BatchEventProcessor::halt);
        for (final Thread thread : threads) {
            try {
                thread.join();
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
