package io.cardswitch.core.edge.security;

import io.cardswitch.core.command.CardCheckFlyweight;

import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;

/**
 * Card checks under way, one place for each in-flight slot. A place says for which handle it
 * stands: a slot that was given again does not find what another request left.
 *
 * <pre>
 *  0        8          16         32     36             40        44      48      112
 *  | handle | deadline | response | code | response len | outcome | prev. | check | dataset
 * </pre>
 *
 * Of one thread.
 */
public final class CheckTable {
    private static final int HANDLE = 0;
    private static final int DEADLINE = 8;
    private static final int RESPONSE = 16;
    private static final int RESPONSE_CODE = 32;
    private static final int RESPONSE_LENGTH = 36;
    private static final int OUTCOME = 40;
    private static final int PREVIOUS_KEY = 44;
    private static final int CHECK = 48;
    private static final int IS_DATASET = 112;
    private static final int STRIDE = 128;

    private final UnsafeBuffer places;
    private final CardCheckFlyweight check = new CardCheckFlyweight();

    /** Room for all slots. */
    public CheckTable(int slots) {
        places = new UnsafeBuffer(ByteBuffer.allocateDirect(Math.multiplyExact(slots, STRIDE)));
    }

    /** Notes a card check. */
    public void begin(int slot, CardCheckFlyweight wanted, long deadlineMs) {
        final int at = slot * STRIDE;
        end(slot);
        places.putLong(at + HANDLE, wanted.edgeHandle());
        places.putLong(at + DEADLINE, deadlineMs);
        wanted.copyTo(places, at + CHECK);
    }

    /** Ends what was noted for a slot, if anything: PVV and the card's answer are zeroed. */
    public void end(int slot) {
        if (deadlineMs(slot) != 0) {
            places.setMemory(slot * STRIDE, STRIDE, (byte) 0);
        }
    }

    /** Whether the place stands for this handle. */
    public boolean isOf(int slot, long handle) {
        return places.getLong(slot * STRIDE + HANDLE) == handle;
    }

    /** The card check of a slot; the view is reused by the next call. */
    public CardCheckFlyweight check(int slot) {
        return check.wrap(places, slot * STRIDE + CHECK);
    }

    /** When all of it must be done, epoch milliseconds. */
    public long deadlineMs(int slot) {
        return places.getLong(slot * STRIDE + DEADLINE);
    }

    /** What came of it: a CheckOutcome code. */
    public int outcome(int slot) {
        return places.getInt(slot * STRIDE + OUTCOME);
    }

    /** Sets {@link #outcome}. */
    public void outcome(int slot, int code) {
        places.putInt(slot * STRIDE + OUTCOME, code);
    }

    /** Whether the PIN is tried under the key that the link used before its newest. */
    boolean isPreviousKey(int slot) {
        return places.getInt(slot * STRIDE + PREVIOUS_KEY) != 0;
    }

    /** Sets {@link #isPreviousKey}. */
    void tryPreviousKey(int slot) {
        places.putInt(slot * STRIDE + PREVIOUS_KEY, 1);
    }

    /** Where the chip data of the answer stand, sixteen bytes of {@link #buffer} at most. */
    public int responseOffset(int slot) {
        return slot * STRIDE + RESPONSE;
    }

    /** Holds all places. */
    public UnsafeBuffer buffer() {
        return places;
    }

    /** Code that stands behind the answer's cryptogram, 0 for none. */
    int responseCode(int slot) {
        return places.getInt(slot * STRIDE + RESPONSE_CODE);
    }

    void responseCode(int slot, int code) {
        places.putInt(slot * STRIDE + RESPONSE_CODE, code);
    }

    /** Whether the request's chip data stood in a dataset; so will the answer's. */
    boolean isDataset(int slot) {
        return places.getInt(slot * STRIDE + IS_DATASET) != 0;
    }

    void isDataset(int slot, boolean value) {
        places.putInt(slot * STRIDE + IS_DATASET, value ? 1 : 0);
    }

    /** Bytes of the answer's chip data; 0 when the card gets none. */
    public int responseLength(int slot) {
        return places.getInt(slot * STRIDE + RESPONSE_LENGTH);
    }

    void responseLength(int slot, int length) {
        places.putInt(slot * STRIDE + RESPONSE_LENGTH, length);
    }
}
