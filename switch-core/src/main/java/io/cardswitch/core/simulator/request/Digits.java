package io.cardswitch.core.simulator.request;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

/** Writes decimal digits over a precomputed frame, two at a time. */
public final class Digits {
    private static final byte[] PACKED = new byte[100];
    private static final short[] TEXT = new short[100];

    static {
        for (int i = 0; i < 100; i++) {
            PACKED[i] = (byte) (i / 10 << 4 | i % 10);
            TEXT[i] = (short) ('0' + i / 10 << 8 | '0' + i % 10);
        }
    }

    private Digits() {}

    /** Writes the last {@code digits} (an even number) digits of a value, packed or as text. */
    static void put(
            MutableDirectBuffer buffer, int offset, long value, int digits, boolean packed) {
        if (packed) {
            putPacked(buffer, offset, value, digits);
        } else {
            putText(buffer, offset, value, digits);
        }
    }

    /** Writes the last {@code digits} (an even number) digits as ASCII characters. */
    public static void putText(MutableDirectBuffer buffer, int offset, long value, int digits) {
        long rest = value;
        for (int at = offset + digits - 2; at >= offset; at -= 2) {
            final long next = rest / 100;
            buffer.putShort(at, TEXT[(int) (rest - next * 100)], ByteOrder.BIG_ENDIAN);
            rest = next;
        }
    }

    /** Writes the last {@code digits} (an even number) digits, two in a byte. */
    static void putPacked(MutableDirectBuffer buffer, int offset, long value, int digits) {
        long rest = value;
        for (int at = offset + digits / 2 - 1; at >= offset; at--) {
            final long next = rest / 100;
            buffer.putByte(at, PACKED[(int) (rest - next * 100)]);
            rest = next;
        }
    }

    /** Reads an even number of digits; -1 when there are other characters among them. */
    public static long get(DirectBuffer buffer, int offset, int digits, boolean packed) {
        long value = 0;
        for (int i = 0; i < digits; i += 2) {
            final int high;
            final int low;
            if (packed) {
                final int pair = buffer.getByte(offset + i / 2);
                high = pair >> 4 & 0xF;
                low = pair & 0xF;
            } else {
                high = buffer.getByte(offset + i) - '0';
                low = buffer.getByte(offset + i + 1) - '0';
            }
            if (high < 0 || high > 9 || low < 0 || low > 9) {
                return -1;
            }
            value = value * 100 + high * 10 + low;
        }
        return value;
    }

    /** Writes an MTI that is given as four BCD digits. */
    public static void putMti(MutableDirectBuffer buffer, int offset, int mti, boolean packed) {
        if (packed) {
            buffer.putByte(offset, (byte) (mti >> 8));
            buffer.putByte(offset + 1, (byte) mti);
        } else {
            for (int i = 0; i < 4; i++) {
                buffer.putByte(offset + i, (byte) ('0' + (mti >> 12 - 4 * i & 0xF)));
            }
        }
    }
}
