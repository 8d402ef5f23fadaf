package io.cardswitch.iso8583.describe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.iso8583.Encoding;
import io.cardswitch.iso8583.LengthPrefix;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.describe.Vectors.Row;
import io.cardswitch.iso8583.spec.Dialects;
import io.cardswitch.iso8583.yaml.Problems;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Rows that carry a table of their own, each written as a dialect file. */
class OwnTableVectorsTest {
    private static final Map<String, String> WORDS =
            Map.of("ascii", "ascii", "cp500", "ebcdic-500", "b", "binary", "bcd", "bcd");

    static List<Row> rows() {
        return Vectors.rows("pyiso8583.jsonl");
    }

    @ParameterizedTest
    @MethodSource("rows")
    void shouldDoWhatTheRowSays(Row row) {
        final Problems problems = new Problems();
        final MessageSpec dialect = Dialects.parse("row.yaml", file(row), problems);
        assertEquals(List.of(), problems.lines());
        switch (row.text("kind")) {
            case "decode", "encode" -> shouldAgree(dialect, row);
            case "invalid" -> shouldRefuse(dialect, row);
            case "encode_invalid" -> assertFalse(encodes(dialect, json(row), new StringBuilder()));
            default -> throw new AssertionError(row);
        }
    }

    @Test
    void shouldKnowEveryRow() {
        assertEquals(90, rows().stream().map(Row::toString).distinct().count());
    }

    private static void shouldAgree(MessageSpec dialect, Row row) {
        final StringBuilder json = new StringBuilder();
        final String wire = row.text("wire_hex");
        assertTrue(new MessageJson(dialect, true).decodeHex(wire, json), json::toString);
        assertEquals(json(row), json.toString());
        final StringBuilder hex = new StringBuilder();
        assertTrue(encodes(dialect, json.toString(), hex), hex::toString);
        if (!row.text("id").contains("mixed-case")) assertEquals(wire, hex.toString());
    }

    private static boolean encodes(MessageSpec dialect, String json, StringBuilder out) {
        return new MessageJson(dialect, true).encode(json, out);
    }

    /** Without bitmaps, which follow from the elements. */
    private static String json(Row row) {
        final TreeMap<Integer, String> values = row.values();
        if (row.text("kind").endsWith("code")) values.remove(1);
        final StringBuilder json = new StringBuilder("{");
        final Object header = row.map("fields").get("h");
        if (header != null && !header.equals("")) {
            final byte[] octets = header.toString().getBytes(StandardCharsets.US_ASCII);
            JsonText.member("header", HexFormat.of().formatHex(octets), json);
        }
        if (row.text("mti") != null) JsonText.member("mti", row.text("mti"), json);
        JsonText.key("fields", json);
        json.append('{');
        values.forEach((de, value) -> JsonText.member(de.toString(), value, json));
        return json.append("}}").toString();
    }

    private static void shouldRefuse(MessageSpec dialect, Row row) {
        final String error = Vectors.refused(dialect, row);
        final String field = (String) row.map("expected_error").get("field");
        final String de = field.equals("t") ? "0" : field.equals("p") ? "1" : field;
        assertTrue(error.contains("\"de\":" + de + ","), error);
        assertFalse(error.contains("fields"), error);
    }

    private static String file(Row row) {
        final Map<String, Object> fields = row.map("field_table");
        final StringBuilder elements = new StringBuilder();
        boolean isLong = row.text("id").contains("tertiary");
        for (final String key : fields.keySet()) {
            if (!key.matches("\\d+") || key.equals("1") || key.equals("65")) continue;
            isLong |= Integer.parseInt(key) > 128;
            elements.append("  ").append(key).append(": {");
            elements.append(element(Vectors.asMap(fields.get(key)))).append("}\n");
        }
        if (elements.isEmpty()) elements.append("  2: {type: n 1, name: Element}\n");
        final int octets = Vectors.number(Vectors.asMap(fields.get("h")), "max_len");
        final String header = octets == 0 ? "none" : Integer.toString(octets);
        final String mti = word(fields, "t").replace("binary", "bcd").replace("-500", "");
        final String bitmap = "[" + bitmapWord(fields, "p") + ", " + bitmapWord(fields, "1") + "]";
        return """
        dialect: own
        version: 1987
        padding: none
        header: %s
        encoding: {mti: %s, bitmap: %s, length: ascii, n: ascii, x+n: ascii, z: ascii,
          text: ascii, b: binary}
        bitmaps: %s
        elements:
        %s\
        """
                .formatted(header, mti, bitmap, isLong ? "1-3" : "1-2", elements);
    }

    private static String bitmapWord(Map<String, Object> fields, String key) {
        return word(fields, key).replace("ascii", "hex").replace("500", "hex");
    }

    private static String word(Map<String, Object> fields, String key) {
        return WORDS.get((String) Vectors.asMap(fields.get(key)).get("data_enc"));
    }

    /** A length has no more than its digits can tell. */
    private static String element(Map<String, Object> layout) {
        final String length = WORDS.get((String) layout.get("len_enc")).replace("-500", "");
        final boolean isPacked = length.equals("bcd") || length.equals("binary");
        final int digits = Vectors.number(layout, "len_type") * (isPacked ? 2 : 1);
        final String encoding = WORDS.get((String) layout.get("data_enc"));
        final boolean isOctets = encoding.equals("binary");
        final int units = Vectors.number(layout, "max_len");
        final int highest = LengthPrefix.of(digits, Encoding.of(length)).highest();
        final int figure = digits > 0 ? Math.min(units, highest) : isOctets ? 8 * units : units;
        final String type = (isOctets ? "b " : "ans ") + ".".repeat(digits) + figure;
        final String prefix = digits > 0 ? ", length: " + length : "";
        return "type: " + type + ", encoding: " + encoding + prefix + ", name: Element";
    }
}
