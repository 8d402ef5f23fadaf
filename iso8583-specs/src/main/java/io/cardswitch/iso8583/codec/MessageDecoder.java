package io.cardswitch.iso8583.codec;

import io.cardswitch.iso8583.octets.Octets;

import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.util.Arrays;

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
    private static final int SAVED_SECONDARY = Long.BYTES;
    private static final int SAVED_TERTIARY = SAVED_SECONDARY + Long.BYTES;
    private static final int SAVED_MTI = SAVED_TERTIARY + Long.BYTES;
    private static final int SAVED_LENGTH = SAVED_MTI + Integer.BYTES;
    private static final int SAVED_SEGMENTS = SAVED_LENGTH + Integer.BYTES;

    /** Bytes that {@link #saveIndex} needs at most. */
    public static final int MAX_INDEX_LENGTH =
            SAVED_SEGMENTS + Integer.BYTES * (MessageSpec.LAST_ELEMENT + 1);

    private static final int STAN = 11;
    private static final int MAX_HEAD_LENGTH = Integer.BYTES + 6 * Long.BYTES;
    private static final byte[] NOTHING = {};

    private final MessageSpec spec;
    private final Layout[] layouts;
    private final PlanTable plans;
    private final FirstError error = new FirstError();
    private final Diagnosis diagnosis;

    private Plan plan;

    /** The buffer's own array, or a copy of a message that lies outside the heap. */
    private byte[] frame = NOTHING;

    private byte[] copy = NOTHING;
    private int copied;

    /** Index in {@code frame} of the message's first byte. */
    private int base;

    /** Index in the caller's buffer of the message's first byte. */
    private int bufferOffset;

    private int length;
    private int mti;

    /** Message type and bitmaps of the last message, when they were right. */
    private final byte[] head = new byte[MAX_HEAD_LENGTH];

    private int headLength;
    private boolean isHeadKept;
    private final Bitmaps bitmaps;
    private long readablePrimary;
    private long readableSecondary;
    private long readableTertiary;

    /** For messages of one dialect. */
    public MessageDecoder(MessageSpec spec) {
        this.spec = spec;
        layouts = spec.layouts;
        plans = new PlanTable(spec);
        diagnosis = new Diagnosis(spec, error);
        bitmaps = new Bitmaps(spec.start(), error);
        plan = plans.of(bitmaps);
    }

    /**
     * Reads the message in {@code length} bytes at {@code offset}, which lie within the buffer.
     *
     * @return whether it is valid; if not, see {@link #errorReason()}
     */
    public boolean wrap(DirectBuffer buffer, int offset, int length) {
        error.clear();
        take(buffer, offset, Math.min(length, MessageSpec.MAX_MESSAGE_LENGTH));
        final boolean isTooLong = length > this.length;
        if ((isTooLong || !isHeadLikeLast()) && !readHead(length)) return false;
        allReadable();
        final boolean isValid =
                plan.locate(frame, base, headLength, this.length)
                        && plan.notAllowed(frame, base) == 0;
        if (!isValid) diagnose();
        return error.isNone();
    }

    private void allReadable() {
        readablePrimary = bitmaps.primary & Long.MAX_VALUE;
        readableSecondary = bitmaps.placedSecondary();
        readableTertiary = bitmaps.tertiary;
    }

    /** Whether message type and bitmaps are the same bytes as those of the last message. */
    private boolean isHeadLikeLast() {
        if (!isHeadKept || length < headLength) return false;
        final int lastWord = headLength - Long.BYTES;
        long difference = wordDifference(lastWord);
        for (int i = 0; i < lastWord; i += Long.BYTES) {
            difference |= wordDifference(i);
        }
        return difference == 0;
    }

    private long wordDifference(int at) {
        return Octets.littleLong(head, at) ^ Octets.littleLong(frame, base + at);
    }

    private boolean readHead(int wholeLength) {
        mti = -1;
        bitmaps.clear();
        allReadable();
        isHeadKept = false;
        if (length < wholeLength) {
            fail(ErrorReason.MESSAGE_TOO_LONG, 0, base, wholeLength, length);
            return false;
        }
        final int bitmapAt = readMti(base);
        final int end = bitmapAt < 0 ? -1 : bitmaps.read(frame, base, bitmapAt, base + length);
        if (end < 0) return false;
        headLength = end - base;
        isHeadKept = error.isNone();
        System.arraycopy(frame, base, head, 0, headLength);
        plan = plans.of(bitmaps);
        return true;
    }

    /** What lies at or behind an element that cannot be read cannot be read either. */
    private void diagnose() {
        final int from = base + headLength;
        final int stop = diagnosis.walk(frame, base, from, base + length, bitmaps);
        readablePrimary &= before(stop, 1);
        readableSecondary &= before(stop, 1 + Long.SIZE);
        readableTertiary &= before(stop, 1 + Bitmaps.LAST_OF_SECONDARY);
    }

    /** Of the bitmap whose highest bit is {@code first}, the elements below {@code stop}. */
    private static long before(int stop, int first) {
        if (stop <= first) return 0;
        return stop >= first + Long.SIZE ? -1 : ~(-1L >>> stop - first);
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
        if (copy.length < length) {
            wipe();
            copy = new byte[BitUtil.findNextPositivePowerOfTwo(length)];
        }
        buffer.getBytes(offset, copy, 0, length);
        copied = Math.max(copied, length);
        frame = copy;
        base = 0;
    }

    /** Zeroes what was copied of messages; none can be read before the next {@link #wrap}. */
    public void wipe() {
        Arrays.fill(copy, 0, copied, (byte) 0);
        copied = 0;
    }

    /** Leaves the index behind the message type, or -1. */
    private int readMti(int at) {
        final int bytes = spec.start().mtiBytes();
        if (length < bytes) return truncated(0, at, bytes);
        final int digits =
                switch (spec.start().mti()) {
                    case BCD -> Digits.mtiFromBcd(frame, at);
                    case ASCII -> Digits.mti(frame, at, 0x30303030);
                    default -> Digits.mti(frame, at, 0xF0F0F0F0);
                };
        if (digits < 0) return fail(ErrorReason.MTI_NOT_DIGITS, 0, at, 0, 0);
        mti = digits;
        if (digits >>> 12 != spec.versionDigit()) {
            fail(ErrorReason.UNKNOWN_VERSION, 0, at, digits >>> 12, spec.versionDigit());
        }
        return at + bytes;
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
        return bitmaps.primary;
    }

    /** Second bitmap as received or 0; bit 63 is DE65. */
    public long secondaryBitmap() {
        return bitmaps.secondary;
    }

    /** Third bitmap as received or 0; bit 63 is DE129. */
    public long tertiaryBitmap() {
        return bitmaps.tertiary;
    }

    /** All of them. */
    Bitmaps bitmaps() {
        return bitmaps;
    }

    /** Whether the bitmaps name the element (2 to 192), readable or not. */
    public boolean isNamed(int de) {
        return bitmaps.isSet(de);
    }

    /** Whether the element (2 to 192) is present and can be read. */
    public boolean has(int de) {
        final long bit = Bitmaps.bit(de);
        if (de <= Long.SIZE) return (readablePrimary & bit) != 0;
        return ((de <= Bitmaps.LAST_OF_SECONDARY ? readableSecondary : readableTertiary) & bit)
                != 0;
    }

    /** Index in the buffer of the element's first byte, its length prefix included. */
    public int elementOffset(int de) {
        return bufferOffset + start(de);
    }

    /** Bytes of the element, its length prefix included. */
    public int elementLength(int de) {
        return layouts[de].prefixBytes + valueLength(de);
    }

    /** Index in the buffer of the value's first byte. */
    public int valueOffset(int de) {
        return bufferOffset + start(de) + layouts[de].prefixBytes;
    }

    /** Bytes of the value. */
    public int valueLength(int de) {
        final Layout layout = layouts[de];
        return layout.isFixed() ? layout.fixedBytes : layout.bytes(plan.units(de));
    }

    /** Digits, characters or octets of the value. */
    public int units(int de) {
        final Layout layout = layouts[de];
        final int units = layout.isFixed() ? layout.units : plan.units(de);
        return layout.isFilled ? unitsWithin(de, units) : units;
    }

    private int unitsWithin(int de, int units) {
        final int bytes = valueLength(de);
        final int fillers = layouts[de].fillers(frame, valueStart(de), bytes, units);
        return 2 * bytes - fillers;
    }

    /** Distance of the element from the start of the message. */
    int start(int de) {
        assert has(de) : "DE" + de + " is not there to be read";
        return plan.start(de);
    }

    /** Index in {@code frame}. */
    private int valueStart(int de) {
        return base + start(de) + layouts[de].prefixBytes;
    }

    /** Value of an element of at most 18 digits, in BCD or ASCII. */
    public long number(int de) {
        return Digits.number(layouts[de], frame, valueStart(de), valueLength(de), units(de));
    }

    /** The i-th digit (0 = first) of an element of digits or track characters. */
    public int digit(int de, int i) {
        return Digits.digit(layouts[de], frame, valueStart(de), units(de), i);
    }

    /**
     * Writes the value as characters: characters of EBCDIC, BCD digits and track characters (the
     * separator as {@code =}) as ASCII, octets as upper-case hexadecimal, all else as it is.
     *
     * @return characters written
     */
    public int copyText(int de, MutableDirectBuffer target, int at) {
        final int valueAt = valueStart(de);
        final int bytes = valueLength(de);
        final Layout layout = layouts[de];
        return switch (spec.element(de).encoding()) {
            case BCD -> Digits.copyBcd(layout, frame, valueAt, units(de), target, at);
            case BINARY -> Digits.copyHex(frame, valueAt, bytes, target, at);
            case ASCII, HEX -> Digits.copyCharacters(frame, valueAt, bytes, target, at);
            default -> layout.page.copyAscii(frame, valueAt, bytes, target, at);
        };
    }

    /** Writes so many bytes, {@code from} the start of the message on. */
    void copyBytes(int from, int bytes, byte[] target, int at) {
        System.arraycopy(frame, base + from, target, at, bytes);
    }

    /** Elements of one bitmap as pieces of this message, valid until the next call. */
    CopyRuns copyRuns(long elements, int first) {
        final CopyRuns runs = plan.copyRuns(elements, first);
        runs.locate(this, plan.shape());
        return runs;
    }

    void copyBytes(CopyRuns runs, byte[] target, int at) {
        runs.copy(frame, base, target, at);
    }

    /** Whether an answer can name the message: its type and DE11 can be read and are digits. */
    public boolean isAnswerable() {
        return mti >= 0
                && has(STAN)
                && layouts[STAN].isValid(frame, valueStart(STAN), valueLength(STAN), units(STAN));
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
     * a copy of the frame. Native byte order: it never leaves the process.
     *
     * @return bytes written, at most {@link #MAX_INDEX_LENGTH}
     */
    public int saveIndex(MutableDirectBuffer target, int at) {
        target.putLong(at, bitmaps.primary);
        target.putLong(at + SAVED_SECONDARY, bitmaps.secondary);
        target.putLong(at + SAVED_TERTIARY, bitmaps.tertiary);
        target.putInt(at + SAVED_MTI, mti);
        target.putInt(at + SAVED_LENGTH, length);
        return plan.save(target, at + SAVED_SEGMENTS) - at;
    }

    /** Takes up a message whose index was saved; the frame holds the same bytes. */
    public void restoreIndex(DirectBuffer buffer, int offset, DirectBuffer saved, int at) {
        bitmaps.primary = saved.getLong(at);
        bitmaps.secondary = saved.getLong(at + SAVED_SECONDARY);
        bitmaps.tertiary = saved.getLong(at + SAVED_TERTIARY);
        mti = saved.getInt(at + SAVED_MTI);
        take(buffer, offset, saved.getInt(at + SAVED_LENGTH));
        error.clear();
        allReadable();
        isHeadKept = false;
        plan = plans.of(bitmaps);
        plan.restore(length, saved, at + SAVED_SEGMENTS);
    }
}
