package io.cardswitch.iso8583.tlv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

class TlvDecoderTest {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final TlvLayout PDS = TlvLayout.tagFirst(4, 3, Numerals.ASCII);
    private static final TlvLayout LTV = TlvLayout.lengthFirst(2, 3, Numerals.ASCII);

    /** Every object as {@code depth:tag=value}, then the error if there is one. */
    static String walk(TlvLayout layout, byte[] field) {
        final TlvDecoder decoder = new TlvDecoder(layout);
        decoder.wrap(new UnsafeBuffer(field), 0, field.length);
        final StringBuilder text = new StringBuilder();
        while (decoder.next()) {
            text.append(decoder.depth()).append(':').append(layout.text(decoder.tag())).append('=');
            final int from = decoder.valueOffset();
            HEX.formatHex(text, field, from, from + decoder.valueLength());
            text.append(' ');
        }
        if (!decoder.isSound()) {
            text.append('!').append(decoder.errorPath()).append('@').append(decoder.errorOffset());
            text.append(' ').append(decoder.errorText());
        }
        return text.toString().strip();
    }

    private static String walk(String hex) {
        return walk(TlvLayout.BER, HEX.parseHex(hex));
    }

    private static String walk(TlvLayout layout, String characters) {
        return walk(layout, characters.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void shouldKeepTheOrderOfTagsKnownAndUnknown() {
        assertEquals(
                "0:9F26=A1B2 0:82=1980 0:DF8101=01 0:9F26=00 0:DF81820A=",
                walk("9F2602A1B282021980DF81010101" + "9F260100" + "DF81820A00"));
    }

    @ParameterizedTest
    @CsvSource({
        "82818001, 82, 128", // 81: one byte of length, 128.
        "8281051122334455, 82, 5", // Longer than needed, yet definite.
        "8282000111, 82, 1",
        "828300000111, 82, 1"
    })
    void shouldReadLongLengths(String hex, String tag, int length) {
        final byte[] field = Arrays.copyOf(HEX.parseHex(hex), length == 128 ? 131 : 9);
        final TlvDecoder decoder = new TlvDecoder(TlvLayout.BER);
        decoder.wrap(new UnsafeBuffer(field), 0, field.length);
        assertTrue(decoder.next());
        assertEquals(tag, TlvLayout.BER.text(decoder.tag()));
        assertEquals(length, decoder.valueLength());
    }

    @Test
    void shouldGoIntoConstructedObjectsUnlessSkipped() {
        assertEquals(
                "0:71=8601AA9F180411223344 1:86=AA 1:9F18=11223344 0:8A=3030",
                walk("710A8601AA9F180411223344" + "8A023030"));
        final byte[] sound = HEX.parseHex("710A8601AA9F180411223344" + "8A023030");
        final TlvDecoder decoder = new TlvDecoder(TlvLayout.BER);
        decoder.wrap(new UnsafeBuffer(sound), 0, sound.length);
        assertTrue(decoder.validate());
        assertTrue(decoder.next());
        assertTrue(decoder.isConstructed());
        decoder.skip();
        assertTrue(decoder.next());
        assertEquals(0x8A, decoder.tag());
        assertTrue(decoder.find(0x9F18));
        assertEquals(1, decoder.depth());
        assertEquals(5, decoder.offset());
        assertFalse(decoder.find(0x9F19));
    }

    @ParameterizedTest
    @CsvSource({
        "00008201AA00FF, 0:82=AA",
        "FFFF8201AA, !FF8201@4 length of more than 3 bytes",
        "8201AAFFFF, 0:82=AA",
        "8201AAFF00FF80, 0:82=AA !80@7 field ends within a length",
        "FF810601AA, 0:FF8106=AA !FF8106.AA@5 field ends within a length",
        "7104008201AA, 0:71=008201AA 1:82=AA",
        "00, ''",
        "'', ''"
    })
    void shouldTakeZerosAndOnesBetweenObjectsAsFiller(String hex, String expected) {
        assertEquals(expected, walk(hex));
    }

    @ParameterizedTest
    @CsvSource({
        "9F, '!@0 field ends within a tag'",
        "9F81828301, '!@0 tag of more than 4 bytes'",
        "9F26, '!9F26@2 field ends within a length'",
        "9F2682, '!9F26@2 field ends within a length'",
        "9F268000, '!9F26@2 indefinite length'",
        "9F268400000001AA, '!9F26@2 length of more than 3 bytes'",
        "9F2602AA, '!9F26@2 length 2 exceeds the 1 bytes left'",
        "82010071039F1805, '0:82=00 0:71=9F1805 !71.9F18@7 length 5 exceeds the 0 bytes left'"
    })
    void shouldNameTagOffsetAndReasonOfTheFirstError(String hex, String expected) {
        assertEquals(expected, walk(hex));
    }

    @Test
    void shouldRefuseObjectsNestedTooDeep() {
        String hex = "8200";
        for (int i = 0; i <= TlvDecoder.MAX_DEPTH; i++) {
            hex = "71" + HexFormat.of().toHexDigits((byte) (hex.length() / 2)) + hex;
        }
        final String walked = walk(hex);
        assertTrue(walked.endsWith("!71.71.71.71.71.71.71.71@18 nested deeper than 8"), walked);
        assertFalse(walk(hex.substring(4)).contains("!"));
    }

    @Test
    void shouldReadTagsAndLengthsInCharacters() {
        assertEquals("0:0002=4D4354 0:0023=58", walk(PDS, "0002003MCT0023001X"));
        assertEquals("", walk(PDS, ""));
        assertEquals("!@0 field ends within a tag", walk(PDS, "000"));
        assertEquals("!@0 field ends within a length", walk(PDS, "000200"));
        assertEquals(
                "0:0002=4D4354 !0023@14 length 2 exceeds the 1 bytes left",
                walk(PDS, "0002003MCT0023002X"));
        assertEquals("!0002@4 length is not digits", walk(PDS, "00020 3MCT"));
        final String notText = walk(PDS, "00-2003MCT");
        assertTrue(notText.endsWith("@0 tag is not letters and digits"), notText);
    }

    @Test
    void shouldReadLengthsThatLeadAndCountTheTag() {
        assertEquals("0:AS=3132 0:NK=", walk(LTV, "004AS12002NK"));
        assertEquals("!AS@0 length 1 does not cover the tag of 2", walk(LTV, "001AS1"));
        assertEquals("!@0 field ends within a length", walk(LTV, "00"));
        assertEquals("!@0 field ends within a tag", walk(LTV, "002A"));
    }

    @Test
    void shouldReadOtherNumerals() {
        assertEquals(
                "0:71=C000401122",
                walk(TlvLayout.tagFirst(1, 2, Numerals.BINARY), HEX.parseHex("710005C000401122")));
        final TlvLayout bcd = TlvLayout.tagFirst(2, 2, Numerals.BCD);
        assertEquals(
                "0:0102=" + "00".repeat(10), walk(bcd, HEX.parseHex("01020010" + "00".repeat(10))));
        assertEquals("!0102@2 length is not digits", walk(bcd, HEX.parseHex("0102001A00")));
        final TlvLayout ebcdic = TlvLayout.tagFirst(2, 2, Numerals.EBCDIC);
        assertEquals("0:Z9=40", walk(ebcdic, HEX.parseHex("E9F9F0F140")));
        assertEquals("!Z9@2 length is not digits", walk(ebcdic, HEX.parseHex("E9F9303140")));
    }

    @Test
    void shouldTellTagsFromText() {
        assertEquals(0x9F26, TlvLayout.BER.tag("9F26"));
        assertEquals(0x30303032, PDS.tag("0002"));
        assertEquals("0002", PDS.text(0x30303032));
        for (final String none : new String[] {"9F", "8282", "00", "9F2601", "1F8001F1F1"}) {
            assertThrows(IllegalArgumentException.class, () -> TlvLayout.BER.tag(none), none);
        }
        assertThrows(IllegalArgumentException.class, () -> PDS.tag("002"));
        assertThrows(IllegalArgumentException.class, () -> PDS.tag("00-2"));
        assertThrows(
                IllegalArgumentException.class, () -> TlvLayout.tagFirst(5, 1, Numerals.ASCII));
        assertThrows(IllegalArgumentException.class, () -> TlvLayout.tagFirst(1, 3, Numerals.BCD));
    }
}
