package io.cardswitch.iso8583.codec;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Copies of a few bytes, where a call of the general copy costs more than the bytes. */
final class Octets {
    /** Above this the general copy is as fast. */
    private static final int FEW = 64;

    private Octets() {}

    /** Source and target do not overlap; both ranges lie within their buffers. */
    static void copy(UnsafeBuffer source, int from, int bytes, MutableDirectBuffer target, int at) {
        if (bytes > FEW) {
            target.putBytes(at, source, from, bytes);
        } else if (bytes >= Long.BYTES) {
            final int last = bytes - Long.BYTES;
            for (int i = 0; i < last; i += Long.BYTES) {
                target.putLong(at + i, source.getLong(from + i, LITTLE_ENDIAN), LITTLE_ENDIAN);
            }
            target.putLong(at + last, source.getLong(from + last, LITTLE_ENDIAN), LITTLE_ENDIAN);
        } else {
            copyShort(source, from, bytes, target, at);
        }
    }

    private static void copyShort(
            DirectBuffer source, int from, int bytes, MutableDirectBuffer target, int at) {
        if (bytes >= Integer.BYTES) {
            final int last = bytes - Integer.BYTES;
            target.putInt(at, source.getInt(from, LITTLE_ENDIAN), LITTLE_ENDIAN);
            target.putInt(at + last, source.getInt(from + last, LITTLE_ENDIAN), LITTLE_ENDIAN);
            return;
        }
        for (int i = 0; i < bytes; i++) {
            target.putByte(at + i, source.getByte(from + i));
        }
    }
}
