package io.cardswitch.core.pipeline;

import static io.cardswitch.core.command.Invariants.check;

import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.YieldingWaitStrategy;

import io.cardswitch.core.command.CommandIngress;
import io.cardswitch.core.command.Commands;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

import java.nio.ByteBuffer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Every stage on the one event loop that publishes: no hand-off between threads. */
final class CompactPipeline extends Pipeline {
    static final int SUBMISSION_BYTES = 1 << 16;
    private static final int COMMAND = 1;

    private final ManyToOneRingBuffer submissions =
            new ManyToOneRingBuffer(
                    new UnsafeBuffer(
                            ByteBuffer.allocateDirect(
                                    SUBMISSION_BYTES + RingBufferDescriptor.TRAILER_LENGTH)));
    private final AtomicBoolean isWakePending = new AtomicBoolean();
    private final Executor loop;
    private final RingIngress ingress;
    private final EventPoller<TransactionEvent> journalPoller;
    private final EventPoller<TransactionEvent> enginePoller;
    private final EventPoller<TransactionEvent> releasePoller;

    // Made once: a method reference at the call would be an object per batch.
    private final EventPoller.Handler<TransactionEvent> journalHandler = this::onJournalEvent;
    private final EventPoller.Handler<TransactionEvent> engineHandler = this::onEngineEvent;
    private final EventPoller.Handler<TransactionEvent> releaseHandler = this::onReleaseEvent;
    private final ControlledMessageHandler submissionHandler = this::onSubmission;
    private final Runnable wokenTask = this::onWoken;

    private String running = JournalStage.NAME;
    private boolean isRingFull;
    private volatile boolean isHalted;

    CompactPipeline(PipelineConfig config, Ports ports) {
        super(config, ports, newRing(config));
        this.loop = ports.loop();
        this.ingress = new RingIngress(ring, config.reservedSlots(), failure, this::drain);
        this.journalPoller = ring.newPoller();
        this.enginePoller = ring.newPoller(journalPoller.getSequence());
        this.releasePoller = ring.newPoller(enginePoller.getSequence(), durable);
        ring.addGatingSequences(releasePoller.getSequence());
        ports.journal().onDurable(this::wake);
    }

    private static RingBuffer<TransactionEvent> newRing(PipelineConfig config) {
        final UnsafeBuffer memory = TransactionEvent.allocate(config.ringSize());
        final int[] slot = {0};
        return RingBuffer.createSingleProducer(
                () -> TransactionEvent.of(memory, slot[0]++),
                config.ringSize(),
                new YieldingWaitStrategy()); // Nobody waits on it; signalling costs nothing.
    }

    @Override
    public CommandIngress ingress() {
        return ingress;
    }

    /** Runs the stages over what was published; on the event loop. */
    private void drain() {
        if (failure.isSet() || isHalted) {
            return;
        }
        try {
            long before;
            do {
                isRingFull = false;
                before = submissions.consumerPosition();
                if (submissions.size() > 0) submissions.controlledRead(submissionHandler);
                runStages();
                // Nobody else comes back for what is left behind: neither behind the padding at the
                // end of the buffer, a read of its own without a message, nor when the ring was
                // full and has room again because the stages released something.
            } while (submissions.size() > 0
                    && !failure.isSet()
                    && !isHalted
                    && (submissions.consumerPosition() > before
                            || isRingFull && ring.hasAvailableCapacity(1)));
        } catch (final Throwable cause) {
            failure.set(running, cause);
        }
    }

    private void runStages() throws Exception {
        running = JournalStage.NAME;
        journalPoller.poll(journalHandler);
        running = EngineStage.NAME;
        readAhead();
        enginePoller.poll(engineHandler);
        running = ReleaseStage.NAME;
        releasePoller.poll(releaseHandler);
    }

    private boolean onJournalEvent(TransactionEvent event, long sequence, boolean endOfBatch) {
        journalStage.onEvent(event, sequence, endOfBatch);
        return true;
    }

    /** A pass of its own: nothing between the reads keeps them from overlapping. */
    private void readAhead() {
        final long last = journalPoller.getSequence().get();
        for (long next = enginePoller.getSequence().get() + 1; next <= last; next++) {
            engineStage.prepare(ring.get(next));
        }
    }

    private boolean onEngineEvent(TransactionEvent event, long sequence, boolean endOfBatch) {
        engineStage.apply(event, sequence);
        return true;
    }

    private boolean onReleaseEvent(TransactionEvent event, long sequence, boolean endOfBatch) {
        releaseStage.onEvent(event, sequence, endOfBatch);
        return true;
    }

    private ControlledMessageHandler.Action onSubmission(
            int type, MutableDirectBuffer buffer, int index, int length) {
        if (!ingress.tryClaim(true)) {
            isRingFull = true;
            return ControlledMessageHandler.Action.ABORT;
        }
        ingress.buffer().putBytes(ingress.offset(), buffer, index, length);
        ingress.publish(length);
        return ControlledMessageHandler.Action.CONTINUE;
    }

    @Override
    public void submit(DirectBuffer buffer, int offset, int length) {
        check(length <= Commands.MAX_LENGTH, "a command fits its slot");
        while (!submissions.write(COMMAND, buffer, offset, length)) {
            if (failure.isSet() || isHalted) {
                throw stopped();
            }
            wake();
            pause();
        }
        wake();
    }

    /** Asks the event loop for one drain, unless one is on its way. */
    private void wake() {
        if (!isHalted && isWakePending.compareAndSet(false, true)) {
            loop.execute(wokenTask);
        }
    }

    private void onWoken() {
        isWakePending.set(false); // Before the work: what arrives from here on wakes again.
        drain();
    }

    @Override
    public void inspect(Runnable read) {
        final FutureTask<Void> task = new FutureTask<>(read, null);
        try {
            loop.execute(task);
            task.get();
        } catch (final RejectedExecutionException e) {
            throw stopped();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the engine", e);
        } catch (final ExecutionException e) {
            throw new IllegalStateException("the read failed", e.getCause());
        }
    }

    @Override
    boolean isSubmissionEmpty() {
        return submissions.size() == 0;
    }

    @Override
    void halt() {
        isHalted = true;
    }
}
