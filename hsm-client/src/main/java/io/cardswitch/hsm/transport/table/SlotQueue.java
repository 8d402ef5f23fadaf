package io.cardswitch.hsm.transport.table;

/** Slots first in, first out, of which any can leave; linked through arrays. */
public final class SlotQueue {
    /** The queue is empty. */
    public static final int NONE = -1;

    private final int[] next;
    private final int[] previous;
    private int first = NONE;
    private int last = NONE;

    /** Makes an empty queue for slots below this number. */
    public SlotQueue(int slots) {
        next = new int[slots];
        previous = new int[slots];
    }

    /** Whether no slot waits. */
    public boolean isEmpty() {
        return first == NONE;
    }

    /** The slot that waits longest, or {@link #NONE}. */
    public int first() {
        return first;
    }

    /** Puts a slot that is not in the queue behind the others. */
    public void add(int slot) {
        next[slot] = NONE;
        previous[slot] = last;
        if (last == NONE) {
            first = slot;
        } else {
            next[last] = slot;
        }
        last = slot;
    }

    /** Takes a slot out that is in the queue. */
    public void remove(int slot) {
        if (previous[slot] == NONE) {
            first = next[slot];
        } else {
            next[previous[slot]] = next[slot];
        }
        if (next[slot] == NONE) {
            last = previous[slot];
        } else {
            previous[next[slot]] = previous[slot];
        }
    }
}
