package io.cardswitch.iso8583.codec;

import io.cardswitch.iso8583.BitmapSet;
import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.Encoding;
import io.cardswitch.iso8583.MessageStart;
import io.cardswitch.iso8583.ebcdic.CodePage;
import io.cardswitch.iso8583.octets.Octets;

import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.util.Arrays;

/**
 * Writes a message in place: {@code wrap}, {@code begin}, elements in ascending order, {@code
 * finish}. Never allocates and never writes behind its limit. A value that does not fit its element
 * or the buffer makes {@code finish} answer {@link #REFUSED}; calls in the wrong order or for
 * elements that the dialect lacks are mistakes of the caller and throw.
 */
public final class MessageEncoder {
    /** Answer of {@link #finish()} when an element was refused. */
    public static final int REFUSED = -1;

    private static final int MAX_NUMBER_DIGITS = 19;
    private static final byte[] NOTHING = {};
    private static final int LAST_OF_PRIMARY = Long.SIZE;

    private final MessageSpec spec;
    private final byte[] characters;
    private final int mtiBytes;
    private final BitmapSet bitmaps;

    private MutableDirectBuffer target;
    private int targetOffset;

    /** The target's own array, or one to be copied when the target lies outside the heap. */
    private byte[] frame = NOTHING;

    private byte[] copy = NOTHING;

    /** Index in {@code frame} of the message's first byte. */
    private int base;

    /** Index in {@code frame} behind the last byte that may be written. */
    private int limit;

    private int at;
    private int lastElement;
    private int highestElement;
    private long primary;
    private long secondary;
    private long tertiary;

    private final FirstError error = new FirstError();

    /** For messages of one dialect. */
    public MessageEncoder(MessageSpec spec) {
        this.spec = spec;
        characters = new byte[Math.max(MAX_NUMBER_DIGITS, spec.longestText())];
        mtiBytes = spec.start().mtiBytes();
        bitmaps = spec.start().bitmaps();
    }

    /** Writes from {@code offset}, never at or behind {@code limit}. */
    public MessageEncoder wrap(MutableDirectBuffer target, int offset, int limit) {
        final int capacity = Math.min(limit - offset, MessageSpec.MAX_MESSAGE_LENGTH);
        target.boundsCheck(offset, capacity);
        this.target = target;
        targetOffset = offset;
        if (target.byteArray() != null) {
            frame = target.byteArray();
            base = target.wrapAdjustment() + offset;
        } else {
            if (copy.length < capacity)
                copy = new byte[BitUtil.findNextPositivePowerOfTwo(capacity)];
            frame = copy;
            base = 0;
        }
        this.limit = base + capacity;
        lastElement = MessageSpec.LAST_ELEMENT;
        return this;
    }

    /**
     * Starts a message.
     *
     * @param mti 0x0210 for 0210
     * @param withSecondaryBitmap whether elements above 64 may follow; of no meaning in a dialect
     *     that always has two bitmaps
     */
    public MessageEncoder begin(int mti, boolean withSecondaryBitmap) {
        return begin(mti, withSecondaryBitmap ? 2 : 1);
    }

    /**
     * Starts a message.
     *
     * @param mti 0x0210 for 0210
     * @param bitmapCount 1 to 3: room for elements up to 64, 128 or 192; a third bitmap only where
     *     the dialect has one
     */
    public MessageEncoder begin(int mti, int bitmapCount) {
        error.clear();
        final int count = bitmaps == BitmapSet.TWO ? 2 : bitmapCount;
        if (count * Long.SIZE > bitmaps.lastElement()) throw outOfOrder(count * Long.SIZE);
        primary = count > 1 && bitmaps != BitmapSet.TWO ? Long.MIN_VALUE : 0;
        secondary = count > 2 ? Long.MIN_VALUE : 0;
        tertiary = 0;
        lastElement = 1;
        highestElement = count * Long.SIZE;
        final int needed = mtiBytes + spec.start().bitmapBytes(count);
        at = base;
        if (needed > limit - base) {
            noRoom(0, needed);
        } else {
            if (mtiBytes == Integer.BYTES) {
                final int characters = (int) Digits.eightHexCharacters(mti);
                final boolean isEbcdic = spec.start().mti().isEbcdic();
                Octets.putBigInt(frame, base, isEbcdic ? characters | 0xC0C0C0C0 : characters);
            } else {
                frame[base] = (byte) (mti >> Byte.SIZE);
                frame[base + 1] = (byte) mti;
            }
            at += needed;
        }
        return this;
    }

    /** Repeats an element of a message of the same dialect, byte for byte. */
    public MessageEncoder copy(MessageDecoder source, int de) {
        final int bytes = source.elementLength(de);
        if (reserve(de, bytes)) {
            source.copyBytes(source.start(de), bytes, frame, at);
            at += bytes;
        }
        return this;
    }

