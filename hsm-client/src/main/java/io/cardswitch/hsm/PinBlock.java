package io.cardswitch.hsm;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * View of an encrypted PIN block in the caller's buffer: nothing is copied but into the request.
 * Reusable, not thread-safe.
 */
public final class PinBlock {
    private DirectBuffer buffer = new UnsafeBuffer(0, 0);
    private int offset;
    private int length;
    private PinBlockFormat format = PinBlockFormat.ISO_0;

    /**
     * Looks at a block.
     *
     * @param blockLength in bytes, 8 or, of format 4, 16
     */
    public PinBlock wrap(
            DirectBuffer block, int blockOffset, int blockLength, PinBlockFormat blockFormat) {
        buffer = block;
        offset = blockOffset;
        length = blockLength;
        format = blockFormat;
        return this;
    }

    /** Format of the block. */
    public PinBlockFormat format() {
        return format;
    }

    DirectBuffer buffer() {
        return buffer;
    }

    int offset() {
        return offset;
    }

    int length() {
        return length;
    }

    @Override
    public String toString() {
        return "PinBlock(" + format + ")";
    }
}
