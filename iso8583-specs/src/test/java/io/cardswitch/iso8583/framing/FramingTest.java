package io.cardswitch.iso8583.framing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/** Every framing to the byte, at the ends of what its length can tell. */
class FramingTest {
    private static final int MAX_BODY = 300;

    private final SplittableRandom random = new SplittableRandom(8583);

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex == null ? "" : hex);
    }

    @ParameterizedTest
    @CsvSource({
        "BIN2,115,0073,",
        "BIN2,65535,FFFF,",
        "BIN2_INC,115,0075,",
        "BIN2_INC,65533,FFFF,",
        "BIN2_TPDU,115,0073,",
        "BIN2_TPDU,65535,FFFF,",
        "BCD2_TPDU,115,0115,",
        "BCD2_TPDU,9999,9999,",
        "BIN2_00,115,00730000,",
        "BIN2_00,65535,FFFF0000,",
        "BIN2_ETX,115,0074,03",
        "BIN2_ETX,65534,FFFF,03",
        "ETX,115,,03",
        "BIN3,115,000073,",
        "BIN3,65536,010000,",
        "BIN4,115,00000073,",
        "BIN4,65536,00010000,",
        "ASC4,115,30313135,",
        "ASC4,9999,39393939,",
        "ASC4_INC,115,30313139,",
        "ASC4_INC,9995,39393939,",
        "ASC6,115,303030313135,",
        "ASC6,999999,393939393939,",
        "HEX4,123,30303742,",
        "HEX4,65535,46464646,",
        "CUPS,115,30313135,",
        "CUPS,9999,39393939,"
    })
    void shouldWriteAndReadTheSameBytesWhenLengthIsGiven(
            Framing framing, int length, String prefix, String trailer) {
        final byte[] body = Frames.body(framing, random, length);
        final byte[] frame = Frames.frame(framing, body);
        final int start = bytes(prefix).length;
        assertEquals(start, framing.prefixLength());
        assertEquals(start + length + bytes(trailer).length, frame.length);
        assertEquals(
                HexFormat.of().formatHex(bytes(prefix)),
                Frames.hex(new UnsafeBuffer(frame), 0, start));
        assertEquals(
                HexFormat.of().formatHex(bytes(trailer)),
                Frames.hex(new UnsafeBuffer(frame), start + length, framing.trailerLength()));
        assertEquals(List.of(HexFormat.of().formatHex(body)), Frames.read(framing, length, frame));
    }

    @ParameterizedTest
    @CsvSource({
        "BIN2,65535",
        "BIN2_INC,65533",
        "BIN2_TPDU,65535",
        "BCD2_TPDU,9999",
        "BIN2_00,65535",
        "BIN2_ETX,65534",
        "BIN3,16777215",
        "BIN4,1073741824",
        "ASC4,9999",
        "ASC4_INC,9995",
        "ASC6,999999",
        "HEX4,65535",
        "CUPS,9999"
    })
    void shouldTellTheLongestBody(Framing framing, int longest) {
        assertEquals(longest, framing.longestBody());
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeTheLongestAndBreakOnMoreWhenLimited(Framing framing) {
        final byte[] longest = Frames.body(framing, random, MAX_BODY);
        final byte[] tooLong = Frames.body(framing, random, MAX_BODY + 1);
        final String taken = HexFormat.of().formatHex(longest);
        final byte[] good = Frames.frame(framing, longest);
        final byte[] bad = Frames.frame(framing, tooLong);
        final byte[] both = Arrays.copyOf(good, good.length + bad.length);
        System.arraycopy(bad, 0, both, good.length, bad.length);
        assertEquals(List.of(taken, "TOO_LONG"), Frames.read(framing, MAX_BODY, both));
    }

    @ParameterizedTest
    @EnumSource
    void shouldBreakBeforeTheBodyIsThereWhenTooLong(Framing framing) {
        final byte[] frame = Frames.frame(framing, Frames.body(framing, random, MAX_BODY + 1));
        final int enough = framing.needsText() ? MAX_BODY + 1 : framing.prefixLength();
        assertEquals(
                List.of("TOO_LONG"), Frames.read(framing, MAX_BODY, Arrays.copyOf(frame, enough)));
        assertEquals(List.of(), Frames.read(framing, MAX_BODY, Arrays.copyOf(frame, enough - 1)));
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeAnEmptyFrameForControlWhenNothingIsInIt(Framing framing) {
        final byte[] empty = Frames.frame(framing, new byte[0]);
        final byte[] body = Frames.body(framing, random, 1);
        final byte[] next = Frames.frame(framing, body);
        final byte[] both = Arrays.copyOf(empty, empty.length + next.length);
        System.arraycopy(next, 0, both, empty.length, next.length);
        assertEquals(
                List.of(
                        "control " + HexFormat.of().formatHex(empty),
                        HexFormat.of().formatHex(body)),
                Frames.read(framing, MAX_BODY, both));
    }

    @ParameterizedTest
    @CsvSource({
        "BIN2_INC,0000",
        "BIN2_INC,0001",
        "BCD2_TPDU,00A0",
        "BCD2_TPDU,0F00",
        "ASC4,31322034",
        "ASC4,2B313233",
        "ASC4,2D303031",
        "ASC4,0000000A",
        "ASC4_INC,30303030",
        "ASC4_INC,30303033",
        "ASC6,30303031354A",
        "HEX4,30304731",
        "CUPS,303031FF"
    })
    void shouldBreakWhenLengthIsNoNumber(Framing framing, String hex) {
        assertEquals(List.of("LENGTH_UNREADABLE"), Frames.read(framing, MAX_BODY, bytes(hex)));
    }

    @ParameterizedTest
    @CsvSource({
        "BIN2,FFFF,TOO_LONG",
        "BIN3,FFFFFF,TOO_LONG",
        "BIN4,FFFFFFFF,TOO_LONG",
        "BIN4,80000001,TOO_LONG",
        "BIN2_ETX,0003AABB04,TRAILER_MISSING",
        "BIN2_ETX,00010A,TRAILER_MISSING",
        "HEX4,30303265,",
        "BIN2_ETX,0000,control 0000",
        "BIN2_ETX,000103,control 000103",
        "BIN2_00,00000000,control 00000000",
        "BIN2_00,00020020AAAA,control 00020020aaaa",
        "BIN2_00,00020002AAAA,aaaa",
        "CUPS,30303030,control 30303030",
        "HEX4,303061306162," // Lower case is a length, too, but 160 bytes are not there yet.
    })
    void shouldFindNothingElseInTheseBytes(Framing framing, String hex, String found) {
        assertEquals(
                found == null ? List.of() : List.of(found),
                Frames.read(framing, MAX_BODY, bytes(hex)));
    }

    @Test
    void shouldReadHexadecimalInEitherCase() {
        for (final String digits : new String[] {"00ab", "00AB", "00Ab"}) {
            final UnsafeBuffer buffer = new UnsafeBuffer(digits.getBytes());
            assertEquals(4 + 0xAB, Framing.HEX4.frameLength(buffer, 0, 4));
        }
    }

    /** Goal: a text frame that trickles in byte by byte costs no more than its length. */
    @Test
    void shouldLookAtEachByteOnceWhenTextTricklesIn() {
        final int length = 16_000;
        final int[] looks = new int[1];
        final UnsafeBuffer buffer =
                new UnsafeBuffer(
                        Frames.frame(Framing.ETX, Frames.body(Framing.ETX, random, length))) {
                    @Override
                    public byte getByte(int index) {
                        looks[0]++;
                        return super.getByte(index);
                    }
                };
        final FrameReader reader = new FrameReader(Framing.ETX, length);
        final Frames.Collector collector = new Frames.Collector();
        for (int limit = 1; limit <= length + 1; limit++) {
            reader.read(buffer, 0, limit, collector);
        }
        assertEquals(1, collector.seen.size());
        assertTrue(looks[0] < length + 10, () -> looks[0] + " looks");
    }
}
