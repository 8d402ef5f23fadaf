package io.cardswitch.iso8583.framing;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * So many bytes of which no more is known: an answer has those of its request, a request of ours
 * has zeros.
 *
 * @param bytes 1 to {@link #MAX_BYTES}
 */
public record OpaqueHeader(int bytes) implements MessageHeader {
    /** Longer ones are none that a terminal or network sends. */
    public static final int MAX_BYTES = 255;

    private static final byte ZERO = 0;

    @Override
    public int length(DirectBuffer buffer, int offset, int available) {
        return available < bytes ? UNREADABLE : bytes;
    }

    @Override
    public boolean isWhole(DirectBuffer buffer, int offset, int available) {
        return true;
    }

    @Override
    public Problem problem(DirectBuffer buffer, int offset, int available) {
        if (available >= bytes) return null;
        return new Problem(0, Header.cut(this + " header", bytes, available));
    }

    @Override
    public boolean isReject(DirectBuffer buffer, int offset) {
        return false;
    }

    @Override
    public int answerLength() {
        return bytes;
    }

    @Override
    public void putRequest(MutableDirectBuffer out, int offset, int messageLength) {
        out.setMemory(offset, bytes, ZERO);
    }

    @Override
    public void putAnswer(
            MutableDirectBuffer out,
            int offset,
            DirectBuffer request,
            int requestOffset,
            int messageLength) {
        out.putBytes(offset, request, requestOffset, bytes);
    }

    /** In errors: {@code 11-byte header is cut}. */
    @Override
    public String toString() {
        return bytes + "-byte";
    }
}
