package io.cardswitch.iso8583.framing;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/** Frames for tests, and what a reader makes of them. */
public final class Frames {
    /**
     * Notes everything that a reader finds, and refuses a body now and then as a full ring does.
     */
    static final class Collector implements FrameReader.Sink {
        final List<String> seen = new ArrayList<>();
        SplittableRandom refusals;

        @Override
        public boolean onBody(DirectBuffer buffer, int offset, int length) {
            if (refusals != null && refusals.nextInt(5) == 0) {
                return false;
            }
            seen.add(hex(buffer, offset, length));
            return true;
        }

        @Override
        public boolean onControl(DirectBuffer buffer, int offset, int length) {
            seen.add("control " + hex(buffer, offset, length));
            return true;
        }

        @Override
        public void onBroken(FrameError error) {
            seen.add(error.name());
        }
    }

    /** Counts bodies; any error is one of the test. */
    public static final class Count implements FrameReader.Sink {
        private long bodies;

        @Override
        public boolean onBody(DirectBuffer buffer, int offset, int length) {
            bodies++;
            return true;
        }

        @Override
        public boolean onControl(DirectBuffer buffer, int offset, int length) {
            return true;
        }

        @Override
        public void onBroken(FrameError error) {
            throw new AssertionError(error);
        }

        /** How many came. */
        public long bodies() {
            return bodies;
        }
    }

    private Frames() {}

    static String hex(DirectBuffer buffer, int offset, int length) {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** A body that the framing can carry. */
    static byte[] body(Framing framing, SplittableRandom random, int length) {
        final byte[] body = new byte[length];
        random.nextBytes(body);
        for (int i = 0; framing.needsText() && i < length; i++) {
            body[i] = body[i] == Framing.END_OF_TEXT ? (byte) 'x' : body[i];
        }
        return body;
    }

    static byte[] frame(Framing framing, byte[] body) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[body.length + 16]);
        buffer.putBytes(framing.prefixLength(), body);
        return Arrays.copyOf(buffer.byteArray(), framing.wrap(buffer, 0, body.length));
    }

    /**
     * A request behind its header, framed; null when the framing ends at a byte within the message.
     */
    public static byte[] frame(Framing framing, MessageHeader header, byte[] message) {
        final UnsafeBuffer body =
                new UnsafeBuffer(new byte[header.answerLength() + message.length]);
        header.putRequest(body, 0, message.length);
        body.putBytes(header.answerLength(), message);
        final byte[] frame = frame(framing, body.byteArray());
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        return framing.frameLength(buffer, 0, frame.length) == frame.length ? frame : null;
    }

    /** What a reader finds in bytes that come at once. */
    static List<String> read(Framing framing, int maxBodyLength, byte[] bytes) {
        final Collector collector = new Collector();
        new FrameReader(framing, maxBodyLength)
                .read(new UnsafeBuffer(bytes), 0, bytes.length, collector);
        return collector.seen;
    }
}
