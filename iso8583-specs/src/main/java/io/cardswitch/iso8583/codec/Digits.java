package io.cardswitch.iso8583.codec;

import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.Encoding;
import io.cardswitch.iso8583.octets.Octets;

import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;
import java.util.Arrays;

/** Digits and hexadecimal characters to and from numbers, without a String. */
final class Digits {
    private static final long EACH = 0x0101010101010101L;

    private Digits() {}

    /** Whether one of up to eight half bytes is above 9. */
    static boolean isNotBcd(int bcd) {
        return (bcd & (bcd << 1 | bcd << 2) & 0x88888888) != 0;
    }

    /** Value of up to four BCD digits, -1 when one is above 9. */
    static int fromBcd(int bcd) {
        if (isNotBcd(bcd)) return -1;
        return (bcd >> 12) * 1000 + (bcd >> 8 & 0xF) * 100 + (bcd >> 4 & 0xF) * 10 + (bcd & 0xF);
    }

    /** Value of up to three characters, -1 when one is no digit; zeros are as many {@code '0'}. */
    static int fromAscii(int characters, int zeros) {
        final int digits = characters ^ zeros;
        if (((digits | digits + 0x06060606) & 0xF0F0F0F0) != 0) return -1;
        return (digits >> 16) * 100 + (digits >> 8 & 0xF) * 10 + (digits & 0xF);
    }

    /** Message type of two bytes as four half bytes, -1 when one is no digit. */
    static int mtiFromBcd(byte[] bytes, int at) {
        final int digits = (bytes[at] & 0xFF) << Byte.SIZE | bytes[at + 1] & 0xFF;
        return isNotBcd(digits) ? -1 : digits;
    }

    /** Message type of four characters, zeros are as many {@code '0'} of their code. */
    static int mti(byte[] bytes, int at, int zeros) {
        final int digits = Octets.bigInt(bytes, at) ^ zeros;
        if (((digits | digits + 0x06060606) & 0xF0F0F0F0) != 0) return -1;
        final int pairs = (digits | digits >> 4) & 0x00FF00FF;
        return (pairs | pairs >> 8) & 0xFFFF;
    }

    /** Number in ASCII digits. */
    static long fromAscii(byte[] bytes, int at, int count) {
        long value = 0;
        int i = at;
        for (; i <= at + count - Long.BYTES; i += Long.BYTES) {
            value = value * 100_000_000 + eightDigits(Octets.littleLong(bytes, i));
        }
        for (; i < at + count; i++) {
            value = value * 10 + (bytes[i] & 0xF);
        }
        return value;
    }

    /** Tens join ones, hundreds join tens, and so on; the first character is the lowest byte. */
    private static long eightDigits(long characters) {
        final long digits = characters & EACH * 0xF;
        final long pairs = digits * 10 + (digits >>> 8) & 0x00FF00FF00FF00FFL;
        final long fours = pairs * 100 + (pairs >>> 16) & 0x0000FFFF0000FFFFL;
        return fours * 10_000 + (fours >>> 32) & 0xFFFFFFFFL;
    }

    /** Number in BCD, both half bytes of every byte taken. */
    static long fromBcd(byte[] bytes, int at, int count) {
        long value = 0;
        for (int i = at; i < at + count; i++) {
            final int octet = bytes[i];
            value = value * 100 + (octet >> 4 & 0xF) * 10 + (octet & 0xF);
        }
        return value;
    }

    /** Whether sixteen characters are hexadecimal, in either case. */
    static boolean areHex(byte[] bytes, int at) {
        final long first = Octets.littleLong(bytes, at);
        return (notHex(first) | notHex(Octets.littleLong(bytes, at + Long.BYTES))) == 0;
    }

    /** In each byte, bit 7 of a sum tells whether the byte reaches a bound. */
    static long notHex(long word) {
        final long folded = word | EACH * 0x20;
        final long digit = word + EACH * (0x80 - '0') & ~(word + EACH * (0x7F - '9'));
        final long letter = folded + EACH * (0x80 - 'a') & ~(folded + EACH * (0x7F - 'f'));
        return (~(digit | letter) | word) & EACH * 0x80;
    }

    /** Index of the first character that is not hexadecimal, -1 when there is none. */
    static int firstNotHex(byte[] bytes, int at, int count) {
        for (int i = 0; i < count; i++) {
            if ((notHex(bytes[at + i]) & 0xFF) != 0) return i;
        }
        return -1;
    }

    /** Sixteen characters known to be hexadecimal. */
    static long longFromHex(byte[] bytes, int at) {
        final long high = eightHexDigits(Octets.bigLong(bytes, at));
        return high << Integer.SIZE | eightHexDigits(Octets.bigLong(bytes, at + Long.BYTES));
    }

