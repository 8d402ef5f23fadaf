package io.cardswitch.iso8583.framing;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/** Frames for tests, and what a reader makes of them. */
final class Frames {
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

    /** What a reader finds in bytes that come at once. */
    static List<String> read(Framing framing, int maxBodyLength, byte[] bytes) {
        final Collector collector = new Collector();
        new FrameReader(framing, maxBodyLength)
                .read(new UnsafeBuffer(bytes), 0, bytes.length, collector);
        return collector.seen;
    }
}
