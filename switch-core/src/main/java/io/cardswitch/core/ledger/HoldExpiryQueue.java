package io.cardswitch.core.ledger;

import static io.cardswitch.core.command.Invariants.check;

/**
 * Open holds by the time they end: a binary heap of (time, hold), so that asking for the next is
 * one read, and a hold completed early leaves at once. New holds nearly always end last and cost
 * one comparison.
 */
final class HoldExpiryQueue {
    private static final int ENTRY_LENGTH = 16;
    private static final int TIME = 0;
    private static final int HOLD = 8;

    private final FixedMemory entries;
    private final HoldTable holds;
    private final int limit;
    private int count;

    HoldExpiryQueue(int limit, HoldTable holds) {
        this.limit = limit;
        this.holds = holds;
        this.entries = new FixedMemory(limit, ENTRY_LENGTH);
    }

    /** The hold that ends first, when it ends at or before {@code nowMs}; otherwise NONE. */
    int due(long nowMs) {
        return count > 0 && expiryMs(0) <= nowMs ? hold(0) : HoldTable.NONE;
    }

    void add(int hold) {
        check(count < limit, "every hold has a place in the queue");
        check(holds.sequence(hold) != 0, "only open holds wait for their end");
        count++;
        rise(count - 1, hold, holds.expiryMs(hold));
    }

    void remove(int hold) {
        final int place = holds.place(hold);
        check(place < count && hold(place) == hold, "a hold knows its place in the queue");
        check(count > 0, "a queued hold is removed");
        count--;
        if (place == count) return;
        final int moved = hold(count);
        final long movedMs = expiryMs(count);
        if (place > 0 && expiryMs(parent(place)) > movedMs) {
            rise(place, moved, movedMs);
        } else {
            sink(place, moved, movedMs);
        }
    }

    int count() {
        return count;
    }

    long hash(long seed) {
        return entries.hash(seed ^ count, count);
    }

    private void rise(int from, int hold, long timeMs) {
        int place = from;
        while (place > 0 && expiryMs(parent(place)) > timeMs) {
            put(place, hold(parent(place)), expiryMs(parent(place)));
            place = parent(place);
        }
        put(place, hold, timeMs);
        check(place == 0 || expiryMs(parent(place)) <= timeMs, "no hold ends before its parent");
    }

    private void sink(int from, int hold, long timeMs) {
        int place = from;
        for (int child = firstChild(place); child < count; child = firstChild(place)) {
            if (child + 1 < count && expiryMs(child + 1) < expiryMs(child)) child++;
            if (expiryMs(child) >= timeMs) break;
            put(place, hold(child), expiryMs(child));
            place = child;
        }
        put(place, hold, timeMs);
    }

    private void put(int place, int hold, long timeMs) {
        entries.putLong(place, TIME, timeMs);
        entries.putLong(place, HOLD, hold);
        holds.place(hold, place);
    }

    private int hold(int place) {
        return (int) entries.getLong(place, HOLD);
    }

    private long expiryMs(int place) {
        return entries.getLong(place, TIME);
    }

    private static int parent(int place) {
        return (place - 1) / 2;
    }

    private static int firstChild(int place) {
        return 2 * place + 1;
    }
}
