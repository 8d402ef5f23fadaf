package io.cardswitch.iso8583.codec;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

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

    /** Four characters as four half bytes, -1 when one is no digit. */
    static int fourFromAscii(int characters) {
        final int digits = characters ^ 0x30303030;
        if ((digits & 0xF0F0F0F0) != 0) return -1;
        final int pairs = (digits | digits >> 4) & 0x00FF00FF;
        return (pairs | pairs >> 8) & 0xFFFF;
    }

    /** Number in ASCII digits. */
    static long number(DirectBuffer buffer, int at, int length) {
        long value = 0;
        for (int i = at; i < at + length; i++) {
            value = value * 10 + (buffer.getByte(i) - '0');
        }
        return value;
    }

    /** Number in BCD, both half bytes of every byte taken. */
    static long numberFromBcd(DirectBuffer buffer, int at, int bytes) {
        long value = 0;
        for (int i = at; i < at + bytes; i++) {
            final int octet = buffer.getByte(i);
            value = value * 100 + (octet >> 4 & 0xF) * 10 + (octet & 0xF);
        }
        return value;
    }

    /** Whether sixteen characters are hexadecimal, in either case. */
    static boolean areHex(UnsafeBuffer buffer, int at) {
        return (notHex(buffer.getLong(at)) | notHex(buffer.getLong(at + Long.BYTES))) == 0;
    }

    /** In each byte, bit 7 of a sum tells whether the byte reaches a bound. */
    static long notHex(long eight) {
        final long folded = eight | EACH * 0x20;
        final long digit = eight + EACH * (0x80 - '0') & ~(eight + EACH * (0x7F - '9'));
        final long letter = folded + EACH * (0x80 - 'a') & ~(folded + EACH * (0x7F - 'f'));
        return (~(digit | letter) | eight) & EACH * 0x80;
    }

    /** Index of the first character that is not hexadecimal, -1 when there is none. */
    static int firstNotHex(DirectBuffer buffer, int at, int length) {
        for (int i = 0; i < length; i++) {
            if (hexDigit(buffer.getByte(at + i)) < 0) return i;
        }
        return -1;
    }

    /** Value of a hexadecimal character in either case, -1 when it is none. */
    static int hexDigit(int octet) {
        if (octet >= '0' && octet <= '9') return octet - '0';
        final int upper = octet & ~0x20;
        return upper >= 'A' && upper <= 'F' ? upper - 'A' + 10 : -1;
    }

    /** Sixteen characters known to be hexadecimal. */
    static long longFromHex(UnsafeBuffer buffer, int at) {
        final long high = eightHexDigits(buffer.getLong(at, BIG_ENDIAN));
        return high << Integer.SIZE | eightHexDigits(buffer.getLong(at + Long.BYTES, BIG_ENDIAN));
    }

    /** Letters have bit 6 and stand 9 above their low half byte; then half bytes are joined. */
    private static long eightHexDigits(long characters) {
        final long letters = characters >>> 6 & EACH;
        final long nibbles = (characters & EACH * 0xF) + letters * 9;
        final long bytes = (nibbles | nibbles >>> 4) & 0x00FF00FF00FF00FFL;
        final long shorts = (bytes | bytes >>> 8) & 0x0000FFFF0000FFFFL;
        return (shorts | shorts >>> 16) & 0xFFFFFFFFL;
    }

    /** Eight half bytes as eight upper-case characters. */
    static long eightHexCharacters(int value) {
        final long wide = value & 0xFFFFFFFFL;
        final long shorts = (wide | wide << 16) & 0x0000FFFF0000FFFFL;
        final long bytes = (shorts | shorts << 8) & 0x00FF00FF00FF00FFL;
        final long nibbles = (bytes | bytes << 4) & EACH * 0xF;
        final long letters = nibbles + EACH * 6 >>> 4 & EACH;
        return nibbles + EACH * '0' + letters * ('A' - '0' - 10);
    }

    /** Sixteen upper-case characters. */
    static void hexFromLong(long value, MutableDirectBuffer target, int at) {
        target.putLong(at, eightHexCharacters((int) (value >>> Integer.SIZE)), BIG_ENDIAN);
        target.putLong(at + Long.BYTES, eightHexCharacters((int) value), BIG_ENDIAN);
    }

    /** Two upper-case characters a byte. */
    static void hexFromBytes(
            DirectBuffer source, int from, int bytes, MutableDirectBuffer target, int at) {
        for (int i = 0; i < bytes; i++) {
            final int octet = source.getByte(from + i);
            target.putByte(at + 2 * i, hexCharacter(octet >> 4 & 0xF));
            target.putByte(at + 2 * i + 1, hexCharacter(octet & 0xF));
        }
    }

    private static byte hexCharacter(int nibble) {
        return (byte) (nibble < 10 ? '0' + nibble : 'A' + nibble - 10);
    }

    /** So many characters 0x30 + half byte, after {@code skipped} half bytes. */
    static void asciiFromBcd(
            DirectBuffer source,
            int from,
            int skipped,
            int count,
            MutableDirectBuffer target,
            int at) {
        for (int i = 0; i < count; i++) {
            final int nibble = i + skipped;
            final int octet = source.getByte(from + (nibble >> 1));
            final int digit = (nibble & 1) == 0 ? octet >> 4 & 0xF : octet & 0xF;
            target.putByte(at + i, (byte) ('0' + digit));
        }
    }

    /** The reverse of {@link #asciiFromBcd}, into bytes that are zero. */
    static void bcdFromAscii(
            DirectBuffer source,
            int from,
            int skipped,
            int count,
            MutableDirectBuffer target,
            int at) {
        for (int i = 0; i < count; i++) {
            final int nibble = i + skipped;
            final int octet = source.getByte(from + i);
            final int digit = octet == 'D' ? 0xD : octet & 0xF;
            final int index = at + (nibble >> 1);
            final int shifted = (nibble & 1) == 0 ? digit << 4 : digit;
            target.putByte(index, (byte) (target.getByte(index) | shifted));
        }
    }

    /** Index of the first character without a half byte (0x30 to 0x3F, or D), -1 for none. */
    static int firstNotNibble(DirectBuffer source, int from, int count) {
        for (int i = 0; i < count; i++) {
            final int octet = source.getByte(from + i);
            if (octet >> 4 != 3 && octet != 'D') return i;
        }
        return -1;
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
    static void asciiFromNumber(long value, MutableDirectBuffer target, int at, int bytes) {
        long rest = value;
        for (int i = at + bytes - 1; i >= at; i--) {
            final long next = rest / 10;
            target.putByte(i, (byte) ('0' + (int) (rest - next * 10)));
            rest = next;
        }
    }

    /** So many bytes of two BCD digits, with leading zeros. */
    static void bcdFromNumber(long value, MutableDirectBuffer target, int at, int bytes) {
        long rest = value;
        for (int i = at + bytes - 1; i >= at; i--) {
            final long next = rest / 100;
            final int pair = (int) (rest - next * 100);
            target.putByte(i, (byte) (pair / 10 << 4 | pair % 10));
            rest = next;
        }
    }
}
