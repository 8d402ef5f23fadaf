package io.cardswitch.iso8583.codec;

import io.cardswitch.iso8583.Encoding;

import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

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
    private static final byte[] NOTHING = {};

    private final MessageSpec spec;

    /** Per element: units in the high half, start within the frame in the low half. */
    private final int[] index = new int[MessageSpec.LAST_ELEMENT + 1];

    /** The buffer's own array, or a copy of a message that lies outside the heap. */
    private byte[] frame = NOTHING;

    private byte[] copy = NOTHING;

    /** Index in {@code frame} of the message's first byte. */
    private int base;

    /** Index in the caller's buffer of the message's first byte. */
    private int bufferOffset;

    private int length;
    private int mti;
    private long primary;
    private long secondary;
    private long readablePrimary;
    private long readableSecondary;

    private final FirstError error = new FirstError();

    /** For messages of one dialect. */
    public MessageDecoder(MessageSpec spec) {
        this.spec = spec;
    }

    /**
     * Reads the message in {@code length} bytes at {@code offset}, which lie within the buffer.
     *
     * @return whether it is valid; if not, see {@link #errorReason()}
     */
    public boolean wrap(DirectBuffer buffer, int offset, int length) {
        mti = -1;
        primary = 0;
        secondary = 0;
        readablePrimary = 0;
        readableSecondary = 0;
        error.clear();
        take(buffer, offset, Math.min(length, MessageSpec.MAX_MESSAGE_LENGTH));
        if (this.length < length) fail(ErrorReason.MESSAGE_TOO_LONG, 0, base, length, this.length);
        return error.isNone() && readAll();
    }

    private boolean readAll() {
        final int bitmapAt = readMti(base);
        if (bitmapAt < 0) return false;
        int end = readBitmaps(bitmapAt);
        if (end >= 0) end = walk(primary & ~EXTENDED, 1, end);
        if (end >= 0 && secondary != 0) end = walk(secondary, 1 + Long.SIZE, end);
        if (end < 0) return false;
        if (end != base + length) {
            final int last = Bitmaps.highest(readablePrimary, readableSecondary);
            fail(ErrorReason.TRAILING_BYTES, last, end, base + length - end, 0);
        }
        return error.isNone();
    }

    /** Messages outside the heap are copied: plain arrays are read faster than such memory. */
    private void take(DirectBuffer buffer, int offset, int length) {
        buffer.boundsCheck(offset, length);
        this.length = length;
        bufferOffset = offset;
        final byte[] array = buffer.byteArray();
        if (array != null) {
            frame = array;
            base = buffer.wrapAdjustment() + offset;
            return;
        }
        if (copy.length < length) copy = new byte[BitUtil.findNextPositivePowerOfTwo(length)];
        buffer.getBytes(offset, copy, 0, length);
        frame = copy;
        base = 0;
    }

    /** Leaves the index behind the message type, or -1. */
    private int readMti(int at) {
        final boolean isAscii = spec.mtiEncoding() == Encoding.ASCII;
        final int bytes = isAscii ? Integer.BYTES : Short.BYTES;
        if (length < bytes) return truncated(0, at, bytes);
        final int digits = Digits.mti(frame, at, isAscii);
        if (digits < 0) return fail(ErrorReason.MTI_NOT_DIGITS, 0, at, 0, 0);
        mti = digits;
        if (digits >>> 12 != spec.versionDigit()) {
            fail(ErrorReason.UNKNOWN_VERSION, 0, at, digits >>> 12, spec.versionDigit());
        }
        return at + bytes;
    }

    /** Leaves the index of the first element, or -1. */
    private int readBitmaps(int at) {
        final boolean isHex = spec.bitmapEncoding() == Encoding.HEX;
        final int bytes = isHex ? 2 * Long.BYTES : Long.BYTES;
        final int limit = base + length;
        int end = at + bytes;
        if (end > limit) return truncated(1, at, bytes);
        if (isHex && !Digits.areHex(frame, at)) return badBitmap(at);
        primary = isHex ? Digits.longFromHex(frame, at) : Octets.bigLong(frame, at);
        if (primary < 0) {
            final int secondAt = end;
            end += bytes;
            if (end > limit) return truncated(1, secondAt, bytes);
            if (isHex && !Digits.areHex(frame, secondAt)) return badBitmap(secondAt);
            secondary =
                    isHex ? Digits.longFromHex(frame, secondAt) : Octets.bigLong(frame, secondAt);
            if (secondary < 0)
                return fail(ErrorReason.TERTIARY_BITMAP, 1 + Long.SIZE, secondAt, 0, 0);
        }
        readablePrimary = primary & ~EXTENDED;
        readableSecondary = secondary;
        return end;
    }

    private int badBitmap(int at) {
        final int bad = Digits.firstNotHex(frame, at, 2 * Long.BYTES);
        return fail(ErrorReason.BITMAP_NOT_HEX, 1, at + bad, 0, 0);
    }

    /**
     * Indexes the elements of one bitmap; leaves the index behind them, or -1. Neighbours of the
     * same characters are validated together; which one is to blame is found out when one is.
     */
    private int walk(long bitmap, int first, int from) {
        final long[] layouts = spec.layouts;
        final byte[] bytes = frame;
        final int start = base;
        final int limit = start + length;
        int at = from;
        int run = ContentCheck.ANY;
        int runAt = from;
        long bad = 0;
        for (long rest = bitmap; rest != 0; ) {
            final int bit = Long.numberOfLeadingZeros(rest);
            rest ^= Long.MIN_VALUE >>> bit;
            final int de = first + bit;
            final long layout = layouts[de];
            final int prefixBytes = Layout.prefixBytes(layout);
            final int valueAt = at + prefixBytes;
            int units = Layout.units(layout);
            int end = valueAt + Layout.fixedBytes(layout);
            if (prefixBytes != 0) {
                if (valueAt > limit) return stop(bitmap, first, de, at);
                final int max = units;
                units = Layout.readLength(layout, frame, valueAt);
                if ((units | max - units) < 0) return stop(bitmap, first, de, at);
                end = valueAt + Layout.bytes(layout, units);
            }
            if (end > limit || layout == 0) return stop(bitmap, first, de, at);
            index[de] = units << Short.SIZE | at - start;
            final int check = Layout.check(layout);
            if (ContentCheck.isApart(check, run)) {
                bad |= ContentCheck.notAllowed(run, bytes, runAt, at);
                run = ContentCheck.runOf(check);
                runAt = ContentCheck.isJoining(check) ? at : valueAt;
                if (ContentCheck.isSigned(check)) {
                    bad |= ContentCheck.notSigned(bytes, valueAt);
                    runAt = valueAt + 1;
                }
            }
            if ((units & 1) != 0) bad |= ContentCheck.padding(check, bytes, valueAt, end);
            at = end;
        }
        bad |= ContentCheck.notAllowed(run, bytes, runAt, at);
        if (bad != 0) blame(bitmap, first, MessageSpec.LAST_ELEMENT + 1);
        return at;
    }

    /** Notes the first wrong character of the elements below {@code end}, if there is one. */
    private void blame(long bitmap, int first, int end) {
        for (long rest = bitmap; rest != 0; rest &= ~Long.highestOneBit(rest)) {
            final int de = first + Long.numberOfLeadingZeros(rest);
            if (de >= end || !error.isNone()) return;
            final int check = check(de);
            final int valueAt = valueStart(de);
            final int bytes = valueLength(de);
            if (!ContentCheck.isValid(check, frame, valueAt, bytes, units(de))) {
                final int bad = ContentCheck.firstInvalid(check, frame, valueAt, bytes);
                final int octet = frame[valueAt + bad] & 0xFF;
                fail(ContentCheck.reason(check, bad, octet), de, valueAt + bad, octet, 0);
            }
        }
    }

    /** Notes what is wrong with the structure of an element; it and what follows is lost. */
    private int stop(long bitmap, int first, int de, int at) {
        if (de <= Long.SIZE) readableSecondary = 0;
        if (de <= Long.SIZE) readablePrimary &= ~(-1L >>> de - 1);
        else readableSecondary &= ~(-1L >>> de - 1);
        blame(bitmap, first, de);
        if (!error.isNone()) return -1;
        final long layout = spec.layouts[de];
        final int prefixBytes = Layout.prefixBytes(layout);
        final int valueAt = at + prefixBytes;
        if (layout == 0) return fail(ErrorReason.UNKNOWN_ELEMENT, de, at, 0, 0);
        if (valueAt > base + length) return truncated(de, at, prefixBytes);
        if (prefixBytes == 0) return truncated(de, at, Layout.fixedBytes(layout));
        final int units = Layout.readLength(layout, frame, valueAt);
        if (units < 0) return fail(ErrorReason.LENGTH_NOT_DIGITS, de, at, 0, 0);
        if (units > Layout.units(layout)) {
            return fail(ErrorReason.LENGTH_EXCEEDS, de, at, units, Layout.units(layout));
        }
        return truncated(de, valueAt, Layout.bytes(layout, units));
    }

    private int fail(ErrorReason reason, int de, int at, int actual, int expected) {
        error.note(reason, de, at - base, FirstError.figures(actual, expected));
        return -1;
    }

    private int truncated(int de, int at, int needed) {
        return fail(ErrorReason.TRUNCATED, de, at, needed, base + length - at);
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
        return Bitmaps.isSet(readablePrimary, readableSecondary, de);
    }

    /** Index in the buffer of the element's first byte, its length prefix included. */
    public int elementOffset(int de) {
        return bufferOffset + start(de);
    }

    /** Bytes of the element, its length prefix included. */
    public int elementLength(int de) {
        return Layout.prefixBytes(spec.layouts[de]) + valueLength(de);
    }

    /** Index in the buffer of the value's first byte. */
    public int valueOffset(int de) {
        return bufferOffset + start(de) + Layout.prefixBytes(spec.layouts[de]);
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

    private int start(int de) {
        assert has(de) : "DE" + de + " is not there to be read";
        return index[de] & 0xFFFF;
    }

    /** Index in {@code frame}. */
    private int valueStart(int de) {
        return base + start(de) + Layout.prefixBytes(spec.layouts[de]);
    }

    /** Value of an element of at most 18 digits, in BCD or ASCII. */
    public long number(int de) {
        return Digits.number(spec.layouts[de], frame, valueStart(de), valueLength(de), units(de));
    }

    /** The i-th digit (0 = first) of an element of digits or track characters. */
    public int digit(int de, int i) {
        return Digits.digit(spec.layouts[de], frame, valueStart(de), units(de), i);
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
        return switch (spec.element(de).encoding()) {
            case BCD -> Digits.copyBcd(check(de), frame, valueAt, units(de), target, at);
            case BINARY -> Digits.copyHex(frame, valueAt, bytes, target, at);
            case ASCII, HEX -> Digits.copyCharacters(frame, valueAt, bytes, target, at);
        };
    }

    /** Writes so many bytes from the start of the element on. */
    void copyBytes(int de, int bytes, byte[] target, int at) {
        Octets.copy(frame, base + start(de), target, at, bytes);
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
        return error.reason;
    }

    /** Element of the first error; 0 is the message type, 1 the bitmap. */
    public int errorElement() {
        return error.element;
    }

    /** Offset of the first error from the start of the message. */
    public int errorOffset() {
        return error.offset;
    }

    /** The first error in words, without any value of a card; builds a String. */
    public String errorText() {
        return error.text();
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
        end = SavedIndex.save(index, readablePrimary, 1, target, end);
        end = SavedIndex.save(index, readableSecondary, 1 + Long.SIZE, target, end);
        return end - at;
    }

    /** Takes up a message whose index was saved; the frame holds the same bytes. */
    public void restoreIndex(DirectBuffer buffer, int offset, DirectBuffer saved, int at) {
        primary = saved.getLong(at + SavedIndex.PRIMARY);
        secondary = saved.getLong(at + SavedIndex.SECONDARY);
        mti = saved.getInt(at + SavedIndex.MTI);
        take(buffer, offset, saved.getInt(at + SavedIndex.LENGTH));
        error.clear();
        readablePrimary = primary & ~EXTENDED;
        readableSecondary = secondary;
        final int next =
                SavedIndex.restore(index, readablePrimary, 1, saved, at + SavedIndex.ENTRIES);
        SavedIndex.restore(index, readableSecondary, 1 + Long.SIZE, saved, next);
    }
}
