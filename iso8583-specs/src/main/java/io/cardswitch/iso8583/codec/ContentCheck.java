package io.cardswitch.iso8583.codec;

import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.Encoding;
import io.cardswitch.iso8583.Padding;
import io.cardswitch.iso8583.ebcdic.CodePage;
import io.cardswitch.iso8583.octets.Octets;

/**
 * Validates the bytes of a value eight at a time. A value shorter than eight bytes is read with the
 * bytes before it and those are shifted out: nothing behind the value is ever touched. At least
 * eight bytes (message type and bitmap) always precede a value.
 *
 * <p>A check is a class of characters and flags, as an element's table entry holds it.
 */
final class ContentCheck {
    /** Octets: every byte is allowed. */
    static final int ANY = 0;

    static final int DIGITS = 1;
    static final int ALPHANUMERIC = 2;
    static final int PRINTABLE = 3;
    static final int TRACK = 4;
    private static final int HEX = 5;
    private static final int LETTERS = 6;
    private static final int SPECIALS = 7;
    private static final int LETTERS_SPECIALS = 8;
    private static final int DIGITS_SPECIALS = 9;
    static final int BCD = 10;
    static final int BCD_TRACK = 11;
    static final int EBCDIC_DIGITS = 12;

    /** Classes from here on are tables. */
    private static final int TABLES = 16;

    private static final int CLASS = 0x3F;

    /** An odd number of BCD digits has a half byte in front. */
    private static final int LEFT_PADDED = 0x40;

    /** An odd number of BCD digits has a half byte at the end. */
    private static final int RIGHT_PADDED = 0x80;

    /** A sign comes before the digits. */
    private static final int SIGNED = 0x100;

    /** Bytes of another kind (a length in BCD before text) stand before the value. */
    private static final int APART = 0x200;

    /** The half byte that pads is F, not zero. */
    private static final int PADDED_F = 0x400;

    /** The sign is EBCDIC. */
    private static final int SIGN_EBCDIC = 0x800;

    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH_BITS = EACH * 0x80;
    private static final long BCD_EXCESS = EACH * 0x88;

    private ContentCheck() {}

    /** The check of an element. */
    static int of(ElementSpec element) {
        if (element.encoding().isEbcdic()) return ofEbcdic(element);
        final boolean isBcd = element.encoding() == Encoding.BCD;
        final int padding = paddingOf(element);
        final Encoding same = isBcd ? Encoding.BCD : Encoding.ASCII;
        final boolean isJoining = element.isFixed() || element.lengthEncoding() == same;
        final int characters =
                switch (element.content()) {
                    case N -> isBcd ? BCD | padding : DIGITS;
                    case Z -> isBcd ? BCD_TRACK | padding : TRACK;
                    case X_N -> SIGNED | (isBcd ? BCD | padding : DIGITS);
                    case B -> element.encoding() == Encoding.HEX ? HEX : ANY;
                    default -> ofCharacters(element);
                };
        return isJoining && hasDigits(characters & CLASS) ? characters : characters | APART;
    }

    /** The class of an element's characters before they are packed or turned into EBCDIC. */
    static int ofCharacters(ElementSpec element) {
        return switch (element.content()) {
            case N -> DIGITS;
            case Z -> TRACK;
            case AN -> ALPHANUMERIC;
            case ANS -> PRINTABLE;
            case A -> LETTERS;
            case S -> SPECIALS;
            case AS -> LETTERS_SPECIALS;
            case NS -> DIGITS_SPECIALS;
            case X_N, B -> ANY;
        };
    }

    private static int ofEbcdic(ElementSpec element) {
        final boolean isNumber = element.content() == Content.N || element.content() == Content.X_N;
        final int allowed = isNumber ? EBCDIC_DIGITS : TABLES + CodePage.tableOf(element);
        final boolean hasDigits = isNumber || CodePage.hasDigits(element.content());
        final boolean isJoining = element.isFixed() || element.lengthEncoding() == Encoding.EBCDIC;
        final int sign = element.content() == Content.X_N ? SIGNED | SIGN_EBCDIC : 0;
        return allowed | sign | (isJoining && hasDigits ? 0 : APART);
    }

    private static int paddingOf(ElementSpec element) {
        final Padding padding = element.padding();
        final int side = padding.isLeft() ? LEFT_PADDED : RIGHT_PADDED;
        return padding.isF() ? side | PADDED_F : side;
    }

    /** Whether the digits of a length may stand among such characters. */
    private static boolean hasDigits(int allowed) {
        return allowed != LETTERS && allowed != SPECIALS && allowed != LETTERS_SPECIALS;
    }

    /** Whether a value ends the run of neighbours that are validated together. */
    static boolean isApart(int check, int run) {
        return ((check ^ run) & (CLASS | SIGNED | APART)) != 0;
    }

    /** The run that a value begins. */
    static int runOf(int check) {
        return check & CLASS;
    }

    /** Whether the length before the value is of the same characters. */
    static boolean isJoining(int check) {
        return (check & APART) == 0;
    }

