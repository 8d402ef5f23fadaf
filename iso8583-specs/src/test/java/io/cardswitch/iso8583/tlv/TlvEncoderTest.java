package io.cardswitch.iso8583.tlv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

class TlvEncoderTest {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final UnsafeBuffer VALUE = new UnsafeBuffer(new byte[70_000]);

    private final UnsafeBuffer target = new UnsafeBuffer(new byte[80_000]);

    private TlvEncoder encoder(TlvLayout layout, int limit) {
        return new TlvEncoder(layout).wrap(target, 0, limit);
    }

    private String written(TlvEncoder encoder) {
        return HEX.formatHex(target.byteArray(), 0, encoder.finish());
    }

    @Test
    void shouldWriteTheShortestLengths() {
        assertEquals("9F3400", written(encoder(TlvLayout.BER, 99).put(0x9F34, VALUE, 0, 0)));
        for (final int length : new int[] {127, 128, 255, 256, 65_535, 65_536}) {
            final int size = encoder(TlvLayout.BER, 80_000).put(0x82, VALUE, 0, length).finish();
            final int header = length < 128 ? 2 : length < 256 ? 3 : length < 65_536 ? 4 : 5;
            assertEquals(header + length, size);
        }
    }

    @Test
    void shouldMakeRoomForLongLengthsOfNestedObjects() {
        final UnsafeBuffer value = new UnsafeBuffer(HEX.parseHex("AB".repeat(126)));
        final TlvEncoder encoder =
                encoder(TlvLayout.BER, 999)
                        .begin(0x71)
                        .begin(0x72)
                        .put(0x86, value, 0, 126)
                        .end()
                        .end()
                        .put(0x8A, value, 0, 1);
        assertEquals("718183" + "728180" + "867E" + "AB".repeat(126) + "8A01AB", written(encoder));
    }

    @Test
    void shouldWriteCharactersAndOtherNumerals() {
        final UnsafeBuffer text = new UnsafeBuffer("MCT".getBytes(StandardCharsets.US_ASCII));
        final TlvLayout pds = TlvLayout.tagFirst(4, 3, Numerals.ASCII);
        final String written = written(encoder(pds, 99).put(pds.tag("0002"), text, 0, 3));
        assertEquals("0002003MCT", new String(HEX.parseHex(written), StandardCharsets.US_ASCII));
        final TlvLayout ltv = TlvLayout.lengthFirst(2, 1, Numerals.BINARY);
        assertEquals("050102" + "4D4354", written(encoder(ltv, 99).put(0x0102, text, 0, 3)));
        final TlvLayout bcd = TlvLayout.tagFirst(1, 2, Numerals.BCD);
        assertEquals(
                "71" + "0123", written(encoder(bcd, 999).put(0x71, VALUE, 0, 123)).substring(0, 6));
    }

    @Test
    void shouldRefuseWhatHasNoRoom() {
        final TlvLayout pds = TlvLayout.tagFirst(4, 3, Numerals.ASCII);
        final TlvEncoder tooLong = encoder(pds, 9999).put(pds.tag("0002"), VALUE, 0, 1000);
        assertEquals(TlvEncoder.REFUSED, tooLong.finish());
        assertEquals("0002: length 1000 exceeds 999", tooLong.errorText());
        final TlvEncoder full = encoder(TlvLayout.BER, 4).put(0x9F26, VALUE, 0, 2);
        full.put(0x82, VALUE, 0, 0);
        assertEquals(TlvEncoder.REFUSED, full.finish());
        assertEquals("9F26: no room: 5 bytes needed, 4 left", full.errorText());
        final TlvEncoder late = encoder(TlvLayout.BER, 131).begin(0x71).put(0x86, VALUE, 0, 127);
        assertEquals(TlvEncoder.REFUSED, late.end().finish());
        assertEquals(TlvReason.NO_ROOM, late.reason());
        final TlvEncoder deep = encoder(TlvLayout.BER, 99);
        for (int i = 0; i <= TlvDecoder.MAX_DEPTH; i++) {
            deep.begin(0x71);
        }
        assertEquals("71: nested deeper than 8", deep.errorText());
        assertEquals(TlvEncoder.REFUSED, deep.finish());
    }

    @Test
    void shouldThrowForMistakesOfTheCaller() {
        final TlvEncoder encoder = encoder(TlvLayout.BER, 99);
        assertThrows(IllegalArgumentException.class, () -> encoder.put(0x9F, VALUE, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> encoder.begin(0x9F26));
        assertThrows(IllegalStateException.class, encoder::end);
        encoder.begin(0x71);
        assertThrows(IllegalStateException.class, encoder::finish);
    }
}