    /**
     * Repeats elements of a message of the same dialect, byte for byte; those that stand side by
     * side go in one copy.
     *
     * @param elements bits of one bitmap, all of them present and readable, none before one that is
     *     written already
     * @param first element of the highest bit: 1, 65 or 129
     */
    public MessageEncoder copyAll(MessageDecoder source, long elements, int first) {
        if (elements == 0) return this;
        final CopyRuns runs = source.copyRuns(elements, first);
        final int last = first + Long.SIZE - 1 - Long.numberOfTrailingZeros(elements);
        final int from = first + Long.numberOfLeadingZeros(elements);
        if (!reserve(from, last, runs.length(), elements)) return this;
        source.copyBytes(runs, frame, at);
        at += runs.length();
        return this;
    }

    /**
     * Writes digits, with leading zeros where the length is fixed.
     *
     * @param value not negative
     */
    public MessageEncoder number(int de, long value) {
        final Layout layout = spec.layouts[de];
        if (layout == null) throw new IllegalArgumentException("DE" + de + " is not in " + spec);
        final int prefixBytes = layout.prefixBytes;
        final int max = layout.units;
        final int needed = Digits.count(value);
        if (needed > max || value < 0) return refuse(ErrorReason.LENGTH_EXCEEDS, de, needed, max);
        if (ContentCheck.isPaddedWithF(layout.check)) {
            Digits.asciiFromNumber(value, characters, 0, needed);
            return text(de, characters, 0, needed);
        }
        final int units = prefixBytes == 0 ? max : needed;
        final int bytes = layout.isFixed() ? layout.fixedBytes : layout.bytes(units);
        if (!reserve(de, prefixBytes + bytes)) return this;
        writeLength(layout, units);
        if (layout.page != null) {
            Digits.ebcdicFromNumber(value, frame, at, bytes);
        } else if (!layout.isBcd) {
            Digits.asciiFromNumber(value, frame, at, bytes);
        } else {
            final boolean isShifted = (units & 1) != 0 && ContentCheck.isRightPadded(layout.check);
            Digits.bcdFromNumber(isShifted ? value * 10 : value, frame, at, bytes);
        }
        at += bytes;
        return this;
    }

    /** As {@link #text(int, byte[], int, int)}, from a buffer. */
    public MessageEncoder text(int de, DirectBuffer ascii, int offset, int length) {
        if (length > characters.length) {
            return refuse(ErrorReason.LENGTH_EXCEEDS, de, length, elementOf(de).units());
        }
        ascii.getBytes(offset, characters, 0, length);
        return text(de, characters, 0, length);
    }

    /**
     * Writes characters. A value shorter than a fixed length gets leading zeros when it is digits
     * and trailing blanks when it is text, as the standard has it, unless its padding is none.
     */
    public MessageEncoder text(int de, byte[] ascii, int offset, int length) {
        final Layout layout = spec.layouts[de];
        if (layout == null || length != layout.units) return filledText(de, ascii, offset, length);
        final int allowed = layout.shortCheck;
        if (allowed != ContentCheck.ANY && Long.BYTES <= limit - at) {
            final long characters = Octets.littleWord(ascii, offset, length);
            if (ContentCheck.areAllowed(allowed, characters, length)) {
                return word(de, layout.wire(characters), layout.fixedBytes);
            }
        }
        return filledText(de, ascii, offset, length);
    }

    /** Writes a short value; the bytes behind it are still to be written. */
    private MessageEncoder word(int de, long value, int bytes) {
        if (reserve(de, bytes)) {
            Octets.putLittleLong(frame, at, value);
            at += bytes;
        }
        return this;
    }

    private MessageEncoder filledText(int de, byte[] ascii, int offset, int length) {
        final ElementSpec element = elementOf(de);
        if (element.content() == Content.B) throw wrongContent(element);
        final Layout layout = spec.layouts[de];
        final int max = layout.units;
        final int units = element.isFixed() ? max : length;
        if (length > max) return refuse(ErrorReason.LENGTH_EXCEEDS, de, length, max);
        if (length < units && !element.isPadded()) {
            return refuse(ErrorReason.LENGTH_DIFFERS, de, length, max);
        }
        final int bytes = element.bytes(units);
        if (!reserve(de, layout.prefixBytes + bytes)) return this;
        writeLength(layout, units);
        if (element.encoding() != Encoding.BCD) {
            writeCharacters(element, ascii, offset, length);
            if (layout.page != null) layout.page.fromAscii(frame, at, bytes);
        } else {
            final int bad = Digits.bcdFromText(element, ascii, offset, length, frame, at);
            if (bad >= 0) return refuse(ErrorReason.BAD_CHARACTER, de, ascii[bad] & 0xFF, 0);
        }
        // What is counted in bytes is read as digits throughout, but for one F.
        final int read = layout.isFilled && !layout.isFixed() ? 2 * bytes : units;
        if (!layout.isValid(frame, at, bytes, read)) {
            final int bad = ContentCheck.firstInvalid(layout.check, frame, at, bytes);
            final int octet = frame[at + bad] & 0xFF;
            return refuse(ContentCheck.reason(layout.check, bad, octet), de, octet, 0);
        }
        at += bytes;
        return this;
    }

