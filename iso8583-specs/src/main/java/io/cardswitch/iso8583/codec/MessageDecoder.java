package io.cardswitch.iso8583.codec;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads a message in place: one walk along the bitmap checks length and characters of every element
 * and fills an index; values are read from the frame when asked for. Never allocates, never throws
 * for what the bytes hold, never reads outside the frame. Not thread-safe; valid until the next
 * {@code wrap}.
 *
 * <p>After a wrong character the walk goes on, so later elements can be read and the first error is
 * kept. After an error of structure (length, end of message, unknown element) the elements before
 * it can be read.
 */
public final class MessageDecoder {
    /** Bytes that {@link #saveIndex} needs at most. */
    public static final int MAX_INDEX_LENGTH =
            SavedIndex.ENTRIES + Integer.BYTES * MessageSpec.LAST_ELEMENT;

    private static final long EXTENDED = Long.MIN_VALUE;
    private static final int STAN = 11;

    private final MessageSpec spec;
    private final UnsafeBuffer frame = new UnsafeBuffer(0, 0);

    /** Per element: units in the high half, start within the frame in the low half. */
    private final int[] index = new int[MessageSpec.LAST_ELEMENT + 1];

    private int frameOffset;
    private int length;
    private int mti;
    private long primary;
    private long secondary;
    private long readablePrimary;
    private long readableSecondary;

    private ErrorReason errorReason = ErrorReason.NONE;
    private int errorElement;
    private int errorOffset;
    private int errorActual;
    private int errorExpected;

    /** For messages of one dialect. */
    public MessageDecoder(MessageSpec spec) {
        this.spec = spec;
    }

    /** The dialect read. */
    public MessageSpec spec() {
        return spec;
    }

    /**
     * Reads the message in {@code length} bytes at {@code offset}, which lie within the buffer.
     *
     * @return whether it is valid; if not, see {@link #errorReason()}
     */
    public boolean wrap(DirectBuffer buffer, int offset, int length) {
        frame.wrap(buffer, offset, length);
        frameOffset = offset;
        this.length = length;
        mti = -1;
        primary = 0;
        secondary = 0;
        readablePrimary = 0;
        readableSecondary = 0;
        errorReason = ErrorReason.NONE;
        if (length > MessageSpec.MAX_MESSAGE_LENGTH) {
            fail(ErrorReason.MESSAGE_TOO_LONG, 0, 0);
            explain(length, MessageSpec.MAX_MESSAGE_LENGTH);
            return false;
        }
        final int bitmapAt = readMti();
        if (bitmapAt < 0) return false;
        final int elementsAt = readBitmaps(bitmapAt);
        if (elementsAt < 0) return false;
        int end = walk(primary & ~EXTENDED, 1, elementsAt);
        if (end < 0) return false;
        if (primary < 0) {
            end = walk(secondary, 1 + Long.SIZE, end);
            if (end < 0) return false;
        }
        if (end != length) {
            fail(ErrorReason.TRAILING_BYTES, lastElement(), end);
            explain(length - end, 0);
        }
        return errorReason == ErrorReason.NONE;
    }

    /** Leaves the offset behind the message type, or -1. */
    private int readMti() {
        final boolean ascii = spec.mtiEncoding() == Encoding.ASCII;
        final int bytes = ascii ? Integer.BYTES : Short.BYTES;
        if (length < bytes) return truncated(0, 0, bytes);
        final int digits =
                ascii
                        ? Digits.fourFromAscii(frame.getInt(0, BIG_ENDIAN))
                        : frame.getShort(0, BIG_ENDIAN) & 0xFFFF;
        if (digits < 0 || Digits.isNotBcd(digits)) {
            return fail(ErrorReason.MTI_NOT_DIGITS, 0, 0);
        }
        mti = digits;
        if (digits >>> 12 != spec.versionDigit()) {
            fail(ErrorReason.UNKNOWN_VERSION, 0, 0);
            explain(digits >>> 12, spec.versionDigit());
        }
        return bytes;
    }

