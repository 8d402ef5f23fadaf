package io.cardswitch.iso8583.tlv;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** How the length of a tag-length-value object is written when it is not BER. */
public enum Numerals {
    /** One digit a byte, 0x30 to 0x39. */
    ASCII(0x30, 10, 5),
    /** One digit a byte, 0xF0 to 0xF9. */
    EBCDIC(0xF0, 10, 5),
    /** Two digits a byte. */
    BCD(0, 100, 2),
    /** Octets, the high one first. */
    BINARY(0, 256, 2);

    private static final int NIBBLE = 4;
    private static final int LOW_NIBBLE = 0xF;

    private final int zero;
    private final int radix;
    private final int maxBytes;

    Numerals(int zero, int radix, int maxBytes) {
        this.zero = zero;
        this.radix = radix;
        this.maxBytes = maxBytes;
    }

    /** Most bytes a length may have; 65535 has room. */
    public int maxBytes() {
        return maxBytes;
    }

    /** Highest number that so many bytes can tell. */
    int highest(int bytes) {
        int count = 1;
        for (int i = 0; i < bytes; i++) {
            count *= radix;
        }
        return count - 1;
    }

    /** The number in so many bytes, or -1 when they are not digits. */
    int read(DirectBuffer buffer, int at, int bytes) {
        int number = 0;
        for (int i = 0; i < bytes; i++) {
            final int digit = digit(buffer.getByte(at + i) & 0xFF);
            if (digit < 0) return -1;
            number = number * radix + digit;
        }
        return number;
    }

    /** Writes a number, at most {@link #highest}, with leading zeros. */
    void write(int number, MutableDirectBuffer buffer, int at, int bytes) {
        int rest = number;
        for (int i = bytes - 1; i >= 0; i--) {
            buffer.putByte(at + i, (byte) octet(rest % radix));
            rest /= radix;
        }
    }

    private int digit(int octet) {
        if (this == BINARY) return octet;
        final int high = this == BCD ? octet >> NIBBLE : 0;
        final int low = this == BCD ? octet & LOW_NIBBLE : octet - zero;
        return high > 9 || low < 0 || low > 9 ? -1 : high * 10 + low;
    }

    private int octet(int digit) {
        return this == BCD ? digit / 10 << NIBBLE | digit % 10 : zero + digit;
    }
}
