package io.cardswitch.iso8583.tlv;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads a tag-length-value field in place, object by object in the order of the field; nothing is
 * read before it is asked for. Never allocates, never throws for what the bytes hold, never reads
 * outside the field, reads each byte of a tag or length once. Not thread-safe.
 *
 * <pre>
 *  decoder.wrap(buffer, offset, length);
 *  while (decoder.next()) ... decoder.tag(), decoder.valueOffset(), decoder.valueLength()
 *  if (!decoder.isSound()) ... decoder.reason(), decoder.errorOffset(), decoder.errorPath()
 * </pre>
 *
 * <p>BER: a constructed object comes before the objects in it. Between objects, 00 is filler (EMV
 * Book 3 annex B1) and so is FF where no tag can begin: at the end, or before 00 to 1E, 80 or FF.
 * Before any other byte FF begins a private tag such as FF8106.
 */
public final class TlvDecoder {
    /** Constructed objects within each other. */
    public static final int MAX_DEPTH = 8;

    /** Bytes of a BER length behind the one that tells their number. */
    public static final int MAX_LENGTH_BYTES = 3;

    private static final int FILLER = 0xFF;

    private final TlvLayout layout;

    /** Of the constructed objects around the current one, the outermost first. */
    private final int[] tags = new int[MAX_DEPTH];

    private final int[] ends = new int[MAX_DEPTH];

    private DirectBuffer buffer = new UnsafeBuffer(0, 0);
    private int start;
    private int end;

    /** Index in the buffer of what follows the current object's header or, if skipped, value. */
    private int at;

    private int depth;
    private int tag;
    private int tagOffset;
    private int valueOffset;
    private int valueLength;
    private boolean isEntering;

    private TlvReason reason = TlvReason.NONE;
    private int errorOffset;
    private int errorTag;
    private int errorActual;
    private int errorExpected;

    /** For fields of one layout. */
    public TlvDecoder(TlvLayout layout) {
        this.layout = layout;
    }

    /** Takes up the field in {@code length} bytes at {@code offset}; reads nothing yet. */
    public TlvDecoder wrap(DirectBuffer buffer, int offset, int length) {
        buffer.boundsCheck(offset, length);
        this.buffer = buffer;
        start = offset;
        end = offset + length;
        return rewind();
    }

    /** Goes back to before the first object. */
    public TlvDecoder rewind() {
        at = start;
        depth = 0;
        tag = 0;
        isEntering = false;
        reason = TlvReason.NONE;
        errorOffset = 0;
        errorTag = 0;
        return this;
    }

    /** Walks the whole field and goes back; leaves whether all of it is sound. */
    public boolean validate() {
        rewind();
        while (next()) {
            continue;
        }
        if (!isSound()) return false;
        rewind();
        return true;
    }

    /** Goes to the first object of that tag, at any depth; false when there is none. */
    public boolean find(int tag) {
        rewind();
        while (next()) {
            if (this.tag == tag) return true;
        }
        return false;
    }

    /** Goes to the next object; false at the end or at the first error. */
    public boolean next() {
        if (isEntering && !enter()) return false;
        if (!isSound()) return false;
        while (true) {
            final int limit = depth == 0 ? end : ends[depth - 1];
            if (layout.isBer()) skipFiller(limit);
            if (at < limit) return layout.isBer() ? readBer(limit) : readFixed(limit);
            if (depth == 0) return false;
            depth--;
        }
    }

    /** Leaves out the objects in the current one. */
    public void skip() {
        if (!isEntering) return;
        isEntering = false;
        at = valueOffset + valueLength;
    }

    private boolean enter() {
        isEntering = false;
        if (valueLength == 0) return true;
        if (depth == MAX_DEPTH) return fail(TlvReason.TOO_DEEP, valueOffset, MAX_DEPTH, 0);
        tags[depth] = tag;
        ends[depth] = valueOffset + valueLength;
        depth++;
        return true;
    }

    private void skipFiller(int limit) {
        while (at < limit) {
            final int octet = octet(at);
            if (octet != 0 && (octet != FILLER || isTagBehindFiller(limit))) return;
            at++;
        }
    }

    /** Whether a tag's second byte may follow. */
    private boolean isTagBehindFiller(int limit) {
        final int second = at + 1 == limit ? 0 : octet(at + 1);
        return second >= TlvLayout.MULTI_BYTE && second != TlvLayout.MORE && second != FILLER;
    }

    private boolean readBer(int limit) {
        tag = 0;
        tagOffset = at;
        int octet = octet(at++);
        int read = octet;
        boolean isMore = (octet & TlvLayout.MULTI_BYTE) == TlvLayout.MULTI_BYTE;
        while (isMore) {
            if (at == limit) return fail(TlvReason.TAG_TRUNCATED, tagOffset, 0, 0);
            if (at - tagOffset == TlvLayout.MAX_TAG_BYTES) {
                return fail(TlvReason.TAG_TOO_LONG, tagOffset, TlvLayout.MAX_TAG_BYTES, 0);
            }
            octet = octet(at++);
            read = read << Byte.SIZE | octet;
            isMore = (octet & TlvLayout.MORE) != 0;
        }
        tag = read;
        final int tagBytes = at - tagOffset;
        final int lengthAt = at;
        if (at == limit) return fail(TlvReason.LENGTH_TRUNCATED, lengthAt, 0, 0);
        int length = octet(at++);
        if (length >= TlvLayout.MORE) {
            length = readLongLength(length - TlvLayout.MORE, limit);
            if (length < 0) return false;
        }
        return take(length, lengthAt, limit, TlvLayout.isConstructed(tag, tagBytes));
    }

