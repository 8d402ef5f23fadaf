package io.cardswitch.iso8583.codec;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Validates the bytes of a value eight at a time. A value shorter than eight bytes is read with the
 * bytes before it and those are shifted out: nothing behind the value is ever touched. At least
 * eight bytes (message type and bitmap) always precede a value.
 *
 * <p>A check is a class of characters and flags, as an element's table entry holds it.
 */
final class ContentCheck {
    private static final int ANY = 0;
    private static final int DIGITS = 1;
    private static final int ALPHANUMERIC = 2;
    private static final int PRINTABLE = 3;
    private static final int TRACK = 4;
    private static final int HEX = 5;
    private static final int LETTERS = 6;
    private static final int SPECIALS = 7;
    private static final int LETTERS_SPECIALS = 8;
    private static final int DIGITS_SPECIALS = 9;
    private static final int BCD = 10;
    private static final int BCD_TRACK = 11;
    private static final int CLASS = 0x0F;

    /** An odd number of BCD digits has a zero half byte in front. */
    private static final int LEFT_PADDED = 0x10;

    /** An odd number of BCD digits has a zero half byte at the end. */
    private static final int RIGHT_PADDED = 0x20;

    /** A sign comes before the digits. */
    private static final int SIGNED = 0x40;

    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH_BITS = EACH * 0x80;

    private ContentCheck() {}

    /** The check of an element. */
    static int of(ElementSpec element) {
        final boolean isBcd = element.encoding() == Encoding.BCD;
        final int padding = element.padding() == Padding.LEFT ? LEFT_PADDED : RIGHT_PADDED;
        return switch (element.content()) {
            case N -> isBcd ? BCD | padding : DIGITS;
            case Z -> isBcd ? BCD_TRACK | padding : TRACK;
            case X_N -> SIGNED | (isBcd ? BCD | padding : DIGITS);
            case AN -> ALPHANUMERIC;
            case ANS -> PRINTABLE;
            case A -> LETTERS;
            case S -> SPECIALS;
            case AS -> LETTERS_SPECIALS;
            case NS -> DIGITS_SPECIALS;
            case B -> element.encoding() == Encoding.HEX ? HEX : ANY;
        };
    }

    static boolean isRightPadded(int check) {
        return (check & RIGHT_PADDED) != 0;
    }

    static boolean isSigned(int check) {
        return (check & SIGNED) != 0;
    }

    /** Whether the value is allowed; {@code units} matters for odd numbers of BCD digits. */
    static boolean isValid(int check, UnsafeBuffer frame, int at, int bytes, int units) {
        if (check == ANY || bytes == 0) return true;
        if (bytes > Long.BYTES || isSigned(check)) {
            return isLongValid(check, frame, at, bytes, units);
        }
        final int shift = Long.SIZE - bytes * Byte.SIZE;
        final long value = frame.getLong(at + bytes - Long.BYTES, LITTLE_ENDIAN);
        long bad = notAllowed(check & CLASS, value >>> shift) << shift;
        if ((units & 1) != 0) bad |= padding(check, value >>> shift, value);
        return bad == 0;
    }

    /** Words from the front and one that ends with the value; or a sign and then digits. */
    private static boolean isLongValid(
            int check, UnsafeBuffer frame, int at, int bytes, int units) {
        if (isSigned(check)) {
            return isSign(frame.getByte(at))
                    && isValid(check & ~SIGNED, frame, at + 1, bytes - 1, units - 1);
        }
        final int allowed = check & CLASS;
        final int lastAt = at + bytes - Long.BYTES;
        final long first = frame.getLong(at, LITTLE_ENDIAN);
        final long last = frame.getLong(lastAt, LITTLE_ENDIAN);
        long bad = notAllowed(allowed, first) | notAllowed(allowed, last);
        for (int i = at + Long.BYTES; i < lastAt; i += Long.BYTES) {
            bad |= notAllowed(allowed, frame.getLong(i, LITTLE_ENDIAN));
        }
        if ((units & 1) != 0) bad |= padding(check, first, last);
        return bad == 0;
    }

