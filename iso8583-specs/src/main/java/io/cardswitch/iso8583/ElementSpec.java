package io.cardswitch.iso8583;

/**
 * One data element of a dialect, as its file states it.
 *
 * @param number 2 to 192
 * @param name in the standard's words
 * @param content allowed characters
 * @param units exact number of digits, characters or octets, or the highest when a length precedes
 * @param length the prefix, {@link LengthPrefix#NONE} for a fixed length
 * @param encoding of the value
 * @param padding of an odd number of BCD digits, and of short values of fixed length
 */
public record ElementSpec(
        int number,
        String name,
        Content content,
        int units,
        LengthPrefix length,
        Encoding encoding,
        Padding padding) {

    /** Whether no length precedes the value. */
    public boolean isFixed() {
        return length.digits() == 0;
    }

    /** Whether a short value of fixed length is filled: zeros before digits, blanks after text. */
    public boolean isPadded() {
        return isFixed()
                && padding != Padding.NONE
                && content != Content.B
                && content != Content.X_N
                && (content != Content.Z || isFilledWithF());
    }

    /**
     * Whether F fills a short value of fixed length, so that it is read as short as it is. A signed
     * amount is never short: one F may stand beside an odd number of digits, and that is all.
     */
    public boolean isFilledWithF() {
        return isFixed() && encoding == Encoding.BCD && padding.isF() && content != Content.X_N;
    }

    /** As the standard writes it: {@code n 6}, {@code ans ..40}, {@code x+n 8}, {@code b 64}. */
    public String notation() {
        final int figure =
                switch (content) {
                    case B -> isFixed() ? units * Byte.SIZE : units;
                    case X_N -> units - 1;
                    default -> units;
                };
        return content.notation() + " " + ".".repeat(length.digits()) + figure;
    }

    /** Whether a value may be an odd number of BCD digits. */
    public boolean mayBeOdd() {
        final int digits = content == Content.X_N ? units - 1 : units;
        return encoding == Encoding.BCD && (!isFixed() || digits % 2 != 0);
    }

    /** Bytes of the value when the length is fixed. */
    public int fixedBytes() {
        return bytes(units);
    }

    /** Bytes that so many units of this element take. */
    public int bytes(int count) {
        return content == Content.X_N ? 1 + encoding.bytes(count - 1) : encoding.bytes(count);
    }

    /** Encoding of the length prefix; of no meaning for a fixed length. */
    public Encoding lengthEncoding() {
        return length.encoding();
    }

    /** Bytes of the length prefix. */
    public int prefixBytes() {
        return length.bytes();
    }
}
