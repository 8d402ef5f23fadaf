package io.cardswitch.core.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Goal: the same messages for any split of the stream. Method: seeded streams, all kinds of cuts.
 */
final class FrameReaderPropertyTest {
    private static final int MAX_BODY = 300;

    /** Collects the bodies and refuses one now and then, as a full ring does. */
    private static final class Collector implements FrameReader.Sink {
        private final List<String> seen = new ArrayList<>();
        private SplittableRandom refusals;

        @Override
        public boolean onBody(DirectBuffer buffer, int offset, int length) {
            if (refusals != null && refusals.nextInt(5) == 0) {
                return false;
            }
            final byte[] body = new byte[length];
            buffer.getBytes(offset, body);
            seen.add(HexFormat.of().formatHex(body));
            return true;
        }

        @Override
        public boolean onEmpty() {
            seen.add("empty");
            return true;
        }

        @Override
        public void onBroken(CloseReason reason) {
            seen.add(reason.label());
        }
    }

    private final List<String> sent = new ArrayList<>();

    private byte[] stream(Framing framing, SplittableRandom random, int messages) {
        sent.clear();
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[messages * (MAX_BODY + 8)]);
        int at = 0;
        for (int i = 0; i < messages; i++) {
            final byte[] body = new byte[random.nextInt(8) == 0 ? 0 : random.nextInt(1, MAX_BODY)];
            random.nextBytes(body);
            framing.putHeader(buffer, at, body.length);
            buffer.putBytes(at + framing.headerLength(), body);
            at += framing.headerLength() + body.length;
            sent.add(body.length == 0 ? "empty" : HexFormat.of().formatHex(body));
        }
        return Arrays.copyOf(buffer.byteArray(), at);
    }

    /** Offers the stream in pieces, keeping what was not consumed, as a session does. */
    private static void feed(FrameReader reader, byte[] stream, int[] cuts, Collector collector) {
        byte[] rest = new byte[0];
        int from = 0;
        for (final int cut : cuts) {
            final byte[] piece = Arrays.copyOf(rest, rest.length + cut - from);
            System.arraycopy(stream, from, piece, rest.length, cut - from);
            int end = 0;
            int previous;
            do { // A refused frame is offered again.
                previous = end;
                end = reader.read(new UnsafeBuffer(piece), end, piece.length, collector);
            } while (end != previous || collector.refusals != null && isWhole(reader, piece, end));
            rest = Arrays.copyOfRange(piece, end, piece.length);
            from = cut;
        }
        assertEquals(0, rest.length, "nothing is left of a whole stream");
    }

    private static boolean isWhole(FrameReader reader, byte[] bytes, int at) {
        final Collector probe = new Collector();
        reader.read(new UnsafeBuffer(bytes), at, bytes.length, probe);
        return !probe.seen.isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveSameMessagesWhenCutAtEveryPosition(Framing framing) {
        final byte[] stream = stream(framing, new SplittableRandom(1), 6);
        final FrameReader reader = new FrameReader(framing, MAX_BODY);
        for (int cut = 0; cut <= stream.length; cut++) {
            final Collector collector = new Collector();
            feed(reader, stream, new int[] {cut, stream.length}, collector);
            assertEquals(sent, collector.seen, "cut at " + cut);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveSameMessagesWhenEveryByteComesAlone(Framing framing) {
        final byte[] stream = stream(framing, new SplittableRandom(2), 6);
        final int[] cuts = new int[stream.length];
        Arrays.setAll(cuts, i -> i + 1);
        final Collector collector = new Collector();
        feed(new FrameReader(framing, MAX_BODY), stream, cuts, collector);
        assertEquals(sent, collector.seen);
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveSameMessagesWhenCutsAndRefusalsAreRandom(Framing framing) {
        for (int seed = 0; seed < 200; seed++) {
            final SplittableRandom random = new SplittableRandom(seed);
            final byte[] stream = stream(framing, random, random.nextInt(1, 40));
            final int[] cuts = random.ints(random.nextInt(12), 0, stream.length + 1).toArray();
            final int[] all = Arrays.copyOf(cuts, cuts.length + 1);
            all[cuts.length] = stream.length;
            Arrays.sort(all);
            final Collector collector = new Collector();
            collector.refusals = random.split();
            feed(new FrameReader(framing, MAX_BODY), stream, all, collector);
            assertEquals(sent, collector.seen, "seed " + seed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldBreakAfterTheGoodMessagesWhenLengthExceedsLimit(Framing framing) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
        final int header = framing.headerLength();
        framing.putHeader(buffer, 0, 1);
        framing.putHeader(buffer, header + 1, MAX_BODY + 1);
        final Collector collector = new Collector();
        final int end = new FrameReader(framing, MAX_BODY).read(buffer, 0, 64, collector);
        assertEquals(List.of("00", CloseReason.FRAME_TOO_LONG.label()), collector.seen);
        assertEquals(64, end, "a broken stream is consumed");
    }
}
