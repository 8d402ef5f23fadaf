package io.cardswitch.core.command;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The engine's wish to have the card of one request checked. The edge has what the check is made of
 * and answers with a CardCheckResult command.
 *
 * <pre>
 *  0            8          16          18    20     21       22
 *  | edgeHandle | sequence | productId | pvv | pvki | checks | ... | 24
 * </pre>
 */
public final class CardCheckFlyweight {
    /** Bytes of one card check. */
    public static final int LENGTH = 24;

    private static final int SEQUENCE = 8;
    private static final int PRODUCT_ID = 16;
    private static final int PVV = 18;
    private static final int PVKI = 20;
    private static final int CHECKS = 21;

    private MutableDirectBuffer buffer = new UnsafeBuffer(0, 0);
    private int offset;

    /** Views the card check at {@code offset}. */
    public CardCheckFlyweight wrap(MutableDirectBuffer area, int areaOffset) {
        area.boundsCheck(areaOffset, LENGTH);
        this.buffer = area;
        this.offset = areaOffset;
        return this;
    }

    /** Copies all {@link #LENGTH} bytes to {@code target}. */
    public void copyTo(MutableDirectBuffer target, int targetOffset) {
        target.putBytes(targetOffset, buffer, offset, LENGTH);
    }

    /** Zeroes all fields. */
    public CardCheckFlyweight clear() {
        buffer.setMemory(offset, LENGTH, (byte) 0);
        return this;
    }

    /** In-flight slot of the request at the edge. */
    public long edgeHandle() {
        return buffer.getLong(offset);
    }

    /** Sets {@link #edgeHandle()}. */
    public CardCheckFlyweight edgeHandle(long value) {
        buffer.putLong(offset, value);
        return this;
    }

    /** Sequence of the request's command; the result names it again. */
    public long sequence() {
        return buffer.getLong(offset + SEQUENCE);
    }

    /** Sets {@link #sequence()}. */
    public CardCheckFlyweight sequence(long value) {
        buffer.putLong(offset + SEQUENCE, value);
        return this;
    }

    /** Product of the card, or issuer that its PIN is translated for: it names the keys. */
    public int productId() {
        return buffer.getShort(offset + PRODUCT_ID) & 0xFFFF;
    }

    /** Sets {@link #productId()}. */
    public CardCheckFlyweight productId(int value) {
        buffer.putShort(offset + PRODUCT_ID, (short) value);
        return this;
    }

    /** PIN verification value of the card, or its PIN offset; 65534 when it has none. */
    public int pvv() {
        return buffer.getShort(offset + PVV) & 0xFFFF;
    }

    /** Sets {@link #pvv()}. */
    public CardCheckFlyweight pvv(int value) {
        buffer.putShort(offset + PVV, (short) value);
        return this;
    }

    /** PIN verification key index of the card, 0-9. */
    public int pvki() {
        return buffer.getByte(offset + PVKI);
    }

    /** Sets {@link #pvki()}. */
    public CardCheckFlyweight pvki(int value) {
        buffer.putByte(offset + PVKI, (byte) value);
        return this;
    }

    /** Bit set of CardCheck codes: what to check, never empty. */
    public int checks() {
        return buffer.getByte(offset + CHECKS);
    }

    /** Sets {@link #checks()}. */
    public CardCheckFlyweight checks(int value) {
        buffer.putByte(offset + CHECKS, (byte) value);
        return this;
    }
}