    /** Of elements in EBCDIC other than numbers, else null. */
    static Content ebcdicContent(int allowed) {
        return allowed < TABLES ? null : CodePage.contentOf(allowed - TABLES);
    }

    /** Whether values are validated one by one, and in no run. */
    static boolean isSingle(int check) {
        return (check & (PADDED_F | SIGN_EBCDIC)) != 0;
    }

    /** Whether the half byte that pads is F. */
    static boolean isPaddedWithF(int check) {
        return (check & PADDED_F) != 0;
    }

    /** Other than zero when the byte is no sign. */
    static int notSigned(byte[] frame, int at) {
        return isSign(frame[at]) ? 0 : 1;
    }

    /** The half byte that pads a value of so many units, as a mask of its byte; 0 for none. */
    static int paddingMask(int check, int units) {
        final int digits = isSigned(check) ? units - 1 : units;
        if ((digits & 1) == 0 || (check & (LEFT_PADDED | RIGHT_PADDED)) == 0) return 0;
        return isRightPadded(check) ? 0x0F : 0xF0;
    }

    /** Other than zero when the padding of an odd number of digits, without sign, is not zero. */
    static int padding(int check, byte[] frame, int at, int end) {
        if ((check & (LEFT_PADDED | RIGHT_PADDED)) == 0) return 0;
        return isRightPadded(check) ? frame[end - 1] & 0x0F : frame[at] & 0xF0;
    }

    static boolean isRightPadded(int check) {
        return (check & RIGHT_PADDED) != 0;
    }

    static boolean isSigned(int check) {
        return (check & SIGNED) != 0;
    }

    /** Whether a byte, sign and padding apart, is allowed. */
    static boolean isDigit(int check, int octet) {
        return (notAllowed(check & CLASS, octet) & 0xFF) == 0;
    }

    /**
     * Whether the value, not padded with F, is allowed; {@code units} matters for odd numbers of
     * BCD digits.
     */
    static boolean isValid(int check, byte[] frame, int at, int bytes, int units) {
        if (isSigned(check)) {
            final int digits = check & ~(SIGNED | SIGN_EBCDIC);
            final boolean isSign = isSign(check, frame[at] & 0xFF);
            return isSign && isValid(digits, frame, at + 1, bytes - 1, units - 1);
        }
        final int end = at + bytes;
        final int bad = (units & 1) == 0 ? 0 : padding(check, frame, at, end);
        return (bad | notAllowed(check & CLASS, frame, at, end)) == 0;
    }

    /** Whether the lowest bytes of a word are allowed. */
    static boolean areAllowed(int allowed, long word, int count) {
        return notAllowed(allowed, word) << Long.SIZE - count * Byte.SIZE == 0;
    }

    /** Other than zero when a byte from {@code at} to before {@code end} is not allowed. */
    static long notAllowed(int allowed, byte[] frame, int at, int end) {
        if (allowed == ANY || at == end) return 0;
        if (allowed >= TABLES) return CodePage.notAllowed(allowed - TABLES, frame, at, end);
        final int lastAt = end - Long.BYTES;
        if (lastAt < at) {
            final int shift = at - lastAt << 3;
            return notAllowed(allowed, Octets.littleLong(frame, lastAt) >>> shift) << shift;
        }
        return switch (allowed) {
            case BCD -> notBcd(frame, at, lastAt);
            case DIGITS -> notDigits(frame, at, lastAt);
            case ALPHANUMERIC -> notAlphanumeric(frame, at, lastAt);
            case PRINTABLE -> notPrintable(frame, at, lastAt);
            case BCD_TRACK -> notBcdTrack(frame, at, lastAt);
            case TRACK -> notTrack(frame, at, lastAt);
            default -> notOther(allowed, frame, at, lastAt);
        };
    }

    private static long notBcd(byte[] frame, int at, int lastAt) {
        long bad = bcdExcess(Octets.littleLong(frame, lastAt));
        for (int i = at; i < lastAt; i += Long.BYTES) {
            bad |= bcdExcess(Octets.littleLong(frame, i));
        }
        return bad & BCD_EXCESS;
    }

    private static long notDigits(byte[] frame, int at, int lastAt) {
        long bad = digitExcess(Octets.littleLong(frame, lastAt));
        for (int i = at; i < lastAt; i += Long.BYTES) {
            bad |= digitExcess(Octets.littleLong(frame, i));
        }
        return bad & EACH * 0xF0;
    }

    private static long notAlphanumeric(byte[] frame, int at, int lastAt) {
        long bad = notAlphanumeric(Octets.littleLong(frame, lastAt));
        for (int i = at; i < lastAt; i += Long.BYTES) {
            bad |= notAlphanumeric(Octets.littleLong(frame, i));
        }
        return bad;
    }

    private static long notPrintable(byte[] frame, int at, int lastAt) {
        long bad = printableExcess(Octets.littleLong(frame, lastAt));
        for (int i = at; i < lastAt; i += Long.BYTES) {
            bad |= printableExcess(Octets.littleLong(frame, i));
        }
        return bad & HIGH_BITS;
    }

