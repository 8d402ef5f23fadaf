package io.cardswitch.iso8583.validate;

/**
 * A set of data elements as two bitmaps, in the bits of a message's own.
 *
 * @param primary bit 63 is DE1
 * @param secondary bit 63 is DE65
 */
record Elements(long primary, long secondary) {
    static final Elements NONE = new Elements(0, 0);
    static final Elements ALL = new Elements(-1, -1);

    static Elements of(int de) {
        final long bit = Long.MIN_VALUE >>> de - 1; // The shift counts modulo 64.
        return de <= Long.SIZE ? new Elements(bit, 0) : new Elements(0, bit);
    }

    Elements with(Elements others) {
        return new Elements(primary | others.primary, secondary | others.secondary);
    }

    boolean overlaps(Elements others) {
        return (primary & others.primary | secondary & others.secondary) != 0;
    }

    /** Lowest element of both bitmaps, 0 when there is none. */
    static int lowest(long primary, long secondary) {
        if (primary != 0) return 1 + Long.numberOfLeadingZeros(primary);
        return secondary != 0 ? 1 + Long.SIZE + Long.numberOfLeadingZeros(secondary) : 0;
    }
}
