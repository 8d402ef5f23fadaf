package io.cardswitch.core.transport;

import io.cardswitch.core.command.CardCheckFlyweight;
import io.cardswitch.core.command.ReplyEgress;
import io.cardswitch.core.command.ReplyFlyweight;
import io.cardswitch.core.edge.InFlightTable;

import org.agrona.BitUtil;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Carries replies and card checks from the release thread to the event loops that hold their
 * requests: a queue per loop, one wake-up per batch. A request waits for its check or for its
 * reply, so the queue of a loop never needs more room than the loop has requests in flight.
 */
final class QueuedEgress implements ReplyEgress {
    private static final int REPLY = 1;
    private static final int CARD_CHECK = 2;
    private static final int RECORD_LENGTH =
            BitUtil.align(
                    ReplyFlyweight.LENGTH + RecordDescriptor.HEADER_LENGTH,
                    RecordDescriptor.ALIGNMENT);

    private final LoopQueue[] queues;

    QueuedEgress(SocketLoop[] loops, int maxInFlightPerLoop, Consumer<Throwable> fatal) {
        queues = new LoopQueue[loops.length];
        for (int i = 0; i < loops.length; i++) {
            queues[i] = new LoopQueue(loops[i], maxInFlightPerLoop, fatal);
        }
    }

    @Override
    public void onReply(ReplyFlyweight reply) {
        queues[InFlightTable.loopIndex(reply.edgeHandle())].put(reply);
    }

    @Override
    public void onCardCheck(CardCheckFlyweight check) {
        queues[InFlightTable.loopIndex(check.edgeHandle())].put(check);
    }

    @Override
    public void onBatchEnd() {
        for (final LoopQueue queue : queues) {
            queue.wake();
        }
    }

    /** The queue of one event loop. */
    private static final class LoopQueue {
        private final ReplyFlyweight reply = new ReplyFlyweight();
        private final CardCheckFlyweight cardCheck = new CardCheckFlyweight();
        private final AtomicBoolean isWakePending = new AtomicBoolean();
        private final MessageHandler handler = this::onRecord;
        private final Runnable wokenTask = this::onWoken;
        private final OneToOneRingBuffer ring;
        private final SocketLoop loop;
        private final Consumer<Throwable> fatal;
        private boolean hasNew;

        LoopQueue(SocketLoop loop, int maxInFlight, Consumer<Throwable> fatal) {
            final int bytes = BitUtil.findNextPositivePowerOfTwo((maxInFlight + 1) * RECORD_LENGTH);
            this.ring =
                    new OneToOneRingBuffer(
                            new UnsafeBuffer(
                                    ByteBuffer.allocateDirect(
                                            bytes + RingBufferDescriptor.TRAILER_LENGTH)));
            this.loop = loop;
            this.fatal = fatal;
        }

        void put(ReplyFlyweight source) {
            final int index = claim(REPLY, ReplyFlyweight.LENGTH);
            source.copyTo(ring.buffer(), index);
            ring.commit(index);
            hasNew = true;
        }

        void put(CardCheckFlyweight source) {
            final int index = claim(CARD_CHECK, CardCheckFlyweight.LENGTH);
            source.copyTo(ring.buffer(), index);
            ring.commit(index);
            hasNew = true;
        }

        private int claim(int type, int length) {
            int index = ring.tryClaim(type, length);
            while (index < 0) { // Only when something comes to requests that are gone: it drains.
                hasNew = true;
                wake();
                Thread.onSpinWait();
                index = ring.tryClaim(type, length);
            }
            return index;
        }

        void wake() {
            if (hasNew) {
                hasNew = false;
                if (isWakePending.compareAndSet(false, true)) {
                    loop.executor().execute(wokenTask);
                }
            }
        }

        private void onWoken() {
            isWakePending.set(false); // Before the work: what arrives from here on wakes again.
            try {
                ring.read(handler);
                loop.onBatchEnd();
            } catch (final Throwable cause) {
                fatal.accept(cause);
            }
        }

        private void onRecord(int type, MutableDirectBuffer buffer, int index, int length) {
            if (type == REPLY) {
                loop.onReply(reply.wrap(buffer, index));
            } else {
                loop.onCardCheck(cardCheck.wrap(buffer, index));
            }
        }
    }
}
