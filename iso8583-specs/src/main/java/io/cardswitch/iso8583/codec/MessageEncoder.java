package io.cardswitch.iso8583.codec;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes a message in place: {@code wrap}, {@code begin}, elements in ascending order, {@code
 * finish}. Never allocates and never writes behind its limit. A value that does not fit its element
 * or the buffer makes {@code finish} answer {@link #REFUSED}; calls in the wrong order or for
 * elements that the dialect lacks are mistakes of the caller and throw.
 */
public final class MessageEncoder {
    /** Answer of {@link #finish()} when an element was refused. */
    public static final int REFUSED = -1;

    private static final int LAST_OF_PRIMARY = Long.SIZE;

    private final MessageSpec spec;
    private final UnsafeBuffer frame = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer array = new UnsafeBuffer(0, 0);
    private final int mtiBytes;
    private final int bitmapBytes;

    private int at;
    private int lastElement;
    private int highestElement;
    private long primary;
    private long secondary;

    private ErrorReason errorReason = ErrorReason.NONE;
    private int errorElement;
    private int errorActual;
    private int errorExpected;

    /** For messages of one dialect. */
    public MessageEncoder(MessageSpec spec) {
        this.spec = spec;
        mtiBytes = spec.mtiEncoding() == Encoding.ASCII ? Integer.BYTES : Short.BYTES;
        bitmapBytes = spec.bitmapEncoding() == Encoding.HEX ? 2 * Long.BYTES : Long.BYTES;
    }

    /** The dialect written. */
    public MessageSpec spec() {
        return spec;
    }

    /** Writes from {@code offset}, never at or behind {@code limit}. */
    public MessageEncoder wrap(MutableDirectBuffer target, int offset, int limit) {
        frame.wrap(target, offset, limit - offset);
        lastElement = MessageSpec.LAST_ELEMENT;
        return this;
    }

    /**
     * Starts a message.
     *
     * @param mti 0x0210 for 0210
     * @param withSecondaryBitmap whether elements above 64 may follow
     */
    public MessageEncoder begin(int mti, boolean withSecondaryBitmap) {
        errorReason = ErrorReason.NONE;
        primary = withSecondaryBitmap ? Long.MIN_VALUE : 0;
        secondary = 0;
        lastElement = 1;
        highestElement = withSecondaryBitmap ? MessageSpec.LAST_ELEMENT : LAST_OF_PRIMARY;
        at = mtiBytes + (withSecondaryBitmap ? 2 * bitmapBytes : bitmapBytes);
        if (at > frame.capacity()) {
            at = 0;
            noRoom(0, mtiBytes + bitmapBytes);
        } else if (mtiBytes == Integer.BYTES) {
            frame.putInt(0, (int) Digits.eightHexCharacters(mti), BIG_ENDIAN);
        } else {
            frame.putShort(0, (short) mti, BIG_ENDIAN);
        }
        return this;
    }

    /** Repeats an element of a message of the same dialect, byte for byte. */
    public MessageEncoder copy(MessageDecoder source, int de) {
        final int bytes = source.elementLength(de);
        if (reserve(de, bytes)) {
            source.copyBytes(de, bytes, frame, at);
            at += bytes;
        }
        return this;
    }

    /**
     * Repeats every element that a valid message of the same dialect has from {@code first} to
     * {@code last}, byte for byte in one copy. Both are present and belong to the same bitmap.
     */
    public MessageEncoder copyRange(MessageDecoder source, int first, int last) {
        final int bytes =
                source.elementOffset(last)
                        + source.elementLength(last)
                        - source.elementOffset(first);
        if (reserve(first, bytes)) {
            source.copyBytes(first, bytes, frame, at);
            at += bytes;
            lastElement = last;
            final long fromFirst = -1L >>> (first - 1);
            final long toLast = -1L << -last;
            if (last <= LAST_OF_PRIMARY) {
                primary |= source.primaryBitmap() & fromFirst & toLast;
            } else {
                secondary |= source.secondaryBitmap() & fromFirst & toLast;
            }
        }
        return this;
    }

    /**
     * Writes digits, with leading zeros where the length is fixed.
     *
     * @param value not negative
     */
    public MessageEncoder number(int de, long value) {
        final long layout = spec.layouts[de];
        final int prefixBytes = Layout.prefixBytes(layout);
        final int max = Layout.units(layout);
        final int needed = Digits.count(value);
        if (needed > max || value < 0) return refuse(ErrorReason.LENGTH_EXCEEDS, de, needed, max);
        final int units = prefixBytes == 0 ? max : needed;
        final int bytes = Layout.bytes(layout, units);
        if (!reserve(de, prefixBytes + bytes)) return this;
        writeLength(layout, units);
        if (!Layout.isBcd(layout)) {
            Digits.asciiFromNumber(value, frame, at, bytes);
        } else {
            final boolean isShifted =
                    (units & 1) != 0 && ContentCheck.isRightPadded(Layout.check(layout));
            Digits.bcdFromNumber(isShifted ? value * 10 : value, frame, at, bytes);
        }
        at += bytes;
        return this;
    }

    /**
     * Writes characters. A value shorter than a fixed length gets leading zeros when it is digits
     * and trailing blanks when it is text, as the standard has it.
     */
    public MessageEncoder text(int de, DirectBuffer ascii, int offset, int length) {
        final ElementSpec element = spec.element(de);
        final int units = element.isFixed() ? element.units() : length;
        if (length > element.units()) {
            return refuse(ErrorReason.LENGTH_EXCEEDS, de, length, element.units());
        }
        if (length < units && !element.isPadded()) {
            return refuse(ErrorReason.LENGTH_DIFFERS, de, length, units);
        }
        final int bytes = element.bytes(units);
        if (!reserve(de, element.prefixBytes() + bytes)) return this;
        writeLength(spec.layouts[de], units);
        if (element.encoding() != Encoding.BCD) {
            writeCharacters(element, ascii, offset, length);
        } else if (!writeBcd(element, ascii, offset, length)) {
            return this;
        }
        final int check = Layout.check(spec.layouts[de]);
        if (!ContentCheck.isValid(check, frame, at, bytes, units)) {
            final int bad = ContentCheck.firstInvalid(check, frame, at, bytes);
            final int octet = frame.getByte(at + bad) & 0xFF;
            return refuse(ContentCheck.reason(check, bad, octet), de, octet, 0);
        }
        at += bytes;
        return this;
    }

    /** As {@link #text(int, DirectBuffer, int, int)}, from an array. */
    public MessageEncoder text(int de, byte[] ascii, int offset, int length) {
        array.wrap(ascii);
        return text(de, array, offset, length);
    }

    /** Writes octets into an element of content {@code b}. */
    public MessageEncoder binary(int de, DirectBuffer source, int offset, int length) {
        final ElementSpec element = spec.element(de);
        if (element.content() != Content.B) {
            throw new IllegalArgumentException("DE" + de + " is " + element.notation());
        }
        if (length > element.units()) {
            return refuse(ErrorReason.LENGTH_EXCEEDS, de, length, element.units());
        }
        if (element.isFixed() && length != element.units()) {
            return refuse(ErrorReason.LENGTH_DIFFERS, de, length, element.units());
        }
        final int bytes = element.bytes(length);
        if (!reserve(de, element.prefixBytes() + bytes)) return this;
        writeLength(spec.layouts[de], length);
        if (element.encoding() == Encoding.HEX) {
            Digits.hexFromBytes(source, offset, length, frame, at);
        } else {
            frame.putBytes(at, source, offset, length);
        }
        at += bytes;
        return this;
    }

    /** Writes the bitmaps. Leaves the length of the message, or {@link #REFUSED}. */
    public int finish() {
        if (errorReason != ErrorReason.NONE) return REFUSED;
        lastElement = MessageSpec.LAST_ELEMENT;
        writeBitmap(primary, mtiBytes);
        if (primary < 0) writeBitmap(secondary, mtiBytes + bitmapBytes);
        return at;
    }

    /** First refusal, NONE when there was none. */
    public ErrorReason errorReason() {
        return errorReason;
    }

    /** Element of the first refusal. */
    public int errorElement() {
        return errorElement;
    }

    /** The first refusal in words; builds a String. */
    public String errorText() {
        return errorReason.describe(errorActual, errorExpected);
    }

    /** Notes the element in its bitmap when so many bytes still fit. */
    private boolean reserve(int de, int bytes) {
        if (de <= lastElement || de > highestElement) throw outOfOrder(de);
        if (errorReason != ErrorReason.NONE) return false;
        if (bytes > frame.capacity() - at) {
            noRoom(de, bytes);
            return false;
        }
        lastElement = de;
        if (de <= LAST_OF_PRIMARY) primary |= Long.MIN_VALUE >>> de - 1;
        else secondary |= Long.MIN_VALUE >>> de - 1 - Long.SIZE;
        return true;
    }

    private IllegalStateException outOfOrder(int de) {
        return new IllegalStateException(
                "DE" + de + " after DE" + lastElement + ", highest DE" + highestElement);
    }

    private MessageEncoder refuse(ErrorReason reason, int de, int actual, int expected) {
        if (errorReason == ErrorReason.NONE) {
            errorReason = reason;
            errorElement = de;
            errorActual = actual;
            errorExpected = expected;
        }
        return this;
    }

    private void noRoom(int de, int needed) {
        refuse(ErrorReason.NO_ROOM, de, needed, frame.capacity() - at);
    }

    private void writeBitmap(long bitmap, int offset) {
        if (bitmapBytes == Long.BYTES) frame.putLong(offset, bitmap, BIG_ENDIAN);
        else Digits.hexFromLong(bitmap, frame, offset);
    }

    private void writeLength(long layout, int units) {
        final int bytes = Layout.prefixBytes(layout);
        if (bytes == 0) return;
        if (Layout.isLengthAscii(layout)) Digits.asciiFromNumber(units, frame, at, bytes);
        else Digits.bcdFromNumber(units, frame, at, bytes);
        at += bytes;
    }

    private void writeCharacters(ElementSpec element, DirectBuffer ascii, int offset, int length) {
        final int fill = element.isFixed() ? element.units() - length : 0;
        if (element.content() == Content.N) {
            frame.setMemory(at, fill, (byte) '0');
            frame.putBytes(at + fill, ascii, offset, length);
        } else {
            frame.putBytes(at, ascii, offset, length);
            frame.setMemory(at + length, fill, (byte) ' ');
        }
    }

    /** Leaves false, having noted why, when a character has no half byte. */
    private boolean writeBcd(ElementSpec element, DirectBuffer ascii, int offset, int length) {
        final int sign = element.content() == Content.X_N ? 1 : 0;
        final int bad = Digits.firstNotNibble(ascii, offset + sign, length - sign);
        if (bad >= 0) {
            final int octet = ascii.getByte(offset + sign + bad) & 0xFF;
            refuse(ErrorReason.BAD_CHARACTER, element.number(), octet, 0);
            return false;
        }
        if (sign != 0) frame.putByte(at, ascii.getByte(offset));
        final int digits = length - sign;
        final int units = element.isFixed() ? element.units() - sign : digits;
        final int odd = element.padding() == Padding.LEFT ? units & 1 : 0;
        final int skipped = odd + units - digits;
        final int start = at + sign;
        frame.setMemory(start, Encoding.BCD.bytes(units), (byte) 0);
        Digits.bcdFromAscii(ascii, offset + sign, skipped, digits, frame, start);
        return true;
    }
}