    /** Leaves the offset of the first element, or -1. */
    private int readBitmaps(int at) {
        final boolean hex = spec.bitmapEncoding() == Encoding.HEX;
        final int bytes = hex ? 2 * Long.BYTES : Long.BYTES;
        if (length - at < bytes) return truncated(1, at, bytes);
        if (hex && !Digits.areHex(frame, at)) return badBitmap(at);
        primary = hex ? Digits.longFromHex(frame, at) : frame.getLong(at, BIG_ENDIAN);
        int end = at + bytes;
        if (primary < 0) {
            if (length - end < bytes) return truncated(1, end, bytes);
            if (hex && !Digits.areHex(frame, end)) return badBitmap(end);
            secondary = hex ? Digits.longFromHex(frame, end) : frame.getLong(end, BIG_ENDIAN);
            if (secondary < 0) return fail(ErrorReason.TERTIARY_BITMAP, 1 + Long.SIZE, end);
            end += bytes;
        }
        readablePrimary = primary & ~EXTENDED;
        readableSecondary = secondary;
        return end;
    }

    private int badBitmap(int at) {
        return fail(
                ErrorReason.BITMAP_NOT_HEX, 1, at + Digits.firstNotHex(frame, at, 2 * Long.BYTES));
    }

    /** Indexes the elements of one bitmap; leaves the offset behind them, or -1. */
    private int walk(long bitmap, int first, int from) {
        final long[] layouts = spec.layouts;
        final int limit = length;
        int at = from;
        long rest = bitmap;
        while (rest != 0) {
            final int bit = Long.numberOfLeadingZeros(rest);
            rest ^= Long.MIN_VALUE >>> bit;
            final int de = first + bit;
            final long layout = layouts[de];
            final int prefixBytes = Layout.prefixBytes(layout);
            final int valueAt = at + prefixBytes;
            int units = Layout.units(layout);
            int bytes = Layout.fixedBytes(layout);
            if (prefixBytes != 0) {
                if (valueAt > limit) return structural(truncated(de, at, prefixBytes), de);
                final int max = units;
                units = readLength(layout, valueAt, prefixBytes);
                if (units < 0) return structural(fail(ErrorReason.LENGTH_NOT_DIGITS, de, at), de);
                if (units > max) return structural(lengthExceeds(de, at, units, max), de);
                bytes = Layout.bytes(layout, units);
            }
            if (bytes > limit - valueAt) return structural(truncated(de, valueAt, bytes), de);
            if (layout == 0) return structural(fail(ErrorReason.UNKNOWN_ELEMENT, de, at), de);
            index[de] = units << Short.SIZE | at;
            if (!ContentCheck.isValid(Layout.check(layout), frame, valueAt, bytes, units)) {
                badContent(de, valueAt, bytes, units);
            }
            at = valueAt + bytes;
        }
        return at;
    }

    /** The prefix is read with the bytes before it, which are then masked out. */
    private int readLength(long layout, int valueAt, int prefixBytes) {
        final int shift = Integer.SIZE - prefixBytes * Byte.SIZE;
        final int digits = frame.getInt(valueAt - Integer.BYTES, BIG_ENDIAN) << shift >>> shift;
        return Layout.isLengthAscii(layout)
                ? Digits.fromAscii(digits, 0x30303030 >>> shift)
                : Digits.fromBcd(digits);
    }

    private int fail(ErrorReason reason, int de, int at) {
        if (errorReason == ErrorReason.NONE) {
            errorReason = reason;
            errorElement = de;
            errorOffset = at;
            errorActual = 0;
            errorExpected = 0;
        }
        return -1;
    }

    private void explain(int actual, int expected) {
        errorActual = actual;
        errorExpected = expected;
    }

    private int truncated(int de, int at, int needed) {
        if (errorReason == ErrorReason.NONE) {
            fail(ErrorReason.TRUNCATED, de, at);
            explain(needed, length - at);
        }
        return -1;
    }

    private int lengthExceeds(int de, int at, int units, int max) {
        if (errorReason == ErrorReason.NONE) {
            fail(ErrorReason.LENGTH_EXCEEDS, de, at);
            explain(units, max);
        }
        return -1;
    }

    private void badContent(int de, int valueAt, int bytes, int units) {
        if (errorReason != ErrorReason.NONE) return;
        final int check = Layout.check(spec.layouts[de]);
        final int bad = ContentCheck.firstInvalid(check, frame, valueAt, bytes);
        final int octet = frame.getByte(valueAt + bad) & 0xFF;
        fail(ContentCheck.reason(check, bad, octet), de, valueAt + bad);
        explain(octet, 0);
    }

