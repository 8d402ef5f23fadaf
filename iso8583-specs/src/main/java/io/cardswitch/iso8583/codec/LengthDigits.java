package io.cardswitch.iso8583.codec;

import io.cardswitch.iso8583.Encoding;

/**
 * The number that a length prefix tells. A prefix is the number that its bytes make, the first one
 * highest.
 */
final class LengthDigits {
    private static final int SHORT_CHARACTERS = 3;
    private static final int SHORT_OCTETS = 2;
    private static final int CHARACTER_ZEROS = 0x30303030;
    private static final int EBCDIC_ZERO = 0xF0;

    private final Encoding encoding;
    private final int bytes;

    /** The digits '0' of up to three ASCII characters, 0 of all else. */
    private final int zeros;

    /** Whether there are no more digits than are read at once. */
    private final boolean isShort;

    /**
     * @throws IllegalArgumentException for an encoding that has no digits
     */
    LengthDigits(Encoding encoding, int bytes) {
        this.encoding = encoding;
        this.bytes = bytes;
        final boolean isAscii = encoding == Encoding.ASCII && bytes <= SHORT_CHARACTERS;
        isShort = isAscii || encoding == Encoding.BCD && bytes <= SHORT_OCTETS;
        zeros = isAscii && bytes > 0 ? CHARACTER_ZEROS >>> Integer.SIZE - bytes * Byte.SIZE : 0;
        switch (encoding) {
            case ASCII, BCD, EBCDIC, BINARY, HEX -> {}
            default -> throw new IllegalArgumentException(encoding + " has no digits of lengths");
        }
    }

    /** Units or bytes, or {@link Layout#NO_DIGITS}. */
    int count(long prefix) {
        if (isShort) {
            final int digits = (int) prefix;
            return zeros != 0 ? Digits.fromAscii(digits, zeros) : Digits.fromBcd(digits);
        }
        return switch (encoding) {
            case BINARY -> (int) prefix;
            case BCD -> digits(prefix, 4, 10, 0);
            case HEX -> hexadecimal(prefix);
            case EBCDIC -> digits(prefix, Byte.SIZE, 10, EBCDIC_ZERO);
            default -> digits(prefix, Byte.SIZE, 10, '0');
        };
    }

    private int digits(long prefix, int bits, int radix, int zero) {
        int count = 0;
        for (int shift = bytes * Byte.SIZE - bits; shift >= 0; shift -= bits) {
            final int digit = (int) (prefix >>> shift & (1 << bits) - 1) - zero;
            if (digit < 0 || digit >= radix) return Layout.NO_DIGITS;
            count = count * radix + digit;
        }
        return count;
    }

    private int hexadecimal(long prefix) {
        int count = 0;
        for (int shift = (bytes - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            final int digit = Digits.hexDigit((int) (prefix >>> shift) & 0xFF);
            if (digit < 0) return Layout.NO_DIGITS;
            count = count << 4 | digit;
        }
        return count;
    }

    /** Writes a number that has room. */
    void write(int count, byte[] frame, int at) {
        switch (encoding) {
            case BCD -> Digits.bcdFromNumber(count, frame, at, bytes);
            case BINARY -> {
                for (int i = 0; i < bytes; i++) {
                    frame[at + i] = (byte) (count >>> (bytes - 1 - i) * Byte.SIZE);
                }
            }
            case HEX -> {
                for (int i = 0; i < bytes; i++) {
                    frame[at + i] = Digits.hexCharacter(count >>> (bytes - 1 - i) * 4 & 0xF);
                }
            }
            case EBCDIC -> Digits.ebcdicFromNumber(count, frame, at, bytes);
            default -> Digits.asciiFromNumber(count, frame, at, bytes);
        }
    }
}
