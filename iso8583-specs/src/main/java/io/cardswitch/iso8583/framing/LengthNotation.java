package io.cardswitch.iso8583.framing;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** How a frame or a header writes a length. */
enum LengthNotation {
    /** Big-endian, unsigned. */
    BINARY(256) {
        @Override
        int read(DirectBuffer buffer, int offset, int bytes) {
            long value = 0;
            for (int i = 0; i < bytes; i++) {
                value = value << Byte.SIZE | buffer.getByte(offset + i) & 0xFF;
            }
            return (int) Math.min(value, CEILING);
        }

        @Override
        void write(MutableDirectBuffer buffer, int offset, int bytes, int value) {
            for (int i = 0; i < bytes; i++) {
                buffer.putByte(offset + i, (byte) (value >>> (bytes - 1 - i) * Byte.SIZE));
            }
        }
    },

    /** Two decimal digits a byte. */
    BCD(100) {
        @Override
        int read(DirectBuffer buffer, int offset, int bytes) {
            int value = 0;
            for (int i = 0; i < bytes; i++) {
                final int high = buffer.getByte(offset + i) >> 4 & 0xF;
                final int low = buffer.getByte(offset + i) & 0xF;
                if (high > 9 || low > 9) {
                    return UNREADABLE;
                }
                value = value * 100 + high * 10 + low;
            }
            return value;
        }

        @Override
        void write(MutableDirectBuffer buffer, int offset, int bytes, int value) {
            int rest = value;
            for (int i = bytes - 1; i >= 0; i--) {
                buffer.putByte(offset + i, (byte) (rest / 10 % 10 << 4 | rest % 10));
                rest /= 100;
            }
        }
    },

    /** One ASCII decimal digit a byte. */
    DECIMAL(10) {
        @Override
        int read(DirectBuffer buffer, int offset, int bytes) {
            return readDigits(buffer, offset, bytes, 10);
        }

        @Override
        void write(MutableDirectBuffer buffer, int offset, int bytes, int value) {
            writeDigits(buffer, offset, bytes, value, 10);
        }
    },

    /** One ASCII hexadecimal digit a byte: read in either case, written in upper case. */
    HEX(16) {
        @Override
        int read(DirectBuffer buffer, int offset, int bytes) {
            return readDigits(buffer, offset, bytes, 16);
        }

        @Override
        void write(MutableDirectBuffer buffer, int offset, int bytes, int value) {
            writeDigits(buffer, offset, bytes, value, 16);
        }
    };

    /** These bytes are no length. */
    static final int UNREADABLE = -1;

    /** Lengths above are read as this one: no limit is as high, and sums stay integers. */
    static final int CEILING = 1 << 30;

    private final int base;

    LengthNotation(int base) {
        this.base = base;
    }

    /** Reads a length of so many bytes, or {@link #UNREADABLE}. */
    abstract int read(DirectBuffer buffer, int offset, int bytes);

    /** Writes a length, which fits, in so many bytes. */
    abstract void write(MutableDirectBuffer buffer, int offset, int bytes, int value);

    /** Highest length that so many bytes can tell, at most {@link #CEILING}. */
    int highest(int bytes) {
        return (int) Math.min(CEILING, Math.pow(base, bytes) - 1);
    }

    private static int readDigits(DirectBuffer buffer, int offset, int bytes, int base) {
        int value = 0;
        for (int i = 0; i < bytes; i++) {
            final int digit = Character.digit(buffer.getByte(offset + i), base);
            if (digit < 0) {
                return UNREADABLE;
            }
            value = value * base + digit;
        }
        return value;
    }

    private static void writeDigits(
            MutableDirectBuffer buffer, int offset, int bytes, int value, int base) {
        int rest = value;
        for (int i = bytes - 1; i >= 0; i--) {
            final int digit = rest % base;
            buffer.putByte(offset + i, (byte) (digit < 10 ? '0' + digit : 'A' + digit - 10));
            rest /= base;
        }
    }
}
