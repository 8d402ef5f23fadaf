package io.cardswitch.iso8583.framing;

import org.agrona.DirectBuffer;

/**
 * Cuts one byte stream into frames, in place. Holds no bytes: the caller keeps what was not
 * consumed and offers it again in front of the next bytes.
 */
public final class FrameReader {
    /** Takes the frames. */
    public interface Sink {
        /** Takes one body; on {@code false} the frame is not consumed and reading stops. */
        boolean onBody(DirectBuffer buffer, int offset, int length);

        /** A whole frame without a message. On {@code false} reading stops behind it. */
        boolean onControl(DirectBuffer buffer, int offset, int length);

        /** The stream cannot be cut any more; reading stops. */
        void onBroken(FrameError error);
    }

    private final Framing framing;
    private final int longestFrame;

    /** Bytes of the unfinished frame that are known to hold no end. */
    private int searched;

    /**
     * A reader at the start of a stream.
     *
     * @param maxBodyLength longest body that is taken, in bytes
     */
    public FrameReader(Framing framing, int maxBodyLength) {
        this.framing = framing;
        this.longestFrame = framing.prefixLength() + maxBodyLength + framing.trailerLength();
    }

    /**
     * Hands every whole frame in {@code [offset, limit)} to the sink.
     *
     * @param offset where the stream goes on: first byte that was not consumed before
     * @return offset of the first byte that was not consumed
     */
    public int read(DirectBuffer buffer, int offset, int limit, Sink sink) {
        int at = offset;
        while (at < limit) {
            final int available = limit - at;
            final int length = framing.frameLength(buffer, at, available, searched);
            searched = 0;
            final boolean isUnknown = length == Framing.UNKNOWN;
            if (length > longestFrame || isUnknown && available >= longestFrame) {
                return broken(FrameError.TOO_LONG, limit, sink);
            }
            if (length == Framing.UNREADABLE) {
                return broken(FrameError.LENGTH_UNREADABLE, limit, sink);
            }
            if (isUnknown || length > available) {
                searched = isUnknown ? available : 0;
                return at;
            }
            if (!framing.isEnded(buffer, at, length)) {
                return broken(FrameError.TRAILER_MISSING, limit, sink);
            }
            if (framing.isControl(buffer, at, length)) {
                if (!sink.onControl(buffer, at, length)) {
                    return at + length;
                }
            } else if (!sink.onBody(
                    buffer, at + framing.prefixLength(), framing.bodyLength(length))) {
                return at;
            }
            at += length;
        }
        return at;
    }

    private static int broken(FrameError error, int limit, Sink sink) {
        sink.onBroken(error);
        return limit;
    }
}
