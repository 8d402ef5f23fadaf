package io.cardswitch.core.command;

import org.agrona.MutableDirectBuffer;

/**
 * Where the edge puts commands. One instance belongs to one publishing thread; a claim is held only
 * between {@link #tryClaim} and {@link #publish}.
 */
public interface CommandIngress {
    /**
     * Claims the next slot.
     *
     * @param reserved the command may use the room kept for reversals and answers
     * @return false when there is no room: stop reading, try again after {@link #drain}
     */
    boolean tryClaim(boolean reserved);

    /** Buffer of the claimed slot. */
    MutableDirectBuffer buffer();

    /** Offset of the claimed slot's {@link Commands#MAX_LENGTH} bytes. */
    int offset();

    /** Hands the claimed slot on, {@code length} bytes used. */
    void publish(int length);

    /** Ends a batch: in the compact layout runs the stages now, otherwise returns at once. */
    void drain();
}
