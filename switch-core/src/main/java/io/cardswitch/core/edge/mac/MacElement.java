package io.cardswitch.core.edge.mac;

import io.cardswitch.iso8583.BitmapSet;
import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.codec.MessageSpec;

import org.agrona.MutableDirectBuffer;

/**
 * Where the code of a message stands: in its last element, DE128 where there is a second bitmap,
 * else DE64 (ISO 8583).
 */
public final class MacElement {
    private static final int LAST_OF_PRIMARY = 64;
    private static final int LAST = 128;
    private static final int ASCII_LETTERS = 'A' - 10;
    private static final int EBCDIC_DIGITS = 0xF0;
    private static final int EBCDIC_LETTERS = 0xC1 - 10;

    private MacElement() {}

    /** 64 or 128. */
    public static int number(MessageSpec spec, boolean hasSecondBitmap) {
        final boolean isLong = hasSecondBitmap || spec.start().bitmaps() == BitmapSet.TWO;
        return isLong ? LAST : LAST_OF_PRIMARY;
    }

    /** Writes so many octets of a code as the element's value, zeros behind them. */
    public static void write(
            ElementSpec element, byte[] code, int length, MutableDirectBuffer target, int at) {
        for (int i = 0; i < element.units(); i++) {
            final int octet = i < length ? code[i] & 0xFF : 0;
            if (element.encoding().isHex()) {
                target.putByte(at + 2 * i, digit(octet >> 4, element));
                target.putByte(at + 2 * i + 1, digit(octet & 0xF, element));
            } else {
                target.putByte(at + i, (byte) octet);
            }
        }
    }

    private static byte digit(int value, ElementSpec element) {
        if (element.encoding().isEbcdic()) {
            return (byte) (value + (value < 10 ? EBCDIC_DIGITS : EBCDIC_LETTERS));
        }
        return (byte) (value + (value < 10 ? '0' : ASCII_LETTERS));
    }
}
