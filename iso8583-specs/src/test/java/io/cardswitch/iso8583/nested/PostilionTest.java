package io.cardswitch.iso8583.nested;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.describe.MessageJson;
import io.cardswitch.iso8583.describe.MessageText;
import io.cardswitch.iso8583.spec.Dialects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Private data of Postilion (DE127): structured data, and chip data of three kinds. */
class PostilionTest {
    private static final MessageSpec SPEC = Dialects.bundled("postilion");
    private static final Pattern WIRE =
            Pattern.compile("\"id\": \"jpos-post\".*\"wire_hex\": \"(\\w+)\"");
    private static final int PARTS_AT = 4 + 16 + 6 + 8;

    private static String decoded(String hex) {
        final StringBuilder out = new StringBuilder();
        new MessageJson(SPEC, true).decodeHex(hex, out);
        return out.toString();
    }

    private static String encoded(String json) {
        final StringBuilder out = new StringBuilder();
        new MessageJson(SPEC, true).encode(json, out);
        return out.toString();
    }

    private static String hex(String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }

    /** A message with one part of DE127. */
    private static String message(String bitmap, String part) {
        final String length = "%06d".formatted(8 + part.length());
        final String start = hex("0200") + "8" + "0".repeat(30) + "2";
        return start + hex(length) + bitmap + hex(part);
    }

    @Test
    void shouldReadAndWriteTheMessageOfJposByteForByte() throws IOException {
        final Matcher row =
                WIRE.matcher(Files.readString(Path.of("src/test/resources/vectors/jpos.jsonl")));
        assertTrue(row.find());
        final String json = decoded(row.group(1));
        assertTrue(json.endsWith("\"127\":{\"2\":\"SWITCH_KEY\",\"25\":\"ICC_DATA\"}}}"), json);
        assertEquals(row.group(1), encoded(json));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0007',
            value = {
                "0000040000000000|0003217POSData15hello211CUSTOMER_ID10"
                        + "|'22':{'POSData':'hello','CUSTOMER_ID':''}",
                "0000008000000000|0012<IccData/>..|'25':'<IccData/>..'",
                "0000008000000000|00180008000000000000A1|'25':{'13':'A1'}",
                "0000008000000000|00182000000000000000 0|",
            })
    void shouldReadPartsOfEveryKind(String bitmap, String part, String field) {
        final String json = decoded(message(bitmap, part));
        if (field != null) {
            final String expected = "{\"127\":{" + field.replace('\'', '"') + "}}}";
            assertTrue(json.endsWith(expected), json);
            assertEquals(message(bitmap, part), encoded(json));
        } else {
            assertTrue(json.startsWith("{\"error\":{\"de\":\"127.2"), json);
        }
    }

    @Test
    void shouldShowAsOctetsWhatAnObjectCannotTell() {
        final String twice = message("0000040000000000", "0001511A11B11A14<x/>");
        final String json = decoded(twice);
        final String octets = twice.substring(2 * (PARTS_AT - 8));
        assertTrue(json.endsWith("{\"127\":\"" + octets + "\"}}"), json);
        assertEquals(twice, encoded(json));
    }

    @Test
    void shouldNotReadBeyondThePart() {
        final String part = "0001617POSData15hello211CUSTOMER_ID10";
        final String json = decoded(message("0000040000000000", part));
        final String expected = "{\"error\":{\"de\":\"127\",\"offset\":" + (PARTS_AT + 21) + ",";
        assertTrue(json.startsWith(expected), json);
    }

    @ParameterizedTest
    @CsvSource({
        "0000417PO, 127.22, 5, length 7 exceeds the 2 bytes left",
        "0001517POSData15hell, 127.22.POSData, 14, length 5 exceeds the 4 bytes left",
        "0001607POSData15hello, 127.22, 5, no digit from 1 to 5 tells",
    })
    void shouldNameKeyAndByteOfWhatIsWrong(String part, String path, int offset, String reason) {
        final String json = decoded(message("0000040000000000", part));
        final String place = "{\"error\":{\"de\":\"%s\",\"offset\":%d,\"reason\":\"%s";
        assertTrue(json.startsWith(place.formatted(path, PARTS_AT + offset, reason)), json);
    }

    @Test
    void shouldShowKeysAndHideValues() {
        final String hex = message("0000040000000000", "0001617POSData15hello");
        final StringBuilder masked = new StringBuilder();
        new MessageJson(SPEC, false).decodeHex(hex, masked);
        assertTrue(
                masked.toString().endsWith("{\"22\":{\"POSData\":\"*****\"}}}}"), masked::toString);
        final StringBuilder text = new StringBuilder();
        assertTrue(new MessageText(SPEC, SPEC.header(), true).describeHex(hex, text));
        assertTrue(text.toString().contains("127.22.POSData Value: \"hello\""), text::toString);
    }

    @Test
    void shouldRefuseKeysThatCouldNotBeReadAgain() {
        final String start = "{\"mti\":\"0200\",\"fields\":{\"127\":{\"22\":{";
        final String json = encoded(start + "\"A B\":\"x\"}}}}");
        assertEquals(
                "{\"error\":{\"de\":\"127.22.A B\",\"reason\":\"key is not printable"
                        + " characters\"}}",
                json);
        for (final String key : List.of("K\\u00e9", "K\\u20ac")) {
            assertEquals(
                    "{\"error\":{\"de\":\"127.22." + key + "\",\"reason\":\"key is not ASCII\"}}",
                    encoded(start + '"' + key + "\":\"x\"}}}}"));
        }
    }
}