    /** Writes octets into an element of content {@code b}. */
    public MessageEncoder binary(int de, DirectBuffer source, int offset, int length) {
        final ElementSpec element = elementOf(de);
        if (element.content() != Content.B) throw wrongContent(element);
        final int max = element.units();
        if (length > max) return refuse(ErrorReason.LENGTH_EXCEEDS, de, length, max);
        if (element.isFixed() && length != max) {
            return refuse(ErrorReason.LENGTH_DIFFERS, de, length, max);
        }
        final Layout layout = spec.layouts[de];
        final int bytes = element.bytes(length);
        if (!reserve(de, layout.prefixBytes + bytes)) return this;
        writeLength(layout, length);
        if (element.encoding() == Encoding.BINARY) {
            source.getBytes(offset, frame, at, length);
        } else {
            for (int i = 0; i < length; i++) {
                final int octet = source.getByte(offset + i);
                frame[at + 2 * i] = Digits.hexCharacter(octet >> 4 & 0xF);
                frame[at + 2 * i + 1] = Digits.hexCharacter(octet & 0xF);
            }
            if (layout.page != null) layout.page.fromAscii(frame, at, bytes);
        }
        at += bytes;
        return this;
    }

    private ElementSpec elementOf(int de) {
        final ElementSpec element = spec.element(de);
        if (element == null) throw new IllegalArgumentException("DE" + de + " is not in " + spec);
        return element;
    }

    private static IllegalArgumentException wrongContent(ElementSpec element) {
        return new IllegalArgumentException("DE" + element.number() + " is " + element.notation());
    }

    /** Writes the bitmaps. Leaves the length of the message, or {@link #REFUSED}. */
    public int finish() {
        if (!error.isNone()) return REFUSED;
        lastElement = MessageSpec.LAST_ELEMENT;
        final MessageStart start = spec.start();
        final int first = base + mtiBytes;
        writeBitmap(primary, start.bitmap(), first);
        if (highestElement > LAST_OF_PRIMARY) {
            writeBitmap(secondary, start.nextBitmap(), first + start.bitmapBytes(1));
        }
        if (highestElement > Bitmaps.LAST_OF_SECONDARY) {
            writeBitmap(tertiary, start.nextBitmap(), first + start.bitmapBytes(2));
        }
        if (frame == copy) target.putBytes(targetOffset, copy, 0, at);
        return at - base;
    }

    /** First refusal, NONE when there was none. */
    public ErrorReason errorReason() {
        return error.reason;
    }

    /** Element of the first refusal. */
    public int errorElement() {
        return error.element;
    }

    /** The first refusal in words; builds a String. */
    public String errorText() {
        return error.text();
    }

    /** Notes the element in its bitmap when so many bytes still fit. */
    private boolean reserve(int de, int bytes) {
        return reserve(de, de, bytes, Bitmaps.bit(de));
    }

    /** Notes elements of one bitmap, {@code first} to {@code last}. */
    private boolean reserve(int first, int last, int bytes, long bits) {
        if (first <= lastElement) throw outOfOrder(first);
        if (last > highestElement) throw outOfOrder(last);
        if (!error.isNone()) return false;
        if (bytes > limit - at) {
            noRoom(first, bytes);
            return false;
        }
        lastElement = last;
        if (last <= LAST_OF_PRIMARY) primary |= bits;
        else if (last <= Bitmaps.LAST_OF_SECONDARY) secondary |= bits;
        else tertiary |= bits;
        return true;
    }

    private IllegalStateException outOfOrder(int de) {
        return new IllegalStateException(
                "DE" + de + " after DE" + lastElement + ", highest DE" + highestElement);
    }

    private MessageEncoder refuse(ErrorReason reason, int de, int actual, int expected) {
        error.note(reason, de, 0, FirstError.figures(actual, expected));
        return this;
    }

    private void noRoom(int de, int needed) {
        refuse(ErrorReason.NO_ROOM, de, needed, limit - at);
    }

    private void writeBitmap(long bitmap, Encoding encoding, int index) {
        if (encoding == Encoding.BINARY) {
            Octets.putBigLong(frame, index, bitmap);
            return;
        }
        Digits.hexFromLong(bitmap, frame, index);
        if (encoding == Encoding.HEX) return;
        CodePage.of(encoding).fromAscii(frame, index, 2 * Long.BYTES);
    }

    private void writeLength(Layout layout, int units) {
        if (layout.isFixed()) return;
        layout.writeLength(units, frame, at);
        at += layout.prefixBytes;
    }

    private void writeCharacters(ElementSpec element, byte[] ascii, int offset, int length) {
        final int fill = element.isFixed() ? element.units() - length : 0;
        final boolean isNumber = element.content() == Content.N;
        final int textAt = isNumber ? at + fill : at;
        System.arraycopy(ascii, offset, frame, textAt, length);
        if (fill == 0) return;
        final int fillAt = isNumber ? at : at + length;
        Arrays.fill(frame, fillAt, fillAt + fill, (byte) (isNumber ? '0' : ' '));
    }
}
