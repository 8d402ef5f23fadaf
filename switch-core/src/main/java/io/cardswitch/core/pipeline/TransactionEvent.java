package io.cardswitch.core.pipeline;

import io.cardswitch.core.command.Commands;
import io.cardswitch.core.command.Effects;

import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;

/**
 * One ring slot: where its command and its effects lie in the memory all slots share.
 *
 * <pre>
 *  slot * 384           + 192          + 328     + 384
 *  | header and block   | effects      | padding |
 * </pre>
 */
final class TransactionEvent {
    private static final int CACHE_LINE = 64;
    private static final int SLOT_LENGTH =
            BitUtil.align(Commands.MAX_LENGTH + Effects.LENGTH, CACHE_LINE);

    private final UnsafeBuffer memory;
    private final int commandOffset;
    private int length;

    private TransactionEvent(UnsafeBuffer memory, int slot) {
        this.memory = memory;
        this.commandOffset = slot * SLOT_LENGTH;
    }

    /** Memory for a ring of {@code slots}, outside the heap and zeroed. */
    static UnsafeBuffer allocate(int slots) {
        final int bytes = Math.multiplyExact(slots, SLOT_LENGTH);
        return new UnsafeBuffer(ByteBuffer.allocateDirect(bytes));
    }

    /** The view of slot number {@code slot}. */
    static TransactionEvent of(UnsafeBuffer memory, int slot) {
        return new TransactionEvent(memory, slot);
    }

    UnsafeBuffer memory() {
        return memory;
    }

    int commandOffset() {
        return commandOffset;
    }

    int effectsOffset() {
        return commandOffset + Commands.MAX_LENGTH;
    }

    int length() {
        return length;
    }

    void length(int value) {
        length = value;
    }
}
