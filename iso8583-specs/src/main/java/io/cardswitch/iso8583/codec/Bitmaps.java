package io.cardswitch.iso8583.codec;

import io.cardswitch.iso8583.BitmapSet;
import io.cardswitch.iso8583.Encoding;
import io.cardswitch.iso8583.MessageStart;
import io.cardswitch.iso8583.ebcdic.CodePage;
import io.cardswitch.iso8583.octets.Octets;

/**
 * The bitmaps of one message as numbers, as they were received: bit 63 of the first is DE1, of the
 * second DE65, of the third DE129. Not thread-safe.
 */
final class Bitmaps {
    /** Last element of the second bitmap. */
    static final int LAST_OF_SECONDARY = 2 * Long.SIZE;

    private static final int THIRD = 1 + Long.SIZE;

    private final MessageStart start;
    private final FirstError error;

    /** One bitmap in EBCDIC as ASCII. */
    private final byte[] characters = new byte[2 * Long.BYTES];

    private byte[] frame;
    private int base;
    private int limit;

    long primary;
    long secondary;
    long tertiary;

    Bitmaps(MessageStart start, FirstError error) {
        this.start = start;
        this.error = error;
    }

    void clear() {
        primary = 0;
        secondary = 0;
        tertiary = 0;
    }

    /**
     * Reads as many as follow each other; those read before an error are kept.
     *
     * @param base index of the message's first byte
     * @param at index of the first bitmap
     * @param limit index behind the message
     * @return index of the first element, -1 with the error noted
     */
    int read(byte[] frame, int base, int at, int limit) {
        this.frame = frame;
        this.base = base;
        this.limit = limit;
        final Encoding encoding = start.bitmap();
        if (!isBitmap(at, encoding)) return -1;
        primary = bitmap(at, encoding);
        final int end = at + start.bitmapBytes(1);
        final boolean isImplied = start.bitmaps() == BitmapSet.TWO;
        if (isImplied && primary < 0) return fail(ErrorReason.SECOND_BITMAP_IMPLIED, 1, at, 0, 0);
        if (!isImplied && primary >= 0) return end;
        return readNext(at, end);
    }

    /** The second one, from {@code second} on, and the third. */
    private int readNext(int at, int second) {
        final Encoding encoding = start.nextBitmap();
        if (!isBitmap(second, encoding)) return -1;
        secondary = bitmap(second, encoding);
        final int third = at + start.bitmapBytes(2);
        if (secondary >= 0) return third;
        if (start.bitmaps() != BitmapSet.ONE_TO_THREE) { // The elements up to 64 can be read.
            fail(ErrorReason.TERTIARY_BITMAP, THIRD, second, 0, 0);
            return third;
        }
        if (!isBitmap(third, encoding)) return -1;
        tertiary = bitmap(third, encoding);
        return at + start.bitmapBytes(3);
    }

    /** Elements of the second bitmap whose places are known: none behind an unknown third one. */
    long placedSecondary() {
        final boolean isThirdUnknown = secondary < 0 && start.bitmaps() != BitmapSet.ONE_TO_THREE;
        return isThirdUnknown ? 0 : secondary & Long.MAX_VALUE;
    }

    private boolean isBitmap(int at, Encoding encoding) {
        final int bytes = encoding.bytes(Long.BYTES);
        if (at + bytes > limit) {
            return fail(ErrorReason.TRUNCATED, 1, at, bytes, limit - at) >= 0;
        }
        if (encoding == Encoding.BINARY) return true;
        final boolean isEbcdic = encoding == Encoding.EBCDIC_HEX;
        if (isEbcdic) CodePage.of(encoding).copyAscii(frame, at, bytes, characters);
        final byte[] digits = isEbcdic ? characters : frame;
        final int from = isEbcdic ? 0 : at;
        if (Digits.areHex(digits, from)) return true;
        final int bad = Digits.firstNotHex(digits, from, bytes);
        return fail(ErrorReason.BITMAP_NOT_HEX, 1, at + bad, 0, 0) >= 0;
    }

    /** Of bytes that {@link #isBitmap} was asked about last. */
    private long bitmap(int at, Encoding encoding) {
        return switch (encoding) {
            case BINARY -> Octets.bigLong(frame, at);
            case HEX -> Digits.longFromHex(frame, at);
            default -> Digits.longFromHex(characters, 0);
        };
    }

    private int fail(ErrorReason reason, int de, int at, int actual, int expected) {
        error.note(reason, de, at - base, FirstError.figures(actual, expected));
        return -1;
    }

    /** The bit of an element within its bitmap. */
    static long bit(int de) {
        return Long.MIN_VALUE >>> de - 1; // The shift counts modulo 64.
    }

    /** The bitmap whose highest bit is this element: 1, 65 or 129. */
    long startingAt(int first) {
        if (first == 1) return primary;
        return first == THIRD ? secondary : tertiary;
    }

    /** Whether the bit of the element is set. */
    boolean isSet(int de) {
        return (startingAt((de - 1 & -Long.SIZE) + 1) & bit(de)) != 0;
    }

    /** The elements of a bitmap, which bits of bitmaps are not. */
    long elementsStartingAt(int first) {
        final long bits = startingAt(first);
        return first <= Long.SIZE + 1 ? bits & Long.MAX_VALUE : bits;
    }

    /** The highest element set, 1 when there is none. */
    int highest() {
        for (int first = LAST_OF_SECONDARY + 1; first > 0; first -= Long.SIZE) {
            final long bits = elementsStartingAt(first);
            if (bits != 0) return first + Long.SIZE - 1 - Long.numberOfTrailingZeros(bits);
        }
        return 1;
    }
}
