package io.cardswitch.core.engine;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.ledger.FixedMemory;
import io.cardswitch.core.ledger.Hashes;

/**
 * Finds the newest rows of a ring by the 128-bit key in their first 16 bytes. Buckets of one cache
 * line: seven entries and a mark. An entry is half a hash and half the row's number; what fell out
 * of the ring is known by its number, so nothing is ever removed: a new entry takes the place of
 * the oldest in its bucket. When that one is still in the ring, the new entry goes to the next
 * bucket and the mark says up to which number a search has to follow.
 */
final class WindowIndex {
    static final int NONE = -1;

    private static final int BUCKET_LENGTH = FixedMemory.LINE_LENGTH;
    private static final int ENTRIES = 7;
    private static final int MARK = ENTRIES * Long.BYTES;
    private static final int ROWS_PER_BUCKET = 2; // One bucket in a thousand overflows.
    private static final long NUMBER_MASK = 0xFFFF_FFFFL;

    private final FixedMemory buckets;
    private final FixedMemory rows;
    private final int rowLength;
    private final int rowMask;
    private final long bucketMask;

    WindowIndex(FixedMemory rows, int rowLength, int rowCount) {
        check(rowCount > 1 && Integer.bitCount(rowCount) == 1, "rows are found by masking");
        this.rows = rows;
        this.rowLength = rowLength;
        this.rowMask = rowCount - 1;
        final long bucketCount = rowCount / ROWS_PER_BUCKET;
        this.bucketMask = bucketCount - 1;
        this.buckets = new FixedMemory(bucketCount * BUCKET_LENGTH);
    }

    /** Row of the key among the numbers from {@code oldest} to before {@code next}, or NONE. */
    int find(long keyHigh, long keyLow, long oldest, long next) {
        final long at = find(keyHigh, keyLow, Hashes.mix(keyHigh, keyLow), oldest, next);
        return at == NONE ? NONE : (int) (buckets.getLong(at) & rowMask);
    }

    /** Where a search for the key begins. */
    long placeOf(long keyHigh, long keyLow) {
        return (Hashes.mix(keyHigh, keyLow) & bucketMask) * BUCKET_LENGTH;
    }

    /** What stands at a place. */
    long read(long place) {
        return buckets.getLong(place);
    }

    /** Adds the row with number {@code next}, whose key is stored and not in the index. */
    void add(long oldest, long next) {
        final long rowAt = (next & rowMask) * rowLength;
        final long keyHigh = rows.getLong(rowAt);
        final long keyLow = rows.getLong(rowAt + Long.BYTES);
        final long hash = Hashes.mix(keyHigh, keyLow);
        check(next - oldest <= rowMask, "the oldest row has left");
        for (long bucket = hash & bucketMask; ; bucket = bucket + 1 & bucketMask) {
            final long at = bucket * BUCKET_LENGTH;
            final long place = oldestIn(at, next);
            if (!isIn(buckets.getLong(place), oldest, next)) {
                buckets.putLong(place, hash & ~NUMBER_MASK | next & NUMBER_MASK);
                return;
            }
            buckets.putLong(at + MARK, next); // Ends: there are three times as many places as rows.
        }
    }

    /** Takes out the key of a row that is still in the ring. */
    void remove(long keyHigh, long keyLow, long oldest, long next) {
        final long at = find(keyHigh, keyLow, Hashes.mix(keyHigh, keyLow), oldest, next);
        check(at != NONE, "a row that is removed is in the index");
        buckets.putLong(at, 0);
    }

    private long find(long keyHigh, long keyLow, long hash, long oldest, long next) {
        for (long bucket = hash & bucketMask; ; bucket = bucket + 1 & bucketMask) {
            final long at = bucket * BUCKET_LENGTH;
            for (long place = at; place < at + MARK; place += Long.BYTES) {
                final long entry = buckets.getLong(place);
                if ((entry ^ hash) >>> Integer.SIZE == 0
                        && isIn(entry, oldest, next)
                        && hasKey(entry, keyHigh, keyLow)) {
                    return place;
                }
            }
            if (buckets.getLong(at + MARK) < oldest) return NONE;
        }
    }

    private long oldestIn(long at, long next) {
        long oldestAt = at;
        long oldestAge = age(buckets.getLong(at), next);
        for (long place = at + Long.BYTES; place < at + MARK; place += Long.BYTES) {
            final long age = age(buckets.getLong(place), next);
            oldestAt = age > oldestAge ? place : oldestAt;
            oldestAge = Math.max(age, oldestAge);
        }
        return oldestAt;
    }

    /** How many rows came since; only meaningful modulo 2^32, which a bucket never sees pass. */
    private static long age(long entry, long next) {
        return next - entry & NUMBER_MASK;
    }

    private static boolean isIn(long entry, long oldest, long next) {
        final long age = age(entry, next);
        return age > 0 && age <= next - oldest && entry != 0;
    }

    private boolean hasKey(long entry, long keyHigh, long keyLow) {
        final long rowAt = (entry & rowMask) * rowLength;
        return rows.getLong(rowAt) == keyHigh && rows.getLong(rowAt + Long.BYTES) == keyLow;
    }
}
