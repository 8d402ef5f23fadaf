package io.cardswitch.iso8583.framing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardswitch.iso8583.framing.Frames.Collector;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayOutputStream;
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

    private final List<String> sent = new ArrayList<>();

    private byte[] stream(Framing framing, SplittableRandom random, int messages) {
        sent.clear();
        final ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int i = 0; i < messages; i++) {
            final int length = random.nextInt(8) == 0 ? 0 : random.nextInt(1, MAX_BODY);
            final byte[] body = Frames.body(framing, random, length);
            final byte[] frame = Frames.frame(framing, body);
            stream.writeBytes(frame);
            sent.add(
                    length == 0
                            ? "control " + HexFormat.of().formatHex(frame)
                            : HexFormat.of().formatHex(body));
        }
        return stream.toByteArray();
    }

    /** Offers the stream in pieces, keeping what was not consumed, as a session does. */
    private static void feed(Framing framing, byte[] stream, int[] cuts, Collector collector) {
        final FrameReader reader = new FrameReader(framing, MAX_BODY);
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
            } while (end != previous || isWhole(framing, piece, end));
            rest = Arrays.copyOfRange(piece, end, piece.length);
            from = cut;
        }
        assertEquals(0, rest.length, "nothing is left of a whole stream");
    }

    private static boolean isWhole(Framing framing, byte[] bytes, int at) {
        return !Frames.read(framing, MAX_BODY, Arrays.copyOfRange(bytes, at, bytes.length))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveSameMessagesWhenTheyComeAtOnce(Framing framing) {
        final byte[] stream = stream(framing, new SplittableRandom(3), 500);
        assertEquals(sent, Frames.read(framing, MAX_BODY, stream));
    }

    @ParameterizedTest
    @EnumSource
    void shouldGiveSameMessagesWhenCutAtEveryPosition(Framing framing) {
        final byte[] stream = stream(framing, new SplittableRandom(1), 6);
        for (int cut = 0; cut <= stream.length; cut++) {
            final Collector collector = new Collector();
            feed(framing, stream, new int[] {cut, stream.length}, collector);
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
        feed(framing, stream, cuts, collector);
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
            feed(framing, stream, all, collector);
            assertEquals(sent, collector.seen, "seed " + seed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldEndWhenBytesAreNoise(Framing framing) {
        for (int seed = 0; seed < 500; seed++) {
            final SplittableRandom random = new SplittableRandom(seed);
            final byte[] noise = new byte[random.nextInt(1, 2_000)];
            random.nextBytes(noise);
            final Collector collector = new Collector();
            final int end =
                    new FrameReader(framing, MAX_BODY)
                            .read(new UnsafeBuffer(noise), 0, noise.length, collector);
            final int longest = framing.prefixLength() + MAX_BODY + framing.trailerLength();
            assertEquals(true, end <= noise.length && noise.length - end < longest, "seed " + seed);
        }
    }
}
