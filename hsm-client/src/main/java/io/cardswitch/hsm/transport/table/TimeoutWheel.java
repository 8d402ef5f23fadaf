package io.cardswitch.hsm.transport.table;

import java.util.Arrays;

/**
 * When each command's wait ends, to a tick of a few milliseconds. One timer a slot, linked through
 * arrays: scheduling and cancelling cost the same however many there are, and allocate nothing.
 */
public final class TimeoutWheel {
    /** Takes slots whose time has come; may schedule and cancel. */
    @FunctionalInterface
    public interface Sink {
        /** The wait of this slot ends; its timer does not run any more. */
        void onTimeout(int slot);
    }

    private static final int TICK_SHIFT = 3;
    private static final int SPOKES = 512;
    private static final int NONE = -1;

    private final int[] first = new int[SPOKES];
    private final int[] next;
    private final int[] previous;
    private final int[] spokeOf;
    private final long[] dueMs;
    private long tick;

    /** Makes a wheel for slots below this number. */
    public TimeoutWheel(int slots, long nowMs) {
        next = new int[slots];
        previous = new int[slots];
        spokeOf = new int[slots];
        dueMs = new long[slots];
        tick = nowMs >> TICK_SHIFT;
        Arrays.fill(first, NONE);
        Arrays.fill(spokeOf, NONE);
    }

    /** Sets the timer of a slot; one that was set is replaced. */
    public void schedule(int slot, long atMs) {
        cancel(slot);
        final long dueTick = Math.max(atMs >> TICK_SHIFT, tick) + 1; // Never before its time.
        final int spoke = (int) (dueTick & SPOKES - 1);
        dueMs[slot] = atMs;
        spokeOf[slot] = spoke;
        previous[slot] = NONE;
        next[slot] = first[spoke];
        if (next[slot] != NONE) {
            previous[next[slot]] = slot;
        }
        first[spoke] = slot;
    }

    /** Stops the timer of a slot, if it runs. */
    public void cancel(int slot) {
        final int spoke = spokeOf[slot];
        if (spoke == NONE) {
            return;
        }
        if (previous[slot] == NONE) {
            first[spoke] = next[slot];
        } else {
            next[previous[slot]] = next[slot];
        }
        if (next[slot] != NONE) {
            previous[next[slot]] = previous[slot];
        }
        spokeOf[slot] = NONE;
    }

    /** Hands over every slot whose time has come. */
    public void poll(long nowMs, Sink sink) {
        final long nowTick = nowMs >> TICK_SHIFT;
        if (nowTick - tick > SPOKES) {
            tick = nowTick - SPOKES; // Once around sees every spoke.
        }
        while (tick < nowTick) {
            tick++;
            pollSpoke((int) (tick & SPOKES - 1), nowMs, sink);
        }
    }

    private void pollSpoke(int spoke, long nowMs, Sink sink) {
        int slot = first[spoke];
        while (slot != NONE) {
            if (dueMs[slot] <= nowMs) {
                cancel(slot);
                sink.onTimeout(slot);
                slot = first[spoke]; // The sink may have changed the list.
            } else {
                slot = next[slot]; // Due in another round.
            }
        }
    }
}
