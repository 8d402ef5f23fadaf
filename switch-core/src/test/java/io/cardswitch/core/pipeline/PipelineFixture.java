package io.cardswitch.core.pipeline;

import io.cardswitch.core.command.CardCheckFlyweight;
import io.cardswitch.core.command.CommandHandler;
import io.cardswitch.core.command.CommandIngress;
import io.cardswitch.core.command.Commands;
import io.cardswitch.core.command.ReplyEgress;
import io.cardswitch.core.command.ReplyFlyweight;
import io.cardswitch.core.metrics.SwitchCounters;

import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A pipeline of either layout with an event loop, and everything that left it. */
final class PipelineFixture implements AutoCloseable {
    static final int RING_SIZE = 8;
    static final int RESERVED = 2;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(20);

    final List<Long> released = new ArrayList<>();
    final List<String> failures = new ArrayList<>();
    final Pipeline pipeline;
    final CommandIngress ingress;
    private final ExecutorService loop = Executors.newSingleThreadExecutor();
    private final byte[] command = new byte[Commands.HEADER_LENGTH + 8];

    PipelineFixture(PipelineLayout layout, ManualJournal journal, CommandHandler handler) {
        this(config(layout, RING_SIZE), journal, handler);
    }

    PipelineFixture(PipelineConfig config, ManualJournal journal, CommandHandler handler) {
        final ReplyEgress egress =
                new ReplyEgress() {
                    @Override
                    public void onReply(ReplyFlyweight reply) {
                        synchronized (released) {
                            released.add(reply.edgeHandle());
                        }
                    }

                    @Override
                    public void onCardCheck(CardCheckFlyweight check) {
                        synchronized (released) {
                            released.add(-check.sequence());
                        }
                    }

                    @Override
                    public void onBatchEnd() {}
                };
        final FailStop failStop =
                (stage, cause) -> {
                    synchronized (failures) {
                        failures.add(stage + ": " + cause.getMessage());
                    }
                };
        pipeline =
                Pipeline.open(
                        config,
                        new Pipeline.Ports(journal, handler, egress, loop, failStop),
                        new SwitchCounters());
        ingress = pipeline.ingress();
    }

    static PipelineConfig config(PipelineLayout layout, int ringSize) {
        return new PipelineConfig(layout, ringSize, RESERVED, 64, 5_000);
    }

    /** An engine that answers every command with its sequence. */
    static CommandHandler echo() {
        return (sequence, buffer, offset, length, effects) ->
                effects.addReply().edgeHandle(sequence);
    }

    /**
     * Publishes one command from the event loop and ends the batch; false when there is no room.
     */
    boolean publish(boolean reserved) {
        return onLoop(() -> {
            if (!ingress.tryClaim(reserved)) {
                return false;
            }
            ingress.buffer().putBytes(ingress.offset(), command);
            ingress.publish(command.length);
            ingress.drain();
            return true;
        });
    }

    /** Puts any bytes in as the node would. */
    void submit(byte[] bytes) {
        pipeline.submit(new UnsafeBuffer(bytes), 0, bytes.length);
    }

    <T> T onLoop(Callable<T> task) {
        try {
            return loop.submit(task).get();
        } catch (final InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    List<Long> released() {
        synchronized (released) {
            return List.copyOf(released);
        }
    }

    List<String> failures() {
        synchronized (failures) {
            return List.copyOf(failures);
        }
    }

    /** Waits until it holds; the test fails when it never does. */
    static void await(String what, BooleanSupplier condition) {
        final long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > PATIENCE_NS) {
                throw new AssertionError("never happened: " + what);
            }
            Thread.onSpinWait();
        }
    }

    /** All of them are there when the loop next looks; returns when it has. */
    void submitWhileTheLoopIsBusy(byte[] bytes, int count) {
        final CountDownLatch submitted = new CountDownLatch(1);
        loop.execute(() -> {
            try {
                submitted.await();
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        for (int i = 0; i < count; i++) {
            submit(bytes);
        }
        submitted.countDown();
        settle();
    }

    /** Waits until everything that woke the loop before has run. */
    void settle() {
        onLoop(() -> null);
    }

    @Override
    public void close() {
        pipeline.close();
        loop.close();
    }
}
