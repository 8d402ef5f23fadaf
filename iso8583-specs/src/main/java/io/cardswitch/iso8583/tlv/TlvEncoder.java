package io.cardswitch.iso8583.tlv;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes a tag-length-value field in place: {@code wrap}, objects, {@code finish}. Never allocates
 * and never writes behind its limit. What has no room makes {@code finish} answer {@link #REFUSED};
 * a number that is no tag of the layout and calls in the wrong order are mistakes of the caller and
 * throw. BER lengths are as short as they can be.
 */
public final class TlvEncoder {
    /** Answer of {@link #finish()} when an object was refused. */
    public static final int REFUSED = -1;

    private static final int HIGHEST_BER_LENGTH = (1 << TlvDecoder.MAX_LENGTH_BYTES * 8) - 1;

    private final TlvLayout layout;

    /** Indexes of the values of the constructed objects that are open. */
    private final int[] open = new int[TlvDecoder.MAX_DEPTH];

    private MutableDirectBuffer buffer = new UnsafeBuffer(0, 0);
    private int start;
    private int limit;
    private int at;
    private int depth;
    private TlvReason reason = TlvReason.NONE;
    private int errorTag;
    private int errorActual;
    private int errorExpected;

    /** For fields of one layout. */
    public TlvEncoder(TlvLayout layout) {
        this.layout = layout;
    }

    /** Writes from {@code offset}, never at or behind {@code limit}. */
    public TlvEncoder wrap(MutableDirectBuffer buffer, int offset, int limit) {
        buffer.boundsCheck(offset, limit - offset);
        this.buffer = buffer;
        this.limit = limit;
        start = offset;
        at = offset;
        depth = 0;
        reason = TlvReason.NONE;
        return this;
    }

    /** Appends an object. */
    public TlvEncoder put(int tag, DirectBuffer value, int offset, int length) {
        requireTag(tag);
        final int highest = highestLength();
        if (length > highest) return refuse(TlvReason.LENGTH_EXCEEDS, tag, length, highest);
        if (!reserve(tag, layout.bytes(tag) + lengthBytes(length) + length)) return this;
        if (layout.form() == TlvLayout.Form.LENGTH_FIRST) {
            putLength(length);
            putTag(tag);
        } else {
            putTag(tag);
            putLength(length);
        }
        buffer.putBytes(at, value, offset, length);
        at += length;
        return this;
    }

    /** Starts a constructed object; what follows up to {@link #end} is in it. */
    public TlvEncoder begin(int tag) {
        requireTag(tag);
        if (!layout.isBer() || !TlvLayout.isConstructed(tag, layout.bytes(tag))) {
            throw new IllegalArgumentException(layout.text(tag) + " holds no objects");
        }
        if (depth == TlvDecoder.MAX_DEPTH) {
            return refuse(TlvReason.TOO_DEEP, tag, TlvDecoder.MAX_DEPTH, 0);
        }
        if (!reserve(tag, layout.bytes(tag) + 1)) return this;
        putTag(tag);
        at++;
        open[depth++] = at;
        return this;
    }

    /** Ends the constructed object begun last. */
    public TlvEncoder end() {
        if (reason != TlvReason.NONE) return this;
        if (depth == 0) throw new IllegalStateException("no object is open");
        final int valueAt = open[--depth];
        final int length = at - valueAt;
        final int shift = lengthBytes(length) - 1;
        if (!reserve(0, shift)) return this;
        if (shift > 0) buffer.putBytes(valueAt + shift, buffer, valueAt, length);
        at = valueAt - 1;
        putLength(length);
        at += length;
        return this;
    }

    /** Bytes written, or {@link #REFUSED}. */
    public int finish() {
        if (reason != TlvReason.NONE) return REFUSED;
        if (depth != 0) throw new IllegalStateException("an object is open");
        return at - start;
    }

    /** First refusal, NONE when there was none. */
    public TlvReason reason() {
        return reason;
    }

    /** The first refusal in words; for people. */
    public String errorText() {
        final String text = reason.describe(errorActual, errorExpected);
        return errorTag == 0 ? text : layout.text(errorTag) + ": " + text;
    }

    private int highestLength() {
        if (layout.isBer()) return HIGHEST_BER_LENGTH;
        final int highest = layout.numerals().highest(layout.lengthBytes());
        return layout.lengthCountsTag() ? highest - layout.tagBytes() : highest;
    }

    private int lengthBytes(int length) {
        if (!layout.isBer()) return layout.lengthBytes();
        if (length < TlvLayout.MORE) return 1;
        return 1 + Integer.BYTES - Integer.numberOfLeadingZeros(length) / Byte.SIZE;
    }

    private void putTag(int tag) {
        putOctets(tag, layout.bytes(tag));
    }

    private void putLength(int length) {
        final int bytes = lengthBytes(length);
        if (layout.isBer()) {
            if (bytes == 1) {
                putOctets(length, 1);
            } else {
                putOctets(TlvLayout.MORE | bytes - 1, 1);
                putOctets(length, bytes - 1);
            }
            return;
        }
        final int counted = layout.lengthCountsTag() ? length + layout.tagBytes() : length;
        layout.numerals().write(counted, buffer, at, bytes);
        at += bytes;
    }

    private void putOctets(int number, int bytes) {
        for (int i = bytes - 1; i >= 0; i--) {
            buffer.putByte(at++, (byte) (number >>> i * Byte.SIZE));
        }
    }

    private boolean reserve(int tag, int bytes) {
        if (reason == TlvReason.NONE && bytes > limit - at) {
            refuse(TlvReason.NO_ROOM, tag, bytes, limit - at);
        }
        return reason == TlvReason.NONE;
    }

    private TlvEncoder refuse(TlvReason reason, int tag, int actual, int expected) {
        if (this.reason != TlvReason.NONE) return this;
        this.reason = reason;
        errorTag = tag;
        errorActual = actual;
        errorExpected = expected;
        return this;
    }

    private void requireTag(int tag) {
        if (!layout.isTag(tag)) {
            throw new IllegalArgumentException(layout.text(tag) + " is no tag here");
        }
    }
}