    /** Letters have bit 6 and stand 9 above their low half byte; then half bytes are joined. */
    private static long eightHexDigits(long characters) {
        final long letters = characters >>> 6 & EACH;
        final long nibbles = (characters & EACH * 0xF) + letters * 9;
        final long bytes = (nibbles | nibbles >>> 4) & 0x00FF00FF00FF00FFL;
        final long shorts = (bytes | bytes >>> 8) & 0x0000FFFF0000FFFFL;
        return (shorts | shorts >>> 16) & 0xFFFFFFFFL;
    }

    /** Eight half bytes, one a byte. */
    private static long eightHalfBytes(int value) {
        final long wide = value & 0xFFFFFFFFL;
        final long shorts = (wide | wide << 16) & 0x0000FFFF0000FFFFL;
        final long bytes = (shorts | shorts << 8) & 0x00FF00FF00FF00FFL;
        return (bytes | bytes << 4) & EACH * 0xF;
    }

    /** Eight half bytes as eight upper-case characters. */
    static long eightHexCharacters(int value) {
        final long nibbles = eightHalfBytes(value);
        final long letters = nibbles + EACH * 6 >>> 4 & EACH;
        return nibbles + EACH * '0' + letters * ('A' - '0' - 10);
    }

    /** Sixteen upper-case characters. */
    static void hexFromLong(long value, byte[] target, int at) {
        Octets.putBigLong(target, at, eightHexCharacters((int) (value >>> Integer.SIZE)));
        Octets.putBigLong(target, at + Long.BYTES, eightHexCharacters((int) value));
    }

    /** Value of a hexadecimal character in either case, -1 when it is none. */
    static int hexDigit(int character) {
        final int letter = (character | 0x20) - 'a';
        if (letter >= 0 && letter < 6) return letter + 10;
        return character >= '0' && character <= '9' ? character - '0' : -1;
    }

    /** Upper-case hexadecimal character of a half byte. */
    static byte hexCharacter(int nibble) {
        return (byte) (nibble < 10 ? '0' + nibble : 'A' + nibble - 10);
    }

    /** So many characters 0x30 + half byte, after {@code skipped} half bytes. */
    static void asciiFromBcd(
            byte[] source, int from, int skipped, int count, MutableDirectBuffer target, int at) {
        int i = 0;
        if (skipped == 0) {
            for (; i <= count - Long.BYTES; i += Long.BYTES) {
                final long digits = eightHalfBytes(Octets.bigInt(source, from + (i >> 1)));
                target.putLong(at + i, digits + EACH * '0', ByteOrder.BIG_ENDIAN);
            }
        }
        for (; i < count; i++) {
            final int nibble = i + skipped;
            final int octet = source[from + (nibble >> 1)];
            final int digit = (nibble & 1) == 0 ? octet >> 4 & 0xF : octet & 0xF;
            target.putByte(at + i, (byte) ('0' + digit));
        }
    }

    /**
     * The reverse of {@link #asciiFromBcd}, into bytes that are zero. Leaves the index of the first
     * character without a half byte (0x30 to 0x3F, or D), -1 when there is none.
     */
    static int bcdFromAscii(
            byte[] source, int from, int skipped, int count, byte[] target, int at) {
        for (int i = 0; i < count; i++) {
            final int octet = source[from + i];
            if (octet >> 4 != 3 && octet != 'D') return i;
            final int digit = octet == 'D' ? 0xD : octet & 0xF;
            final int nibble = i + skipped;
            target[at + (nibble >> 1)] |= (byte) ((nibble & 1) == 0 ? digit << 4 : digit);
        }
        return -1;
    }

    /** Up to eight digits as BCD, the first one and its byte lowest. */
    static long bcdFromWord(long digits) {
        final long halves = digits & EACH * 0x0F;
        final long apart = (halves << 4 | halves >>> 8) & 0x00FF00FF00FF00FFL;
        final long pairs = (apart | apart >>> 8) & 0x0000FFFF0000FFFFL;
        return (pairs | pairs >>> 16) & 0xFFFFFFFFL;
    }

    /**
     * Characters of an element in BCD, filled to its length. Leaves the index of the first
     * character without a half byte, -1 when there is none.
     */
    static int bcdFromText(
            ElementSpec element, byte[] ascii, int offset, int length, byte[] target, int at) {
        final int sign = element.content() == Content.X_N ? 1 : 0;
        final int digits = length - sign;
        final int units = element.isFixed() ? element.units() - sign : digits;
        final int bytes = Encoding.BCD.bytes(units);
        final int digitsAt = at + sign;
        if (sign != 0) target[at] = ascii[offset];
        Arrays.fill(target, digitsAt, digitsAt + bytes, (byte) 0);
        final boolean isLeft = element.padding().isLeft();
        final boolean isF = element.padding().isF();
        // Zeros that make a short value long stand before it whatever pads an odd number.
        final int zeros = isF ? 0 : units - digits;
        final int padding = 2 * bytes - zeros - digits;
        final int skipped = zeros + (isLeft ? padding : 0);
        final int from = offset + sign;
        final int bad = bcdFromAscii(ascii, from, skipped, digits, target, digitsAt);
        if (bad >= 0) return from + bad;
        if (isF) fillWithF(target, digitsAt, isLeft ? 0 : digits, padding);
        return -1;
    }

