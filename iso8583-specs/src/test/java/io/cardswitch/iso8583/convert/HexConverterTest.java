package io.cardswitch.iso8583.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.iso8583.spec.Dialects;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Lines in, lines out. */
class HexConverterTest {
    private static final String ECHO =
            "0800"
                    + "8220000000000001"
                    + "0400000000000000"
                    + "1122101530"
                    + "000012"
                    + "A1".repeat(8)
                    + "0301";

    private static HexConverter converter(String from, String to) {
        return new HexConverter(Dialects.bundled(from), Dialects.bundled(to), 20_261_122);
    }

    @Test
    void shouldWriteAMessageInTheOtherDialectAndNameWhatItCannotSay() {
        final HexConverter converter = converter("iso87-binary", "iso87-ascii");
        final StringBuilder out = new StringBuilder();
        assertTrue(converter.convert(ECHO, out), out::toString);
        final String characters = "0800" + "8220000000000000" + "0400000000000000" + "1122101530";
        assertEquals(hex(characters + "000012" + "301"), out.toString());
        assertEquals(List.of(64), converter.lost(), "a MAC is one of bytes");
    }

    @Test
    void shouldPutTheHeaderOfTheOtherDialectInFront() {
        final StringBuilder out = new StringBuilder();
        assertTrue(converter("iso87-binary", "base24").convert(ECHO, out), out::toString);
        assertTrue(out.toString().startsWith(hex("ISO0260000100800")), out::toString);
        final StringBuilder back = new StringBuilder();
        assertTrue(converter("base24", "iso87-binary").convert(out.toString(), back));
        assertEquals(
                "0800" + "8220000000000000" + "0400000000000000" + "1122101530" + "0000120301",
                back.toString());
    }

    @Test
    void shouldFillTheEntryModeOfVisaAndReadItBack() {
        final String message = hex("0100" + "0000040000000000" + "072");
        final StringBuilder out = new StringBuilder();
        assertTrue(converter("iso87-ascii", "visa-base1").convert(message, out), out::toString);
        assertTrue(out.toString().endsWith("0100" + "0000040000000000" + "0720"), out::toString);
        final StringBuilder back = new StringBuilder();
        final HexConverter converter = converter("visa-base1", "iso87-ascii");
        assertTrue(converter.convert(out.toString(), back), back::toString);
        assertEquals(message, back.toString());
        assertEquals(List.of(), converter.remarks());
        final StringBuilder later = new StringBuilder();
        assertTrue(converter("visa-base1", "iso93-ascii").convert(out.toString(), later));
        assertTrue(later.toString().contains(hex("500999M00000")), later::toString);
    }

    @Test
    void shouldTellWhyAnElementOfTheSameNumberIsLeftOut() {
        final String name = hex("0100" + "0001000000200000" + "1399" + "X".repeat(40));
        final HexConverter converter = converter("iso87-ascii", "iso2003-ascii");
        assertTrue(converter.convert(name, new StringBuilder()));
        final String remarks = String.join("; ", converter.remarks());
        assertTrue(remarks.contains("laid out otherwise"), remarks);
        assertTrue(remarks.contains("a day or a time that there is not"), remarks);
        assertFalse(remarks.contains("no element for it"), remarks);
    }

    @Test
    void shouldTellWhatIsMissingOfAnElementThatIsSaidInPart() {
        final String message = hex("1100" + "0010000000000000" + "260229235959");
        final HexConverter converter = converter("iso93-ascii", "iso87-ascii");
        final StringBuilder out = new StringBuilder();
        assertTrue(converter.convert(message, out), out::toString);
        assertEquals(hex("0100" + "0010000000000000" + "235959"), out.toString());
        final String reason = "it tells a day or a time that there is not";
        assertEquals(List.of("DE12 left out in part, no DE13: " + reason), converter.remarks());
    }

    @Test
    void shouldTellTheErrorOfAMessageThatCannotBeRead() {
        final HexConverter converter = converter("iso87-binary", "iso93-ascii");
        for (final String line : new String[] {"0800", "08x", ECHO + "00"}) {
            final StringBuilder out = new StringBuilder();
            assertFalse(converter.convert(line, out));
            assertTrue(out.toString().startsWith("{\"error\":{"), out::toString);
        }
    }

    private static String hex(String characters) {
        final StringBuilder hex = new StringBuilder();
        characters.chars().forEach(c -> hex.append(Integer.toHexString(c).toUpperCase()));
        return hex.toString();
    }
}