    /** Nothing from this element on can be read. */
    private int structural(int result, int de) {
        if (de <= Long.SIZE) {
            readablePrimary &= ~(-1L >>> de - 1);
            readableSecondary = 0;
        } else {
            readableSecondary &= ~(-1L >>> de - 1 - Long.SIZE);
        }
        return result;
    }

    private int lastElement() {
        if (readableSecondary != 0) {
            return 2 * Long.SIZE - Long.numberOfTrailingZeros(readableSecondary);
        }
        if (readablePrimary != 0) return Long.SIZE - Long.numberOfTrailingZeros(readablePrimary);
        return 1;
    }

    /** Message type, 0x0200 for 0200; -1 when it is not digits. */
    public int mti() {
        return mti;
    }

    /** Bytes of the message. */
    public int length() {
        return length;
    }

    /** First bitmap as received; bit 63 is DE1. */
    public long primaryBitmap() {
        return primary;
    }

    /** Second bitmap as received or 0; bit 63 is DE65. */
    public long secondaryBitmap() {
        return secondary;
    }

    /** Whether the element (2 to 128) is present and can be read. */
    public boolean has(int de) {
        return de <= Long.SIZE
                ? (readablePrimary & Long.MIN_VALUE >>> de - 1) != 0
                : (readableSecondary & Long.MIN_VALUE >>> de - 1 - Long.SIZE) != 0;
    }

    /** Index in the buffer of the element's first byte, its length prefix included. */
    public int elementOffset(int de) {
        return frameOffset + start(de);
    }

    /** Bytes of the element, its length prefix included. */
    public int elementLength(int de) {
        return Layout.prefixBytes(spec.layouts[de]) + valueLength(de);
    }

    /** Index in the buffer of the value's first byte. */
    public int valueOffset(int de) {
        return frameOffset + valueStart(de);
    }

    /** Bytes of the value. */
    public int valueLength(int de) {
        final long layout = spec.layouts[de];
        return Layout.prefixBytes(layout) == 0
                ? Layout.fixedBytes(layout)
                : Layout.bytes(layout, units(de));
    }

    /** Digits, characters or octets of the value. */
    public int units(int de) {
        return index[de] >>> Short.SIZE;
    }

    private int check(int de) {
        return Layout.check(spec.layouts[de]);
    }

    private boolean isRightPadded(int de) {
        return ContentCheck.isRightPadded(check(de));
    }

    private int start(int de) {
        assert has(de) : "DE" + de + " is not there to be read";
        return index[de] & 0xFFFF;
    }

    private int valueStart(int de) {
        return start(de) + Layout.prefixBytes(spec.layouts[de]);
    }

    /** Value of an element of at most 18 digits, in BCD or ASCII. */
    public long number(int de) {
        final int bytes = valueLength(de);
        if (!Layout.isBcd(spec.layouts[de])) return Digits.number(frame, valueStart(de), bytes);
        final long digits = Digits.numberFromBcd(frame, valueStart(de), bytes);
        final boolean padded = (units(de) & 1) != 0 && isRightPadded(de);
        return padded ? digits / 10 : digits;
    }

    /** The i-th digit (0 = first) of an element of digits or track characters. */
    public int digit(int de, int i) {
        final int at = valueStart(de);
        if (!Layout.isBcd(spec.layouts[de])) {
            final int octet = frame.getByte(at + i);
            return octet == 'D' ? 0xD : octet - '0';
        }
        final int skipped = isRightPadded(de) ? 0 : units(de) & 1;
        final int nibble = i + skipped;
        final int octet = frame.getByte(at + (nibble >> 1)) & 0xFF;
        return (nibble & 1) == 0 ? octet >> 4 : octet & 0xF;
    }