    /** Half bytes of F into bytes where they are zero. */
    static void fillWithF(byte[] target, int at, int from, int count) {
        for (int i = from; i < from + count; i++) {
            target[at + (i >> 1)] |= (byte) ((i & 1) == 0 ? 0xF0 : 0x0F);
        }
    }

    /** Decimal digits of a number that is not negative; 1 for zero. */
    static int count(long value) {
        int digits = 1;
        for (long limit = 10; digits < 19 && value >= limit; limit *= 10) {
            digits++;
        }
        return digits;
    }

    /** So many ASCII digits, with leading zeros. */
    static void asciiFromNumber(long value, byte[] target, int at, int count) {
        long rest = value;
        for (int i = at + count - 1; i >= at; i--) {
            final long next = rest / 10;
            target[i] = (byte) ('0' + (int) (rest - next * 10));
            rest = next;
        }
    }

    /** So many digits of EBCDIC, with leading zeros. */
    static void ebcdicFromNumber(long value, byte[] target, int at, int count) {
        asciiFromNumber(value, target, at, count);
        for (int i = at; i < at + count; i++) {
            target[i] |= (byte) 0xC0;
        }
    }

    /** So many bytes of two BCD digits, with leading zeros. */
    static void bcdFromNumber(long value, byte[] target, int at, int count) {
        long rest = value;
        for (int i = at + count - 1; i >= at; i--) {
            final long next = rest / 100;
            final int pair = (int) (rest - next * 100);
            target[i] = (byte) (pair / 10 << 4 | pair % 10);
            rest = next;
        }
    }

    /** Number of at most 18 digits. */
    static long number(Layout layout, byte[] frame, int at, int bytes, int units) {
        // The low half bytes of characters are the digits in every code.
        if (!layout.isBcd) return fromAscii(frame, at, bytes);
        if (ContentCheck.isPaddedWithF(layout.check)) {
            long value = 0;
            for (int i = 0; i < units; i++) {
                value = value * 10 + digit(layout, frame, at, units, i);
            }
            return value;
        }
        final long digits = fromBcd(frame, at, bytes);
        final boolean isShifted = (units & 1) != 0 && ContentCheck.isRightPadded(layout.check);
        return isShifted ? digits / 10 : digits;
    }

    /** One digit or track character. */
    static int digit(Layout layout, byte[] frame, int at, int units, int i) {
        if (!layout.isBcd) {
            final int character =
                    layout.page == null ? frame[at + i] : layout.page.ascii(frame[at + i]);
            return character == 'D' ? 0xD : character - '0';
        }
        final int nibble = i + layout.skipped(units);
        final int octet = frame[at + (nibble >> 1)] & 0xFF;
        return (nibble & 1) == 0 ? octet >> 4 : octet & 0xF;
    }

    /** Half bytes of F at one side of a value. */
    static int countFillers(byte[] frame, int at, int bytes, boolean isRight) {
        final int halfBytes = 2 * bytes;
        int count = 0;
        while (count < halfBytes) {
            final int nibble = isRight ? halfBytes - 1 - count : count;
            final int octet = frame[at + (nibble >> 1)];
            if (((nibble & 1) == 0 ? octet >> 4 & 0xF : octet & 0xF) != 0xF) return count;
            count++;
        }
        return count;
    }

    /** Upper-case hexadecimal. */
    static int copyHex(byte[] frame, int from, int bytes, MutableDirectBuffer target, int at) {
        for (int i = 0; i < bytes; i++) {
            final int octet = frame[from + i];
            target.putByte(at + 2 * i, hexCharacter(octet >> 4 & 0xF));
            target.putByte(at + 2 * i + 1, hexCharacter(octet & 0xF));
        }
        return 2 * bytes;
    }

    /** Digits or track characters of BCD, a sign before them when the check has one. */
    static int copyBcd(
            Layout layout, byte[] frame, int from, int units, MutableDirectBuffer target, int at) {
        final int sign = ContentCheck.isSigned(layout.check) ? 1 : 0;
        if (sign != 0) {
            target.putByte(at, frame[from]);
        }
        final int digits = units - sign;
        asciiFromBcd(frame, from + sign, layout.skipped(digits), digits, target, at + sign);
        return units;
    }

    /** Bytes as they are; few, so without a call of the general copy. */
    static int copyCharacters(
            byte[] frame, int from, int bytes, MutableDirectBuffer target, int at) {
        if (bytes > Long.BYTES) {
            target.putBytes(at, frame, from, bytes);
            return bytes;
        }
        for (int i = 0; i < bytes; i++) {
            target.putByte(at + i, frame[from + i]);
        }
        return bytes;
    }
}
