package io.cardswitch.iso8583.codec;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Validates the bytes of a value eight at a time. A value shorter than eight bytes is read with the
 * bytes before it and those are shifted out: nothing behind the value is ever touched. At least
 * eight bytes (message type and bitmap) always precede a value.
 */
final class ContentCheck {
    static final byte ANY = 0;
    static final byte DIGITS = 1;
    static final byte ALPHANUMERIC = 2;
    static final byte PRINTABLE = 3;
    static final byte TRACK = 4;
    static final byte HEX = 5;
    static final byte AMOUNT = 6;
    static final byte BCD_LEFT = 7;
    static final byte BCD_RIGHT = 8;
    static final byte BCD_TRACK_LEFT = 9;
    static final byte BCD_TRACK_RIGHT = 10;
    static final byte BCD_AMOUNT = 11;
    static final byte LETTERS = 12;
    static final byte SPECIALS = 13;
    static final byte LETTERS_SPECIALS = 14;
    static final byte DIGITS_SPECIALS = 15;

    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH_BITS = EACH * 0x80;

    private ContentCheck() {}

    /** The check of an element, stored in the dialect's table. */
    static byte of(ElementSpec element) {
        final boolean bcd = element.encoding() == Encoding.BCD;
        final boolean left = element.padding() == Padding.LEFT;
        return switch (element.content()) {
            case N -> bcd ? left ? BCD_LEFT : BCD_RIGHT : DIGITS;
            case Z -> bcd ? left ? BCD_TRACK_LEFT : BCD_TRACK_RIGHT : TRACK;
            case X_N -> bcd ? BCD_AMOUNT : AMOUNT;
            case AN -> ALPHANUMERIC;
            case ANS -> PRINTABLE;
            case A -> LETTERS;
            case S -> SPECIALS;
            case AS -> LETTERS_SPECIALS;
            case NS -> DIGITS_SPECIALS;
            case B -> element.encoding() == Encoding.HEX ? HEX : ANY;
        };
    }

    /** Whether the value is allowed; {@code units} matters for odd numbers of BCD digits. */
    static boolean isValid(int check, UnsafeBuffer frame, int at, int bytes, int units) {
        return switch (check) {
            case ANY -> true;
            case DIGITS -> areDigits(frame, at, bytes);
            case ALPHANUMERIC -> areAlphanumeric(frame, at, bytes);
            case PRINTABLE -> arePrintable(frame, at, bytes);
            case TRACK ->
                    areTrack(frame, at, bytes) || firstInvalid(check, frame, at, bytes, units) < 0;
            case BCD_LEFT -> areBcdDigits(frame, at, bytes) && isLeftPadZero(frame, at, units);
            case BCD_RIGHT ->
                    areBcdDigits(frame, at, bytes) && isRightPadZero(frame, at, bytes, units);
            case BCD_TRACK_RIGHT ->
                    areBcdTrack(frame, at, bytes) && isRightPadZero(frame, at, bytes, units);
            case BCD_TRACK_LEFT -> areBcdTrack(frame, at, bytes) && isLeftPadZero(frame, at, units);
            case BCD_AMOUNT ->
                    isSign(frame.getByte(at))
                            && areBcdDigits(frame, at + 1, bytes - 1)
                            && isLeftPadZero(frame, at + 1, units - 1);
            case AMOUNT -> isSign(frame.getByte(at)) && areDigits(frame, at + 1, bytes - 1);
            default -> firstInvalid(check, frame, at, bytes, units) < 0;
        };
    }

    /** Offset within the value of the first byte that is not allowed; -1 when there is none. */
    static int firstInvalid(int check, UnsafeBuffer frame, int at, int bytes, int units) {
        for (int i = 0; i < bytes; i++) {
            if (!isAllowed(check, i, frame.getByte(at + i) & 0xFF)) return i;
        }
        if (check >= BCD_LEFT && check <= BCD_AMOUNT) {
            return isValid(check, frame, at, bytes, units) ? -1 : padOffset(check, bytes);
        }
        return -1;
    }

