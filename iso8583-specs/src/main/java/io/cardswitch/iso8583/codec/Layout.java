package io.cardswitch.iso8583.codec;

import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.Encoding;
import io.cardswitch.iso8583.ebcdic.CodePage;
import io.cardswitch.iso8583.octets.Octets;

/** How an element lies on the wire, compiled from its specification. */
final class Layout {
    /** Of a prefix that is not made of digits. */
    static final int NO_DIGITS = -1;

    /** Of a prefix that counts less than itself, or half an octet. */
    static final int NO_LENGTH = -2;

    /** Exact number of digits, characters or octets; at most so many when a length precedes. */
    final int units;

    /** Bytes of a value of fixed length. */
    final int fixedBytes;

    /** Bytes of the length prefix, 0 for a fixed length. */
    final int prefixBytes;

    /** Of {@link ContentCheck}. */
    final int check;

    final boolean isBcd;

    /** Of characters, so few of them that they are written as one word; ANY when it is not so. */
    final int shortCheck;

    /** Of characters in EBCDIC, else null. */
    final CodePage page;

    /** Whether half bytes of F that are no digits may stand at one side, so many as bytes allow. */
    final boolean isFilled;

    private final int halfBytes;

    /** Bits of a prefix in the eight bytes that end with it. */
    final long prefixMask;

    private final LengthDigits lengthDigits;
    private final boolean isInclusive;

    /** Whether a prefix counts what {@link #units} does, and that alone. */
    private final boolean isPlainCount;

    private final boolean countsBytes;

    Layout(ElementSpec element) {
        final boolean isFixed = element.isFixed();
        isBcd = element.encoding() == Encoding.BCD;
        halfBytes = element.encoding().halfBytes();
        isInclusive = element.length().isInclusive();
        countsBytes = !isFixed && halfBytes != 2 && element.length().countsBytes();
        isPlainCount = !isInclusive && !countsBytes;
        // Bytes of BCD may hold one digit more than the element has.
        units = countsBytes && isBcd ? element.units() + 1 & ~1 : element.units();
        fixedBytes = element.fixedBytes();
        prefixBytes = element.prefixBytes();
        check = ContentCheck.of(element);
        isFilled = element.isFilledWithF() || countsBytes && isBcd && element.padding().isF();
        shortCheck = isShort(element) ? ContentCheck.ofCharacters(element) : ContentCheck.ANY;
        page = CodePage.of(element.encoding());
        prefixMask = isFixed ? 0 : -1L >>> Long.SIZE - prefixBytes * Byte.SIZE;
        lengthDigits = new LengthDigits(element.lengthEncoding(), prefixBytes);
    }

    private boolean isShort(ElementSpec element) {
        if (!element.isFixed() || units > Long.BYTES || isFilled) return false;
        final Content content = element.content();
        return isBcd ? content == Content.N : content != Content.B && content != Content.X_N;
    }

    /** A short value as it is on the wire; the first character and the first byte are lowest. */
    long wire(long characters) {
        if (isBcd) return Digits.bcdFromWord(characters << skipped(units) * Byte.SIZE);
        return page == null ? characters : page.octets(characters);
    }

    boolean isFixed() {
        return prefixBytes == 0;
    }

    /** Bytes of a value of variable length. */
    int bytes(int count) {
        return count * halfBytes + 1 >> 1;
    }

    /** Half bytes before the first of so many BCD digits. */
    int skipped(int digits) {
        if (ContentCheck.isRightPadded(check)) return 0;
        final int halfBytesThere = isFilled && isFixed() ? 2 * fixedBytes : digits + 1 & ~1;
        return halfBytesThere - digits;
    }

    /** Whether the value is allowed, as its units were told. */
    boolean isValid(byte[] frame, int at, int bytes, int units) {
        if (!isBcd || !ContentCheck.isPaddedWithF(check)) {
            return ContentCheck.isValid(check, frame, at, bytes, units);
        }
        final int sign = ContentCheck.isSigned(check) ? 1 : 0;
        if (sign != 0 && !ContentCheck.isSign(check, frame[at] & 0xFF)) return false;
        final int from = at + sign;
        final int halfBytes = 2 * (bytes - sign);
        final int fillers = fillers(frame, from, bytes - sign, units - sign);
        if (fillers < halfBytes - units + sign) return false;
        final int first = ContentCheck.isRightPadded(check) ? 0 : fillers;
        for (int i = first; i < first + halfBytes - fillers; i++) {
            final int octet = frame[from + (i >> 1)];
            final int digit = (i & 1) == 0 ? octet >> 4 & 0xF : octet & 0xF;
            if (!ContentCheck.isDigit(check, digit)) return false;
        }
        return true;
    }

    /** Half bytes of F at the padded side that are no digits of the value. */
    int fillers(byte[] frame, int at, int bytes, int units) {
        final boolean isAny = isFilled && isFixed();
        final int most = isFilled && !isAny ? 1 : 2 * bytes - (isAny ? 0 : units);
        final boolean isRight = ContentCheck.isRightPadded(check);
        return Math.min(most, Digits.countFillers(frame, at, bytes, isRight));
    }

    /** Units that the prefix before {@code valueAt} tells, negative when it tells none. */
    int readLength(byte[] frame, int valueAt) {
        return unitsOf(prefix(frame, valueAt));
    }

    /** The prefix, read with the bytes before it. */
    long prefix(byte[] frame, int valueAt) {
        return Octets.bigLong(frame, valueAt - Long.BYTES) & prefixMask;
    }

    /** Units that a prefix tells, NO_DIGITS or NO_LENGTH. */
    int unitsOf(long prefix) {
        final int count = lengthDigits.count(prefix);
        return isPlainCount || count < 0 ? count : unitsOf(count);
    }

    private int unitsOf(int count) {
        final int rest = isInclusive ? count - prefixBytes : count;
        if (rest < 0) return NO_LENGTH;
        if (!countsBytes) return rest;
        final int wide = 2 * rest;
        return wide % halfBytes == 0 ? wide / halfBytes : NO_LENGTH;
    }

    /** Writes the prefix before a value of so many units. */
    void writeLength(int count, byte[] frame, int at) {
        final int counted = countsBytes ? bytes(count) : count;
        lengthDigits.write(isInclusive ? counted + prefixBytes : counted, frame, at);
    }
}
