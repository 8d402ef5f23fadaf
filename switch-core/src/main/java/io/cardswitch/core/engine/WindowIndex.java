package io.cardswitch.core.engine;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.ledger.FixedMemory;
import io.cardswitch.core.ledger.Hashes;

/**
 * Finds rows by the 128-bit key in their first 16 bytes. Open addressing, at most half full; an
 * entry is half a hash and the row, so that a miss seldom reads a row. Removal shifts the entries
 * behind back, so that probes stay short however long it runs.
 */
final class WindowIndex {
    static final int NONE = -1;

    private static final long ROW_MASK = 0xFFFF_FFFFL;

    private final FixedMemory entries; // hash << 32 | row + 1; 0 is free.
    private final FixedMemory rows;
    private final int rowLength;
    private final long mask;

    WindowIndex(FixedMemory rows, int rowLength, int rowCount) {
        check(Integer.bitCount(rowCount) == 1, "slots are found by masking");
        this.rows = rows;
        this.rowLength = rowLength;
        this.mask = 2L * rowCount - 1;
        this.entries = new FixedMemory((mask + 1) * Long.BYTES);
    }

    int find(long keyHigh, long keyLow) {
        final long hash = hashOf(keyHigh, keyLow);
        long slot = hash & mask;
        for (long entry = entry(slot); entry != 0; entry = entry(slot)) {
            if (entry >>> Integer.SIZE == hash) {
                final int row = rowOf(entry);
                final long at = (long) row * rowLength;
                if (rows.getLong(at) == keyHigh && rows.getLong(at + Long.BYTES) == keyLow) {
                    return row;
                }
            }
            slot = slot + 1 & mask;
        }
        return NONE;
    }

    /** Adds a row whose key is stored and not in the index. */
    void add(int row) {
        check(row >= 0 && row < (mask + 1) / 2, "an index has twice as many slots as rows");
        final long hash = hashOf(row);
        long slot = hash & mask;
        while (entry(slot) != 0) {
            slot = slot + 1 & mask;
        }
        entry(slot, hash << Integer.SIZE | row + 1);
    }

    /** Takes out a row whose key is still stored. */
    void remove(int row) {
        final long hash = hashOf(row);
        final long wanted = hash << Integer.SIZE | row + 1;
        long gap = hash & mask;
        while (entry(gap) != wanted) {
            check(entry(gap) != 0, "a row that is removed is in the index");
            gap = gap + 1 & mask;
        }
        long slot = gap + 1 & mask;
        for (long entry = entry(slot); entry != 0; entry = entry(slot)) {
            final long home = entry >>> Integer.SIZE & mask;
            if ((slot - home & mask) >= (slot - gap & mask)) { // The gap is on its way home.
                entry(gap, entry);
                gap = slot;
            }
            slot = slot + 1 & mask;
        }
        entry(gap, 0);
    }

    private long hashOf(int row) {
        final long at = (long) row * rowLength;
        return hashOf(rows.getLong(at), rows.getLong(at + Long.BYTES));
    }

    private static long hashOf(long keyHigh, long keyLow) {
        return Hashes.mix(keyHigh, keyLow) >>> Integer.SIZE;
    }

    private static int rowOf(long entry) {
        return (int) (entry & ROW_MASK) - 1;
    }

    private long entry(long slot) {
        return entries.getLong(slot * Long.BYTES);
    }

    private void entry(long slot, long value) {
        entries.putLong(slot * Long.BYTES, value);
    }
}
