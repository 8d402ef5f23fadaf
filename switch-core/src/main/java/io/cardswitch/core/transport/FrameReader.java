package io.cardswitch.core.transport;

import org.agrona.DirectBuffer;

/**
 * Cuts one session's byte stream into frames, in place. Holds no bytes: the caller keeps what was
 * not consumed and offers it again in front of the next bytes.
 */
final class FrameReader {
    /** Takes the bodies. */
    interface Sink {
        /** Takes one body; on {@code false} the frame is not consumed and reading stops. */
        boolean onBody(DirectBuffer buffer, int offset, int length);

        /** A frame without a body. On {@code false} reading stops behind it. */
        boolean onEmpty();

        /** The stream cannot be cut any more; reading stops. */
        void onBroken(CloseReason reason);
    }

    private final Framing framing;
    private final int maxBodyLength;

    FrameReader(Framing framing, int maxBodyLength) {
        this.framing = framing;
        this.maxBodyLength = maxBodyLength;
    }

    /**
     * Hands every whole frame in {@code [offset, limit)} to the sink.
     *
     * @return offset of the first byte that was not consumed
     */
    int read(DirectBuffer buffer, int offset, int limit, Sink sink) {
        final int headerLength = framing.headerLength();
        int at = offset;
        while (limit - at >= headerLength) {
            final int bodyLength = framing.bodyLength(buffer, at);
            if (bodyLength == Framing.UNREADABLE || bodyLength > maxBodyLength) {
                sink.onBroken(
                        bodyLength == Framing.UNREADABLE
                                ? CloseReason.LENGTH_UNREADABLE
                                : CloseReason.FRAME_TOO_LONG);
                return limit;
            }
            final int body = at + headerLength;
            if (limit - body < bodyLength) {
                return at;
            }
            if (bodyLength == 0) {
                at = body;
                if (!sink.onEmpty()) {
                    return at;
                }
            } else {
                if (!sink.onBody(buffer, body, bodyLength)) {
                    return at;
                }
                at = body + bodyLength;
            }
        }
        return at;
    }
}
