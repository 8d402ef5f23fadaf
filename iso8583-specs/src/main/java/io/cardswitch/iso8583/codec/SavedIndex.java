package io.cardswitch.iso8583.codec;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Layout of a stored index, native byte order (it never leaves the process):
 *
 * <pre>
 *  0         8           16    20       24
 * | primary | secondary | MTI | length | an int an element, in their order ...
 * </pre>
 */
final class SavedIndex {
    static final int PRIMARY = 0;
    static final int SECONDARY = PRIMARY + Long.BYTES;
    static final int MTI = SECONDARY + Long.BYTES;
    static final int LENGTH = MTI + Integer.BYTES;
    static final int ENTRIES = LENGTH + Integer.BYTES;

    private SavedIndex() {}

    /** Stores the entries of one bitmap; leaves the place behind them. */
    static int save(int[] index, long bitmap, int first, MutableDirectBuffer target, int from) {
        int at = from;
        for (long rest = bitmap; rest != 0; rest &= ~Long.highestOneBit(rest)) {
            target.putInt(at, index[first + Long.numberOfLeadingZeros(rest)]);
            at += Integer.BYTES;
        }
        return at;
    }

    /** Takes up the entries of one bitmap; leaves the place behind them. */
    static int restore(int[] index, long bitmap, int first, DirectBuffer saved, int from) {
        int at = from;
        for (long rest = bitmap; rest != 0; rest &= ~Long.highestOneBit(rest)) {
            index[first + Long.numberOfLeadingZeros(rest)] = saved.getInt(at);
            at += Integer.BYTES;
        }
        return at;
    }
}
