package io.cardswitch.iso8583;

/**
 * What tells the length of a value of variable length.
 *
 * @param digits decimal digits, or hexadecimal ones when binary or hex; 0 for a fixed length
 * @param encoding ASCII, BCD, EBCDIC, BINARY (two hexadecimal digits a byte, high byte first) or
 *     HEX; digits are the same in every code page
 * @param isInclusive whether the prefix counts itself too
 * @param countsBytes whether bytes on the wire are counted, not digits, characters or octets
 */
public record LengthPrefix(
        int digits, Encoding encoding, boolean isInclusive, boolean countsBytes) {

    /** Of an element of fixed length. */
    public static final LengthPrefix NONE = new LengthPrefix(0, Encoding.ASCII, false, false);

    /** Most digits. */
    public static final int MAX_DIGITS = 6;

    /** Digits that count units, and not themselves. */
    public static LengthPrefix of(int digits, Encoding encoding) {
        return digits == 0 ? NONE : new LengthPrefix(digits, encoding, false, false);
    }

    /** Bytes of the prefix. */
    public int bytes() {
        return isPacked() ? digits + 1 >> 1 : digits;
    }

    /** Highest count that has room. */
    public int highest() {
        final int radix = encoding == Encoding.BINARY || encoding == Encoding.HEX ? 16 : 10;
        int count = 1;
        for (int i = 0; i < digits; i++) {
            count *= radix;
        }
        return count - 1;
    }

    private boolean isPacked() {
        return encoding == Encoding.BCD || encoding == Encoding.BINARY;
    }
}