    /** What is wrong with the byte that {@link #firstInvalid} found. */
    static ErrorReason reason(int check, int index, int octet) {
        if (isAllowed(check, index, octet)) return ErrorReason.BAD_PADDING;
        final boolean sign = index == 0 && (check == AMOUNT || check == BCD_AMOUNT);
        return sign ? ErrorReason.BAD_SIGN : ErrorReason.BAD_CHARACTER;
    }

    /** Where the padding of an odd number of digits stands. */
    private static int padOffset(int check, int bytes) {
        return switch (check) {
            case BCD_RIGHT, BCD_TRACK_RIGHT -> bytes - 1;
            case BCD_AMOUNT -> 1;
            default -> 0;
        };
    }

    private static boolean isAllowed(int check, int index, int octet) {
        return switch (check) {
            case DIGITS -> isDigit(octet);
            case ALPHANUMERIC -> isDigit(octet) || isLetter(octet) || octet == ' ';
            case PRINTABLE -> octet >= ' ' && octet < 0x7F;
            case TRACK -> isTrackDigit(octet & 0xF) && octet >> 4 == 3 || octet == 'D';
            case HEX -> Digits.hexDigit(octet) >= 0;
            case LETTERS -> isLetter(octet) || octet == ' ';
            case SPECIALS -> isSpecial(octet);
            case LETTERS_SPECIALS -> isLetter(octet) || isSpecial(octet);
            case DIGITS_SPECIALS -> isDigit(octet) || isSpecial(octet);
            case AMOUNT -> index == 0 ? isSign(octet) : isDigit(octet);
            case BCD_AMOUNT -> index == 0 ? isSign(octet) : isBcd(octet);
            case BCD_LEFT, BCD_RIGHT -> isBcd(octet);
            case BCD_TRACK_LEFT, BCD_TRACK_RIGHT ->
                    isTrackDigit(octet >> 4) && isTrackDigit(octet & 0xF);
            default -> true;
        };
    }

    private static boolean isDigit(int octet) {
        return octet >= '0' && octet <= '9';
    }

    private static boolean isLetter(int octet) {
        return (octet | 0x20) >= 'a' && (octet | 0x20) <= 'z' && octet < 0x80;
    }

    private static boolean isSpecial(int octet) {
        return octet >= ' ' && octet < 0x7F && !isDigit(octet) && !isLetter(octet);
    }

    /** Credit, debit, or the zero that many send with amounts that have no sign. */
    private static boolean isSign(int octet) {
        return octet == 'C' || octet == 'D' || octet == '0';
    }

    private static boolean isBcd(int octet) {
        return octet >> 4 <= 9 && (octet & 0xF) <= 9;
    }

    /** Digits, start sentinel 0xB, separator 0xD, end sentinel 0xF (ISO/IEC 7813). */
    private static boolean isTrackDigit(int nibble) {
        return nibble <= 9 || (nibble & 1) != 0;
    }

    private static boolean isLeftPadZero(UnsafeBuffer frame, int at, int units) {
        return (units & 1) == 0 || (frame.getByte(at) & 0xF0) == 0;
    }

    private static boolean isRightPadZero(UnsafeBuffer frame, int at, int bytes, int units) {
        return (units & 1) == 0 || (frame.getByte(at + bytes - 1) & 0x0F) == 0;
    }

    private static boolean areDigits(UnsafeBuffer frame, int at, int bytes) {
        final int last = at + bytes - Long.BYTES;
        if (bytes < Long.BYTES) return notDigits(tail(frame, last, bytes, EACH * '0')) == 0;
        long bad = notDigits(frame.getLong(last, LITTLE_ENDIAN));
        for (int i = at; i < last; i += Long.BYTES) {
            bad |= notDigits(frame.getLong(i, LITTLE_ENDIAN));
        }
        return bad == 0;
    }

    private static boolean areAlphanumeric(UnsafeBuffer frame, int at, int bytes) {
        final int last = at + bytes - Long.BYTES;
        if (bytes < Long.BYTES) return notAlphanumeric(tail(frame, last, bytes, EACH * '0')) == 0;
        long bad = notAlphanumeric(frame.getLong(last, LITTLE_ENDIAN));
        for (int i = at; i < last; i += Long.BYTES) {
            bad |= notAlphanumeric(frame.getLong(i, LITTLE_ENDIAN));
        }
        return bad == 0;
    }

