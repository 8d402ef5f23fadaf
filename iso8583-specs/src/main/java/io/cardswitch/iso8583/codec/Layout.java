package io.cardswitch.iso8583.codec;

import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.Encoding;

/**
 * An element's layout packed into a long, so that the walk along a message loads one table entry an
 * element.
 *
 * <pre>
 *  63      32 31    24 23       20 19      16 15        12 11    0
 * | bytes    | check  | half bytes | prefix   | length is  | units  |
 * | if fixed |        | a unit     | bytes    | ASCII      | at most|
 * </pre>
 */
final class Layout {
    private static final int LENGTH_IS_ASCII = 12;
    private static final int PREFIX_BYTES = 16;
    private static final int HALF_BYTES = 20;
    private static final int CHECK = 24;
    private static final int FIXED_BYTES = 32;

    private Layout() {}

    /** Never 0. */
    static long of(ElementSpec element) {
        final boolean isAscii = element.lengthEncoding() == Encoding.ASCII;
        return (long) element.fixedBytes() << FIXED_BYTES
                | (long) ContentCheck.of(element) << CHECK
                | (long) element.encoding().halfBytes() << HALF_BYTES
                | (long) element.prefixBytes() << PREFIX_BYTES
                | (isAscii ? 1L : 0L) << LENGTH_IS_ASCII
                | element.units();
    }

    static int units(long layout) {
        return (int) layout & 0xFFF;
    }

    static boolean isLengthAscii(long layout) {
        return (layout & 1L << LENGTH_IS_ASCII) != 0;
    }

    /** Bytes of the length prefix, 0 for a fixed length. */
    static int prefixBytes(long layout) {
        return (int) layout >> PREFIX_BYTES & 0xF;
    }

    /** Of {@link ContentCheck}. */
    static int check(long layout) {
        return (int) layout >>> CHECK;
    }

    /** Bytes of a value of fixed length. */
    static int fixedBytes(long layout) {
        return (int) (layout >>> FIXED_BYTES);
    }

    static boolean isBcd(long layout) {
        return halfBytes(layout) == 1;
    }

    /** Bytes of a value of variable length. */
    static int bytes(long layout, int units) {
        return units * halfBytes(layout) + 1 >> 1;
    }

    /**
     * Units that the prefix before {@code valueAt} tells, -1 when it is not digits. It is read with
     * the bytes before it, which are then shifted out.
     */
    static int readLength(long layout, byte[] frame, int valueAt) {
        final int shift = Integer.SIZE - prefixBytes(layout) * Byte.SIZE;
        final int digits = Octets.bigInt(frame, valueAt - Integer.BYTES) << shift >>> shift;
        return isLengthAscii(layout)
                ? Digits.fromAscii(digits, 0x30303030 >>> shift)
                : Digits.fromBcd(digits);
    }

    private static int halfBytes(long layout) {
        return (int) layout >> HALF_BYTES & 0xF;
    }
}
