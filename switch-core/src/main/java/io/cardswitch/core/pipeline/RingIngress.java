package io.cardswitch.core.pipeline;

import static io.cardswitch.core.command.Invariants.check;

import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;

import io.cardswitch.core.command.CommandIngress;
import io.cardswitch.core.command.Commands;

import org.agrona.MutableDirectBuffer;

/** The ring as one publishing thread sees it. Never waits: a full ring is an answer. */
final class RingIngress implements CommandIngress {
    private static final long NONE = -1;

    private final RingBuffer<TransactionEvent> ring;
    private final FailureLatch failure;
    private final Runnable drain;
    private final int reservedSlots;
    private TransactionEvent event;
    private long sequence = NONE;

    /**
     * @param drain runs the stages, or nothing where they have their own threads
     */
    RingIngress(
            RingBuffer<TransactionEvent> ring,
            int reservedSlots,
            FailureLatch failure,
            Runnable drain) {
        this.ring = ring;
        this.reservedSlots = reservedSlots;
        this.failure = failure;
        this.drain = drain;
    }

    @Override
    public boolean tryClaim(boolean reserved) {
        check(sequence == NONE, "the previous claim was published");
        if (failure.isSet() || !ring.hasAvailableCapacity(reserved ? 1 : 1 + reservedSlots)) {
            return false;
        }
        try {
            sequence = ring.tryNext();
        } catch (final InsufficientCapacityException e) {
            return false; // Another publisher was faster.
        }
        event = ring.get(sequence);
        return true;
    }

    @Override
    public MutableDirectBuffer buffer() {
        return event.memory();
    }

    @Override
    public int offset() {
        return event.commandOffset();
    }

    @Override
    public void publish(int length) {
        check(sequence != NONE, "a slot is claimed");
        check(
                length >= Commands.HEADER_LENGTH && length <= Commands.MAX_LENGTH,
                "a command fits its slot");
        event.length(length);
        ring.publish(sequence);
        sequence = NONE;
    }

    @Override
    public void drain() {
        drain.run();
    }
}