    private static long notTrack(byte[] frame, int at, int lastAt) {
        long bad = notPlainTrack(Octets.littleLong(frame, lastAt));
        for (int i = at; i < lastAt; i += Long.BYTES) {
            bad |= notPlainTrack(Octets.littleLong(frame, i));
        }
        return bad == 0 ? 0 : notOther(TRACK, frame, at, lastAt);
    }

    private static long notBcdTrack(byte[] frame, int at, int lastAt) {
        long bad = notBcdTrack(Octets.littleLong(frame, lastAt));
        for (int i = at; i < lastAt; i += Long.BYTES) {
            bad |= notBcdTrack(Octets.littleLong(frame, i));
        }
        return bad;
    }

    private static long notOther(int allowed, byte[] frame, int at, int lastAt) {
        long bad = notAllowed(allowed, Octets.littleLong(frame, lastAt));
        for (int i = at; i < lastAt; i += Long.BYTES) {
            bad |= notAllowed(allowed, Octets.littleLong(frame, i));
        }
        return bad;
    }

    /**
     * Offset within a value that is not valid of the first byte to blame; the padding when every
     * byte is allowed.
     */
    static int firstInvalid(int check, byte[] frame, int at, int bytes) {
        for (int i = 0; i < bytes; i++) {
            if (!isAllowed(check, i, frame[at + i] & 0xFF)) return i;
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
        if (index == 0 && isSigned(check)) return isSign(check, octet);
        return isDigit(check, isPaddedWithF(check) ? withoutF(octet) : octet);
    }

    /** The half bytes of F, which are padding or nothing, as zeros. */
    private static int withoutF(int octet) {
        final int high = octet >> 4 == 0xF ? 0 : octet & 0xF0;
        return (octet & 0xF) == 0xF ? high : high | octet & 0xF;
    }

    /** Whether the first byte of a signed value is a sign. */
    static boolean isSign(int check, int octet) {
        if ((check & SIGN_EBCDIC) == 0) return isSign(octet);
        return octet == 0xC3 || octet == 0xC4 || octet == 0xF0;
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
            case DIGITS -> digitExcess(word) & EACH * 0xF0;
            case ALPHANUMERIC -> notAlphanumeric(word);
            case BCD_TRACK -> notBcdTrack(word);
            case TRACK -> notTrack(word);
            case HEX -> Digits.notHex(word);
            case LETTERS -> (~(letters(word) | equal(word, ' ')) | word) & HIGH_BITS;
            case SPECIALS -> (~printable(word) | digits(word) | letters(word)) & HIGH_BITS;
            case LETTERS_SPECIALS -> (~printable(word) | digits(word)) & HIGH_BITS;
            case DIGITS_SPECIALS -> (~printable(word) | letters(word)) & HIGH_BITS;
            case EBCDIC_DIGITS -> notEbcdicDigits(word);
            case ANY -> 0;
            default -> CodePage.notAllowed(allowed - TABLES, word);
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

    private static long notAlphanumeric(long word) {
        return (~(digits(word) | letters(word) | equal(word, ' ')) | word) & HIGH_BITS;
    }

    /** 0x20 to 0x7E. */
    private static long printable(long word) {
        return ~printableExcess(word);
    }

    /** Bit 7 of each byte that is not 0x20 to 0x7E; 0xFF passes the first sum, not the second. */
    private static long printableExcess(long word) {
        return word + EACH | ~(word + EACH * (0x80 - ' '));
    }

    /** High half byte 3, and still 3 after adding 6; low half bytes mean nothing. */
    private static long digitExcess(long word) {
        final long digits = word ^ EACH * 0x30;
        return digits | digits + EACH * 0x06;
    }

    private static long notBcd(long word) {
        return bcdExcess(word) & BCD_EXCESS;
    }

    /** Half bytes above 9 have bit 3 and one of bits 2 and 1; other bits mean nothing. */
    private static long bcdExcess(long word) {
        return word & (word << 1 | word << 2);
    }

    /** 0xF0 to 0xF9. */
    private static long notEbcdicDigits(long word) {
        return ~word & EACH * 0xF0 | bcdExcess(word) & EACH * 0x08;
    }

    /** Digits, start sentinel B, separator D, end sentinel F (ISO/IEC 7813); not A, C, E. */
    private static long notBcdTrack(long word) {
        return notBcd(word) & ~(word << 3);
    }

    /** The same as characters 0x30 + half byte. */
    private static long notPlainTrack(long word) {
        return (word ^ EACH * 0x30) & EACH * 0xF0 | notBcdTrack(word);
    }

    /** The same, and the letter D that some terminals send as separator. */
    private static long notTrack(long word) {
        final long letters = (equal(word, 'D') & ~word & HIGH_BITS) >>> 7;
        return notPlainTrack(word ^ letters * ('D' ^ '='));
    }
}
