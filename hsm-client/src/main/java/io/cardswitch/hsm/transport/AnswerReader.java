package io.cardswitch.hsm.transport;

import io.netty.buffer.ByteBuf;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Cuts what a connection receives into answers: length, two bytes, then so many bytes. Holds at
 * most one answer that is not whole; everything is zeroed as soon as it was read.
 */
final class AnswerReader {
    /** Takes answers, header included. */
    interface Sink {
        /** One answer. */
        void onFrame(UnsafeBuffer buffer, int offset, int length);

        /** A length that no answer can have: the stream cannot be cut any more. */
        void onBroken();
    }

    private final UnsafeBuffer held;
    private final int maxFrameLength;
    private int heldLength;
    private boolean isBroken;

    AnswerReader(int maxFrameLength) {
        this.maxFrameLength = maxFrameLength;
        this.held = new UnsafeBuffer(new byte[2 * (Short.BYTES + maxFrameLength)]);
    }

    /** Reads all bytes, and zeroes them in place. */
    void read(ByteBuf bytes, Sink sink) {
        final int start = bytes.readerIndex();
        while (bytes.isReadable() && !isBroken) {
            final int count = Math.min(bytes.readableBytes(), held.capacity() - heldLength);
            bytes.readBytes(held.byteArray(), heldLength, count);
            heldLength += count;
            cut(sink);
        }
        if (!bytes.isReadOnly()) {
            bytes.setZero(start, bytes.writerIndex() - start);
        }
    }

    private void cut(Sink sink) {
        int at = 0;
        while (heldLength - at >= Short.BYTES && !isBroken) {
            final int length = (held.getByte(at) & 0xFF) << Byte.SIZE | held.getByte(at + 1) & 0xFF;
            if (length > maxFrameLength) {
                isBroken = true;
                sink.onBroken();
                break;
            }
            if (heldLength - at < Short.BYTES + length) {
                break;
            }
            sink.onFrame(held, at + Short.BYTES, length);
            at += Short.BYTES + length;
        }
        keepFrom(isBroken ? heldLength : Math.min(at, heldLength));
    }

    private void keepFrom(int at) {
        final int rest = heldLength - at;
        held.putBytes(0, held, at, rest);
        held.setMemory(rest, heldLength - rest, (byte) 0);
        heldLength = rest;
    }

    /** Forgets what is not whole: another connection begins. */
    void clear() {
        held.setMemory(0, held.capacity(), (byte) 0);
        heldLength = 0;
        isBroken = false;
    }

    /** Whether only zeros are left, for tests. */
    boolean isBlank() {
        for (int i = 0; i < held.capacity(); i++) {
            if (held.getByte(i) != 0) {
                return false;
            }
        }
        return true;
    }
}