    /** The half byte that pads, of words that begin and end with the value. */
    private static long padding(int check, long first, long last) {
        if ((check & LEFT_PADDED) != 0) return first & 0xF0;
        return isRightPadded(check) ? last >>> Long.SIZE - Byte.SIZE & 0x0F : 0;
    }

    /**
     * Offset within a value that is not valid of the first byte to blame; the padding when every
     * byte is allowed.
     */
    static int firstInvalid(int check, UnsafeBuffer frame, int at, int bytes) {
        for (int i = 0; i < bytes; i++) {
            if (!isAllowed(check, i, frame.getByte(at + i) & 0xFF)) return i;
        }
        if (isRightPadded(check)) return bytes - 1;
        return isSigned(check) ? 1 : 0;
    }

    /** What is wrong with the byte that {@link #firstInvalid} found. */
    static ErrorReason reason(int check, int index, int octet) {
        if (isAllowed(check, index, octet)) return ErrorReason.BAD_PADDING;
        return index == 0 && isSigned(check) ? ErrorReason.BAD_SIGN : ErrorReason.BAD_CHARACTER;
    }

    private static boolean isAllowed(int check, int index, int octet) {
        if (index == 0 && isSigned(check)) return isSign(octet);
        return (notAllowed(check & CLASS, octet) & 0xFF) == 0;
    }

    /** Credit, debit, or the zero that many send with amounts that have no sign. */
    private static boolean isSign(int octet) {
        return octet == 'C' || octet == 'D' || octet == '0';
    }

    /**
     * Bits other than zero in the bytes that are not allowed. Of sums over bytes, bit 7 tells
     * whether a byte reaches a bound; a byte of 0x80 and above may spoil the sums of those above
     * it, but is itself refused.
     */
    private static long notAllowed(int allowed, long word) {
        return switch (allowed) {
            case BCD -> notBcd(word);
            case PRINTABLE -> ~printable(word) & HIGH_BITS;
            case DIGITS -> notDigits(word);
            case ALPHANUMERIC ->
                    (~(digits(word) | letters(word) | equal(word, ' ')) | word) & HIGH_BITS;
            case BCD_TRACK -> notBcdTrack(word);
            case TRACK -> notTrack(word);
            case HEX -> Digits.notHex(word);
            case LETTERS -> (~(letters(word) | equal(word, ' ')) | word) & HIGH_BITS;
            case SPECIALS -> (~printable(word) | digits(word) | letters(word)) & HIGH_BITS;
            case LETTERS_SPECIALS -> (~printable(word) | digits(word)) & HIGH_BITS;
            case DIGITS_SPECIALS -> (~printable(word) | letters(word)) & HIGH_BITS;
            default -> 0;
        };
    }

    private static long digits(long word) {
        return word + EACH * (0x80 - '0') & ~(word + EACH * (0x7F - '9'));
    }

    private static long letters(long word) {
        final long folded = word | EACH * 0x20;
        return folded + EACH * (0x80 - 'a') & ~(folded + EACH * (0x7F - 'z'));
    }

    private static long equal(long word, char character) {
        return ~((word ^ EACH * character) + EACH * 0x7F);
    }

    /** 0x20 to 0x7E. */
    private static long printable(long word) {
        return word + EACH * (0x80 - ' ') & ~(word + EACH) & ~word;
    }

    /** High half byte 3, and still 3 after adding 6. */
    private static long notDigits(long word) {
        final long three = EACH * 0x30;
        return ((word ^ three) | (word + EACH * 0x06 ^ three)) & EACH * 0xF0;
    }

    /** Half bytes above 9 have bit 3 and one of bits 2 and 1. */
    private static long notBcd(long word) {
        return word & (word << 1 | word << 2) & EACH * 0x88;
    }

    /** Digits, start sentinel B, separator D, end sentinel F (ISO/IEC 7813); not A, C, E. */
    private static long notBcdTrack(long word) {
        return notBcd(word) & ~(word << 3);
    }

    /** The same as characters, and the letter D that some terminals send as separator. */
    private static long notTrack(long word) {
        final long sentinels = equal(word, ';') | equal(word, '=') | equal(word, '?');
        return (~(digits(word) | sentinels | equal(word, 'D')) | word) & HIGH_BITS;
    }
}
