package io.cardswitch.iso8583.nested;

import io.cardswitch.iso8583.PartBitmap;
import io.cardswitch.iso8583.codec.ErrorReason;

import java.util.BitSet;

/** The bitmaps of a dataset, see {@link PartBitmap#DATASET}. */
final class DatasetBits {
    private static final int FIRST_OCTETS = 2;
    private static final int CHAIN = 0x80;

    private DatasetBits() {}

    /** Reads them into {@code parts}; leaves their bytes, or -1 with the error noted. */
    static int read(Span span, BitSet parts, NestedError error) {
        int at = 0;
        int part = 1;
        boolean isLast = false;
        while (!isLast) {
            final int octets = at == 0 ? FIRST_OCTETS : 1;
            final int left = span.length() - at;
            if (octets > left) {
                final String reason = ErrorReason.TRUNCATED.describe(octets, left);
                error.note("", span.place().of(at), reason);
                return -1;
            }
            isLast = (span.bytes()[at] & CHAIN) == 0;
            final int last = octets * Byte.SIZE - 1;
            for (int bit = 1; bit <= last; bit++) {
                final int number = isLast && bit == last ? PartBitmap.TAGS : part++;
                final int mask = CHAIN >> bit % Byte.SIZE;
                if ((span.bytes()[at + bit / Byte.SIZE] & mask) != 0) parts.set(number);
            }
            at += octets;
            if (part > PartBitmap.LAST_PART) {
                error.note("", span.place().of(0), "a bitmap is announced that has no room");
                return -1;
            }
        }
        return at;
    }

    /** As few as announce the parts. */
    static byte[] write(BitSet parts) {
        final int highest = parts.previousSetBit(PartBitmap.LAST_PART);
        int more = 0;
        while (room(more) < highest) {
            more++;
        }
        final byte[] octets = new byte[FIRST_OCTETS + more];
        int part = 1;
        int at = 0;
        for (int i = 0; i <= more; i++) {
            final boolean isLast = i == more;
            final int last = (i == 0 ? FIRST_OCTETS : 1) * Byte.SIZE - 1;
            if (!isLast) octets[at] |= (byte) CHAIN;
            for (int bit = 1; bit <= last; bit++) {
                final int number = isLast && bit == last ? PartBitmap.TAGS : part++;
                final int mask = CHAIN >> bit % Byte.SIZE;
                if (parts.get(number)) octets[at + bit / Byte.SIZE] |= (byte) mask;
            }
            at += i == 0 ? FIRST_OCTETS : 1;
        }
        return octets;
    }

    /** Highest part that the first bitmap and so many more announce. */
    private static int room(int more) {
        final int first = FIRST_OCTETS * Byte.SIZE - 1;
        return first + (Byte.SIZE - 1) * more - 1;
    }
}
