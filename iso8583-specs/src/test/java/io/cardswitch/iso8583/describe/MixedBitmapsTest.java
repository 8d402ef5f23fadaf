package io.cardswitch.iso8583.describe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.framing.Header;
import io.cardswitch.iso8583.spec.Dialects;
import io.cardswitch.iso8583.yaml.Problems;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.HexFormat;

/** The second and third bitmap written otherwise than the first. */
class MixedBitmapsTest {
    private static final String VALUES =
            "{\"mti\":\"0200\",\"fields\":{\"11\":\"000001\",\"70\":\"301\",\"129\":\"7\"}}";
    private static final String MTI = "30323030";
    private static final String FIRST = "8020000000000000";
    private static final String SECOND = "8400000000000000";
    private static final String THIRD = "8000000000000000";
    private static final String ELEMENTS = "30303030303133303137";

    private static MessageSpec dialect(String encodings) {
        final Problems problems = new Problems();
        final String file =
                """
                dialect: mixed
                extends: iso87-ascii
                bitmaps: 1-3
                encoding: {bitmap: %s}
                elements:
                  129: {type: n 1, name: First}
                """
                        .formatted(encodings);
        final MessageSpec spec = Dialects.parse("mixed.yaml", file, problems);
        assertNotNull(spec, problems::toString);
        return spec;
    }

    private static String characters(String bitmap) {
        return HexFormat.of().formatHex(bitmap.getBytes(US_ASCII));
    }

    private static String ebcdic(String bitmap) {
        return bitmap.replaceAll(".", "F$0");
    }

    private static String decoded(MessageSpec spec, String hex) {
        final StringBuilder json = new StringBuilder();
        new MessageJson(spec, true).decodeHex(hex, json);
        return json.toString();
    }

    private static void shouldBe(String encodings, String first, String second, String third) {
        final MessageSpec spec = dialect(encodings);
        final StringBuilder hex = new StringBuilder();
        assertTrue(new MessageJson(spec, true).encode(VALUES, hex), hex::toString);
        assertEquals(MTI + first + second + third + ELEMENTS, hex.toString());
        assertEquals(VALUES, decoded(spec, hex.toString()));
    }

    @Test
    void shouldWriteAndReadEachInItsEncoding() {
        shouldBe("[hex, binary]", characters(FIRST), SECOND, THIRD);
        shouldBe("[binary, hex]", FIRST, characters(SECOND), characters(THIRD));
        shouldBe("[binary, ebcdic-hex]", FIRST, ebcdic(SECOND), ebcdic(THIRD));
        shouldBe("[ebcdic-hex, hex]", ebcdic(FIRST), characters(SECOND), characters(THIRD));
        shouldBe("binary", FIRST, SECOND, THIRD);
        shouldBe("[hex, hex]", characters(FIRST), characters(SECOND), characters(THIRD));
    }

    @Test
    void shouldDescribeWhereTheElementsBegin() {
        final MessageSpec spec = dialect("[hex, binary]");
        final StringBuilder text = new StringBuilder();
        final String hex = MTI + characters(FIRST) + SECOND + THIRD + ELEMENTS;
        assertTrue(new MessageText(spec, Header.NONE, true).describeHex(hex, text));
        assertTrue(text.indexOf("\n4-35       bitmap      " + FIRST + SECOND + THIRD) > 0, hex);
        assertTrue(text.indexOf("\n36-41      11 ") > 0, text::toString);
        assertTrue(text.indexOf("\n45-45      129 ") > 0, text::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "12,4,16 bytes needed",
        "20,20,8 bytes needed",
        "27,20,8 bytes needed",
        "28,28,8 bytes needed",
        "35,28,8 bytes needed"
    })
    void shouldSayWhichBitmapIsCut(int length, int offset, String reason) {
        final String hex = MTI + characters(FIRST) + SECOND + THIRD + ELEMENTS;
        final String json = decoded(dialect("[hex, binary]"), hex.substring(0, 2 * length));
        final String start = "{\"error\":{\"de\":1,\"offset\":" + offset + ",\"reason\":\"";
        assertTrue(json.startsWith(start + "message ends: " + reason), json);
    }

    @Test
    void shouldSayWhereABitmapIsNotHexadecimal() {
        final String hex = MTI + FIRST + characters(SECOND).replaceFirst("34", "47");
        final String json = decoded(dialect("[binary, hex]"), hex);
        final String error = "\"de\":1,\"offset\":13,\"reason\":\"bitmap is not hexadecimal";
        assertTrue(json.contains(error), json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[hex]|1 encodings of bitmaps: write one word, or [hex, binary]: ",
                "[hex, binary, hex]|3 encodings of bitmaps: write one word, or [hex, binary]: ",
                "[hex, bcd]|bcd is not known: use one of binary, hex, ebcdic-hex",
                "{hex: binary}|a map where one of binary, hex, ebcdic-hex is expected: "
            })
    void shouldRefuseWhatSaysNoTwoEncodings(String encodings, String problem) {
        final Problems problems = new Problems();
        final String start = "dialect: mixed\nextends: iso87-ascii\nencoding: {bitmap: ";
        Dialects.parse("mixed.yaml", start + encodings + "}\n", problems);
        final String line = "mixed.yaml:3: " + problem;
        assertTrue(problems.lines().getFirst().startsWith(line), problems.lines()::toString);
    }
}