    /**
     * Writes the value as characters: BCD digits and track characters (the separator as {@code =})
     * as ASCII, octets as upper-case hexadecimal, all else as it is.
     *
     * @return characters written
     */
    public int copyText(int de, MutableDirectBuffer target, int at) {
        final int valueAt = valueStart(de);
        final int bytes = valueLength(de);
        final Encoding encoding = spec.element(de).encoding();
        if (encoding == Encoding.BINARY) {
            Digits.hexFromBytes(frame, valueAt, bytes, target, at);
            return 2 * bytes;
        }
        if (encoding == Encoding.BCD) {
            final int units = units(de);
            final int sign = ContentCheck.isSigned(check(de)) ? 1 : 0;
            if (sign != 0) target.putByte(at, frame.getByte(valueAt));
            final int skipped = isRightPadded(de) ? 0 : units - sign & 1;
            Digits.asciiFromBcd(frame, valueAt + sign, skipped, units - sign, target, at + sign);
            return units;
        }
        Octets.copy(frame, valueAt, bytes, target, at);
        return bytes;
    }

    /** Writes so many bytes from the start of the element on. */
    void copyBytes(int de, int bytes, UnsafeBuffer target, int at) {
        Octets.copy(frame, start(de), bytes, target, at);
    }

    /** Whether an answer can name the message: its type and DE11 can be read and are digits. */
    public boolean isAnswerable() {
        return mti >= 0
                && has(STAN)
                && ContentCheck.isValid(
                        check(STAN), frame, valueStart(STAN), valueLength(STAN), units(STAN));
    }

    /** First error, NONE after a valid message. */
    public ErrorReason errorReason() {
        return errorReason;
    }

    /** Element of the first error; 0 is the message type, 1 the bitmap. */
    public int errorElement() {
        return errorElement;
    }

    /** Offset of the first error from the start of the message. */
    public int errorOffset() {
        return errorOffset;
    }

    /** The first error in words, without any value of a card; builds a String. */
    public String errorText() {
        return errorReason.describe(errorActual, errorExpected);
    }

    /**
     * Stores the index of a valid message so that {@link #restoreIndex} can take it up again beside
     * a copy of the frame.
     *
     * @return bytes written, at most {@link #MAX_INDEX_LENGTH}
     */
    public int saveIndex(MutableDirectBuffer target, int at) {
        target.putLong(at + SavedIndex.PRIMARY, primary);
        target.putLong(at + SavedIndex.SECONDARY, secondary);
        target.putInt(at + SavedIndex.MTI, mti);
        target.putInt(at + SavedIndex.LENGTH, length);
        int end = at + SavedIndex.ENTRIES;
        end = saveEntries(readablePrimary, 1, target, end);
        end = saveEntries(readableSecondary, 1 + Long.SIZE, target, end);
        return end - at;
    }

    private int saveEntries(long bitmap, int first, MutableDirectBuffer target, int from) {
        int at = from;
        for (long rest = bitmap; rest != 0; rest &= ~Long.highestOneBit(rest)) {
            target.putInt(at, index[first + Long.numberOfLeadingZeros(rest)]);
            at += Integer.BYTES;
        }
        return at;
    }

    /** Takes up a message whose index was saved; the frame holds the same bytes. */
    public void restoreIndex(DirectBuffer buffer, int offset, DirectBuffer saved, int at) {
        primary = saved.getLong(at + SavedIndex.PRIMARY);
        secondary = saved.getLong(at + SavedIndex.SECONDARY);
        mti = saved.getInt(at + SavedIndex.MTI);
        length = saved.getInt(at + SavedIndex.LENGTH);
        frame.wrap(buffer, offset, length);
        frameOffset = offset;
        errorReason = ErrorReason.NONE;
        readablePrimary = primary & ~EXTENDED;
        readableSecondary = secondary;
        final int next = restoreEntries(readablePrimary, 1, saved, at + SavedIndex.ENTRIES);
        restoreEntries(readableSecondary, 1 + Long.SIZE, saved, next);
    }

    private int restoreEntries(long bitmap, int first, DirectBuffer saved, int from) {
        int at = from;
        for (long rest = bitmap; rest != 0; rest &= ~Long.highestOneBit(rest)) {
            index[first + Long.numberOfLeadingZeros(rest)] = saved.getInt(at);
            at += Integer.BYTES;
        }
        return at;
    }

    /** Layout of a saved index. */
    private static final class SavedIndex {
        static final int PRIMARY = 0;
        static final int SECONDARY = PRIMARY + Long.BYTES;
        static final int MTI = SECONDARY + Long.BYTES;
        static final int LENGTH = MTI + Integer.BYTES;
        static final int ENTRIES = LENGTH + Integer.BYTES;
    }
}
