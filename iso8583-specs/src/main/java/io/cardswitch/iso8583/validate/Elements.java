package io.cardswitch.iso8583.validate;

/**
 * A set of data elements as three bitmaps, in the bits of a message's own.
 *
 * @param primary bit 63 is DE1
 * @param secondary bit 63 is DE65
 * @param tertiary bit 63 is DE129
 */
record Elements(long primary, long secondary, long tertiary) {
    static final Elements NONE = new Elements(0, 0, 0);
    static final Elements ALL = new Elements(-1, -1, -1);

    static Elements of(int de) {
        final long bit = Long.MIN_VALUE >>> de - 1; // The shift counts modulo 64.
        if (de <= Long.SIZE) return new Elements(bit, 0, 0);
        return de <= 2 * Long.SIZE ? new Elements(0, bit, 0) : new Elements(0, 0, bit);
    }

    Elements with(Elements others) {
        return new Elements(
                primary | others.primary, secondary | others.secondary, tertiary | others.tertiary);
    }

    boolean overlaps(Elements others) {
        final long both = primary & others.primary | secondary & others.secondary;
        return (both | tertiary & others.tertiary) != 0;
    }

    /** Lowest element of the bitmaps, 0 when there is none; bits of bitmaps are none. */
    static int lowest(long primary, long secondary, long tertiary) {
        final long first = primary & Long.MAX_VALUE;
        if (first != 0) return 1 + Long.numberOfLeadingZeros(first);
        final long second = secondary & Long.MAX_VALUE;
        if (second != 0) return 1 + Long.SIZE + Long.numberOfLeadingZeros(second);
        return tertiary == 0 ? 0 : 1 + 2 * Long.SIZE + Long.numberOfLeadingZeros(tertiary);
    }
}
