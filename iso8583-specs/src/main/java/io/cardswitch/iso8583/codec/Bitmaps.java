package io.cardswitch.iso8583.codec;

/** Two bitmaps as numbers: bit 63 of the first is DE1, of the second DE65. */
final class Bitmaps {
    private Bitmaps() {}

    /** The bit of an element within its bitmap. */
    static long bit(int de) {
        return Long.MIN_VALUE >>> de - 1; // The shift counts modulo 64.
    }

    static boolean isSet(long primary, long secondary, int de) {
        return ((de <= Long.SIZE ? primary : secondary) & bit(de)) != 0;
    }

    /** The highest element set, 1 when there is none. */
    static int highest(long primary, long secondary) {
        if (secondary != 0) return 2 * Long.SIZE - Long.numberOfTrailingZeros(secondary);
        return primary == 0 ? 1 : Long.SIZE - Long.numberOfTrailingZeros(primary);
    }
}