    private int readLongLength(int bytes, int limit) {
        final int lengthAt = at - 1;
        if (bytes == 0) fail(TlvReason.LENGTH_INDEFINITE, lengthAt, 0, 0);
        else if (bytes > MAX_LENGTH_BYTES) {
            fail(TlvReason.LENGTH_TOO_LONG, lengthAt, MAX_LENGTH_BYTES, 0);
        } else if (bytes > limit - at) fail(TlvReason.LENGTH_TRUNCATED, lengthAt, 0, 0);
        if (!isSound()) return -1;
        int length = 0;
        for (int i = 0; i < bytes; i++) {
            length = length << Byte.SIZE | octet(at++);
        }
        return length;
    }

    private boolean readFixed(int limit) {
        final boolean isLengthFirst = layout.form() == TlvLayout.Form.LENGTH_FIRST;
        final int tagBytes = layout.tagBytes();
        final int lengthBytes = layout.lengthBytes();
        final int left = limit - at;
        tag = 0;
        if (left < tagBytes + lengthBytes) {
            final boolean isInFirst = left < (isLengthFirst ? lengthBytes : tagBytes);
            final boolean isInLength = isInFirst == isLengthFirst;
            final TlvReason cut = isInLength ? TlvReason.LENGTH_TRUNCATED : TlvReason.TAG_TRUNCATED;
            return fail(cut, at, 0, 0);
        }
        final int lengthAt = isLengthFirst ? at : at + tagBytes;
        tagOffset = isLengthFirst ? at + lengthBytes : at;
        for (int i = 0; i < tagBytes; i++) {
            tag = tag << Byte.SIZE | octet(tagOffset + i);
        }
        if (!layout.isTextOrOctets(tag)) return fail(TlvReason.TAG_NOT_TEXT, tagOffset, 0, 0);
        int length = layout.numerals().read(buffer, lengthAt, lengthBytes);
        if (length < 0) return fail(TlvReason.LENGTH_NOT_DIGITS, lengthAt, 0, 0);
        if (layout.lengthCountsTag()) {
            if (length < tagBytes) {
                return fail(TlvReason.LENGTH_BELOW_TAG, lengthAt, length, tagBytes);
            }
            length -= tagBytes;
        }
        at += tagBytes + lengthBytes;
        return take(length, lengthAt, limit, false);
    }

    private boolean take(int length, int lengthAt, int limit, boolean isConstructed) {
        final int left = limit - at;
        if (length > left) return fail(TlvReason.VALUE_TRUNCATED, lengthAt, length, left);
        valueOffset = at;
        valueLength = length;
        isEntering = isConstructed;
        if (!isConstructed) at += length;
        return true;
    }

    private boolean fail(TlvReason reason, int offset, int actual, int expected) {
        this.reason = reason;
        errorOffset = offset - start;
        errorTag = reason == TlvReason.TOO_DEEP ? 0 : tag;
        errorActual = actual;
        errorExpected = expected;
        return false;
    }

    private int octet(int index) {
        return buffer.getByte(index) & 0xFF;
    }

    /** The current object's tag, see {@link TlvLayout}. */
    public int tag() {
        return tag;
    }

    /** How many constructed objects are around the current one. */
    public int depth() {
        return depth;
    }

    /** Whether the current object holds objects, which {@link #next} goes to. */
    public boolean isConstructed() {
        return isEntering;
    }

    /** Index in the buffer of the object's first byte: its tag's, or its length's if that leads. */
    public int offset() {
        return layout.form() == TlvLayout.Form.LENGTH_FIRST
                ? tagOffset - layout.lengthBytes()
                : tagOffset;
    }

    /** Index in the buffer of the value's first byte. */
    public int valueOffset() {
        return valueOffset;
    }

    /** Bytes of the value. */
    public int valueLength() {
        return valueLength;
    }

    /** Whether no error has been met so far. */
    public boolean isSound() {
        return reason == TlvReason.NONE;
    }

    /** Offset of the first error from the start of the field. */
    public int errorOffset() {
        return errorOffset;
    }

    /** Tags that lead to the current object, its own last, {@code 71.9F18}; for people. */
    public String path() {
        return path(tag);
    }

    /** Tags that lead to the first error, {@code 71.9F18}; empty outside of any. For people. */
    public String errorPath() {
        return path(errorTag);
    }

    private String path(int last) {
        final StringBuilder path = new StringBuilder();
        for (int i = 0; i < depth; i++) {
            path.append(i == 0 ? "" : ".").append(layout.text(tags[i]));
        }
        if (last != 0) path.append(depth == 0 ? "" : ".").append(layout.text(last));
        return path.toString();
    }

    /** The first error in words, without any value; for people. */
    public String errorText() {
        return reason.describe(errorActual, errorExpected);
    }
}