    private static boolean arePrintable(UnsafeBuffer frame, int at, int bytes) {
        final int last = at + bytes - Long.BYTES;
        if (bytes < Long.BYTES) return notPrintable(tail(frame, last, bytes, EACH * '0')) == 0;
        long bad = notPrintable(frame.getLong(last, LITTLE_ENDIAN));
        for (int i = at; i < last; i += Long.BYTES) {
            bad |= notPrintable(frame.getLong(i, LITTLE_ENDIAN));
        }
        return bad == 0;
    }

    /** Without the letter D that some terminals send as separator. */
    private static boolean areTrack(UnsafeBuffer frame, int at, int bytes) {
        final int last = at + bytes - Long.BYTES;
        if (bytes < Long.BYTES) return notTrack(tail(frame, last, bytes, EACH * '0')) == 0;
        long bad = notTrack(frame.getLong(last, LITTLE_ENDIAN));
        for (int i = at; i < last; i += Long.BYTES) {
            bad |= notTrack(frame.getLong(i, LITTLE_ENDIAN));
        }
        return bad == 0;
    }

    private static boolean areBcdDigits(UnsafeBuffer frame, int at, int bytes) {
        final int last = at + bytes - Long.BYTES;
        if (bytes < Long.BYTES) return notBcd(tail(frame, last, bytes, 0)) == 0;
        long bad = notBcd(frame.getLong(last, LITTLE_ENDIAN));
        for (int i = at; i < last; i += Long.BYTES) {
            bad |= notBcd(frame.getLong(i, LITTLE_ENDIAN));
        }
        return bad == 0;
    }

    private static boolean areBcdTrack(UnsafeBuffer frame, int at, int bytes) {
        final int last = at + bytes - Long.BYTES;
        if (bytes < Long.BYTES) return notBcdTrack(tail(frame, last, bytes, 0)) == 0;
        long bad = notBcdTrack(frame.getLong(last, LITTLE_ENDIAN));
        for (int i = at; i < last; i += Long.BYTES) {
            bad |= notBcdTrack(frame.getLong(i, LITTLE_ENDIAN));
        }
        return bad == 0;
    }

    /** The last {@code bytes} of the eight at {@code at}, the rest taken from {@code filler}. */
    private static long tail(UnsafeBuffer frame, int at, int bytes, long filler) {
        if (bytes == 0) return filler;
        final int shift = (Long.BYTES - bytes) * Byte.SIZE;
        return frame.getLong(at, LITTLE_ENDIAN) >>> shift | filler << Long.SIZE - shift;
    }

    /** High half byte 3, and still 3 after adding 6. */
    private static long notDigits(long eight) {
        final long mask = EACH * 0xF0;
        final long three = EACH * 0x30;
        return (eight & mask ^ three) | (eight + EACH * 0x06 & mask ^ three);
    }

    /**
     * In each byte: bit 7 of a sum tells whether the byte reaches a bound. Bytes of 0x80 and above
     * spoil their neighbour's sum but are themselves refused.
     */
    private static long notAlphanumeric(long eight) {
        final long folded = eight | EACH * 0x20;
        final long digit = eight + EACH * (0x80 - '0') & ~(eight + EACH * (0x7F - '9'));
        final long letter = folded + EACH * (0x80 - 'a') & ~(folded + EACH * (0x7F - 'z'));
        final long notBlank = (eight ^ EACH * ' ') + EACH * 0x7F;
        return (~(digit | letter | ~notBlank) | eight) & HIGH_BITS;
    }

    /** 0x20 to 0x7E. */
    private static long notPrintable(long eight) {
        return (~(eight + EACH * (0x80 - ' ')) | eight + EACH | eight) & HIGH_BITS;
    }

    /** Half bytes above 9 have bit 3 and one of bits 2 and 1. */
    private static long notBcd(long eight) {
        return eight & (eight << 1 | eight << 2) & EACH * 0x88;
    }

    /** High half byte 3, low half byte one of the track's. */
    private static long notTrack(long eight) {
        return (eight & EACH * 0xF0 ^ EACH * 0x30) | notBcdTrack(eight & EACH * 0x0F);
    }

    /** Half bytes A, C and E: above 9 and even. */
    private static long notBcdTrack(long eight) {
        return notBcd(eight) & ~(eight << 3);
    }
}
