package io.cardswitch.hsm.transport;

import io.cardswitch.hsm.HsmAnswer;
import io.cardswitch.hsm.HsmClient;
import io.cardswitch.hsm.HsmField;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmResult;

import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One caller's end of the pool: commands go through the pool's ring, completions come back through
 * one of this client. Both rings zero what was read.
 *
 * <pre>
 *  command      type = 1 + client   | correlation 8 | deadline 8 | repeatable 4 | command ...
 *  completion   type = 1 + result   | correlation 8 | answer ...
 * </pre>
 */
final class QueuedClient implements HsmClient {
    static final int CORRELATION_OFFSET = 0;
    static final int DEADLINE_OFFSET = 8;
    static final int REPEATABLE_OFFSET = 16;
    static final int COMMAND_OFFSET = 20;
    private static final int ANSWER_OFFSET = 8;
    private static final int LARGEST_SHARE = 8; // A ring takes messages of an eighth of it at most.

    private final int index;
    private final int limit;
    private final int maxRequestLength;
    private final HsmLoop loop;
    private final ManyToOneRingBuffer commands;
    private final ManyToOneRingBuffer completions;
    private final Runnable onCompletions;
    private final AtomicBoolean isSignalled = new AtomicBoolean();
    private final MessageHandler reader = this::onMessage;
    private final HsmAnswer answer = new HsmAnswer();
    private CompletionHandler handler;
    private int pending;
    private int handedOver; // Of the poll under way.
    private boolean isTouched; // Of the pool's event loop.

    QueuedClient(int index, int limit, HsmPoolConfig config, HsmLoop loop, Runnable onCompletions) {
        this.index = index;
        this.limit = limit;
        this.maxRequestLength = config.maxRequestLength();
        this.loop = loop;
        this.commands = loop.commands();
        // As many are handed over, whose room is not free before the read ends, as are pending.
        this.completions = ring(2 * limit, ANSWER_OFFSET + config.maxAnswerLength());
        this.onCompletions = onCompletions;
    }

    /**
     * A ring in which so many messages of this length surely find room: one place more for what is
     * left unused where the memory ends, and one because the reader may stand in the next.
     */
    static ManyToOneRingBuffer ring(int messages, int length) {
        final int record =
                BitUtil.align(length + RecordDescriptor.HEADER_LENGTH, RecordDescriptor.ALIGNMENT);
        final long needed = (long) record * Math.max(messages + 2L, LARGEST_SHARE);
        final int capacity = BitUtil.findNextPositivePowerOfTwo(Math.toIntExact(needed));
        return new ManyToOneRingBuffer(
                new UnsafeBuffer(
                        BufferUtil.allocateDirectAligned(
                                capacity + RingBufferDescriptor.TRAILER_LENGTH,
                                BitUtil.CACHE_LINE_LENGTH)));
    }

    @Override
    public HsmResult send(HsmRequest request, long correlationId, int timeoutMs) {
        try {
            if (loop.isClosed()) {
                return HsmResult.CLOSED;
            }
            if (request.end() != HsmField.NONE || request.length() > maxRequestLength) {
                return HsmResult.REQUEST_REFUSED;
            }
            return pending < limit && enqueue(request, correlationId, timeoutMs)
                    ? HsmResult.OK
                    : HsmResult.QUEUE_FULL;
        } finally {
            request.wipe();
        }
    }

    private boolean enqueue(HsmRequest request, long correlationId, int timeoutMs) {
        final int at = commands.tryClaim(1 + index, COMMAND_OFFSET + request.length());
        if (at < 0) {
            return false;
        }
        final MutableDirectBuffer buffer = commands.buffer();
        buffer.putLong(at + CORRELATION_OFFSET, correlationId);
        buffer.putLong(at + DEADLINE_OFFSET, HsmLoop.nowMs() + timeoutMs);
        buffer.putInt(at + REPEATABLE_OFFSET, request.isRepeatable() ? 1 : 0);
        buffer.putBytes(at + COMMAND_OFFSET, request.buffer(), 0, request.length());
        commands.commit(at);
        pending++;
        return true;
    }

    @Override
    public void flush() {
        loop.wake();
    }

    @Override
    public int poll(CompletionHandler completionHandler, int pollLimit) {
        handler = completionHandler;
        handedOver = 0;
        isSignalled.set(false); // Before reading: what comes from now on is signalled again.
        do { // A read ends where the memory does, with the others at its start.
            completions.read(reader, Math.min(limit, pollLimit - handedOver));
        } while (handedOver < pollLimit && completions.size() > 0);
        return handedOver;
    }

    private void onMessage(int type, MutableDirectBuffer buffer, int offset, int length) {
        handedOver++;
        pending--;
        handler.onCompletion(
                buffer.getLong(offset),
                HsmResult.of(type - 1),
                answer.wrap(buffer, offset + ANSWER_OFFSET, length - ANSWER_OFFSET));
    }

    @Override
    public int pending() {
        return pending;
    }

    /**
     * Puts a completion into the queue, on the pool's event loop; there is room by construction.
     */
    void complete(
            long correlationId, HsmResult result, DirectBuffer source, int offset, int length) {
        final int at = completions.tryClaim(1 + result.code(), ANSWER_OFFSET + length);
        if (at < 0) {
            throw new IllegalStateException("more completions than commands");
        }
        completions.buffer().putLong(at, correlationId);
        completions.buffer().putBytes(at + ANSWER_OFFSET, source, offset, length);
        completions.commit(at);
        isTouched = true;
    }

    /** The queue of completions, for tests. */
    ManyToOneRingBuffer completions() {
        return completions;
    }

    /** Tells the caller, once until it polls, that there are completions. */
    void signal() {
        if (isTouched) {
            isTouched = false;
            if (isSignalled.compareAndSet(false, true)) {
                onCompletions.run();
            }
        }
    }
}
