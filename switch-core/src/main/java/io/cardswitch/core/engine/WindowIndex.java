package io.cardswitch.core.engine;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.ledger.FixedMemory;
import io.cardswitch.core.ledger.Hashes;

/**
 * Finds the newest rows of a ring by the 128-bit key in their first 16 bytes. Buckets of one cache
 * line: seven entries and a mark. An entry is half a hash and half the row's number; what fell out
 * of the ring is known by its number, so nothing is ever removed: a new entry takes the place of
 * one that fell out. When all of its bucket are still in the ring, the new entry goes to the next
 * bucket and the mark says up to which number a search has to follow.
 */
final class WindowIndex {
    static final int NONE = -1;

    private static final int ENTRIES = 7;
    private static final int MARK = ENTRIES * Long.BYTES;
    private static final int ROWS_PER_BUCKET = 2; // One bucket in a thousand overflows.
    private static final long NUMBER_MASK = 0xFFFF_FFFFL;

    private final FixedMemory buckets;
    private final FixedMemory rows;
    private final int rowMask;
    private final int bucketMask;

    /**
     * @param rows with the key in the first 16 bytes of each
     * @param rowCount of them, a power of two
     */
    WindowIndex(FixedMemory rows, int rowCount) {
        check(rowCount > 1 && Integer.bitCount(rowCount) == 1, "rows are found by masking");
        this.rows = rows;
        this.rowMask = rowCount - 1;
        final int bucketCount = rowCount / ROWS_PER_BUCKET;
        this.bucketMask = bucketCount - 1;
        this.buckets = new FixedMemory(bucketCount, FixedMemory.LINE_LENGTH);
    }

    /** Row of the key among the numbers from {@code oldest} to before {@code next}, or NONE. */
    int find(long keyHigh, long keyLow, long oldest, long next) {
        final long hash = Hashes.mix(keyHigh, keyLow);
        for (int bucket = bucketOf(hash); ; bucket = bucket + 1 & bucketMask) {
            final int at = findIn(bucket, hash, oldest, next, keyHigh, keyLow);
            if (at != NONE) return rowOf(buckets.getLong(bucket, at));
            if (buckets.getLong(bucket, MARK) < oldest) return NONE;
        }
    }

    /** Bucket in which a search for the key begins. */
    int bucketOf(long keyHigh, long keyLow) {
        return bucketOf(Hashes.mix(keyHigh, keyLow));
    }

    /** Something that stands in a bucket. */
    long read(int bucket) {
        return buckets.getLong(bucket, MARK);
    }

    /** Adds the row with number {@code next}, whose key is stored and not in the index. */
    void add(long oldest, long next) {
        check(next - oldest <= rowMask, "the oldest row has left");
        final int row = rowOf(next);
        final long hash =
                Hashes.mix(
                        rows.getLong(row, TransactionWindow.KEY_HIGH),
                        rows.getLong(row, TransactionWindow.KEY_LOW));
        for (int bucket = bucketOf(hash); ; bucket = bucket + 1 & bucketMask) {
            for (int at = 0; at < MARK; at += Long.BYTES) {
                if (!isIn(buckets.getLong(bucket, at), oldest, next)) {
                    buckets.putLong(bucket, at, hash & ~NUMBER_MASK | next & NUMBER_MASK);
                    return;
                }
            }
            buckets.putLong(bucket, MARK, next); // Ends: three times as many places as rows.
        }
    }

    /** Takes out the key of a row that is still in the ring. */
    void remove(long keyHigh, long keyLow, long oldest, long next) {
        check(find(keyHigh, keyLow, oldest, next) != NONE, "what is removed is in the index");
        final long hash = Hashes.mix(keyHigh, keyLow);
        for (int bucket = bucketOf(hash); ; bucket = bucket + 1 & bucketMask) {
            final int at = findIn(bucket, hash, oldest, next, keyHigh, keyLow);
            if (at != NONE) {
                buckets.putLong(bucket, at, 0);
                return;
            }
        }
    }

    private int bucketOf(long hash) {
        return (int) hash & bucketMask;
    }

    private int rowOf(long number) {
        return (int) number & rowMask;
    }

    /** Where in a bucket the key's entry stands, or NONE. */
    private int findIn(int bucket, long hash, long oldest, long next, long keyHigh, long keyLow) {
        for (int at = 0; at < MARK; at += Long.BYTES) {
            final long entry = buckets.getLong(bucket, at);
            if ((entry ^ hash) >>> Integer.SIZE == 0
                    && isIn(entry, oldest, next)
                    && hasKey(rowOf(entry), keyHigh, keyLow)) {
                return at;
            }
        }
        return NONE;
    }

    /** Whether the row has not left; only meaningful modulo 2^32. */
    private static boolean isIn(long entry, long oldest, long next) {
        final long age = next - entry & NUMBER_MASK;
        return age > 0 && age <= next - oldest && entry != 0;
    }

    private boolean hasKey(int row, long keyHigh, long keyLow) {
        return rows.getLong(row, TransactionWindow.KEY_HIGH) == keyHigh
                && rows.getLong(row, TransactionWindow.KEY_LOW) == keyLow;
    }
}
