package io.cardswitch.iso8583.describe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.iso8583.BitmapSet;
import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.Encoding;
import io.cardswitch.iso8583.MessageStart;
import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.describe.Vectors.Row;
import io.cardswitch.iso8583.framing.Header;
import io.cardswitch.iso8583.spec.Dialects;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Every row of the published vectors whose layouts this codec has. */
class VectorsTest {
    private static final String[] MESSAGES = {
        "jpos.jsonl",
        "erl8583.jsonl",
        "published.jsonl",
        "j8583.jsonl",
        "moov.jsonl",
        "nao_basei.jsonl"
    };

    private static final String EMPTY_BITMAP = "0000000000000000";
    private static final String EMPTY_BITMAP_MEMBER = "\"1\":\"" + EMPTY_BITMAP + "\",";

    /** Layouts that this codec does not have; their tables are not among the resources. */
    private static final Set<String> FOREIGN =
            Set.of("jpos-postpack", "moov-binarybitmap", "j8583-config-composite");

    @Test
    void shouldReadAndWriteEveryMessageOfTheVectors() {
        final Map<String, MessageSpec> tables = new HashMap<>();
        int count = 0;
        for (final Row row : Vectors.rows(MESSAGES)) {
            final String name = row.text("spec");
            if (FOREIGN.contains(name)) continue;
            final MessageSpec table = tables.computeIfAbsent(name, VectorsTest::dialect);
            switch (row.text("kind")) {
                case "decode" -> shouldAgree(table, row);
                case "invalid" -> shouldRefuse(table, row);
                default -> throw new AssertionError(row);
            }
            count++;
        }
        assertEquals(66, count);
    }

    @Test
    void shouldReadRowsOfOtherTablesWithTheBundledDialectsWhereTheyAreTheSame() {
        int count = 0;
        for (final Row row : Vectors.rows("erl8583.jsonl", "published.jsonl", "moov.jsonl")) {
            if (FOREIGN.contains(row.text("spec")) || !"decode".equals(row.text("kind"))) continue;
            final MessageSpec table = Vectors.table(row.text("spec"));
            for (final String name : Dialects.names()) {
                final MessageSpec bundled = Dialects.bundled(name);
                if (bundled.header() == Header.NONE
                        && isSame(table, bundled, row.values().keySet())) {
                    shouldAgree(bundled, row);
                    count++;
                }
            }
        }
        assertEquals(39, count);
    }

    @Test
    void shouldPackAndUnpackSingleElements() {
        int count = 0;
        for (final Row row : Vectors.rows("jpos_fields.jsonl")) {
            final ElementSpec element = Vectors.element(row);
            if (element == null) continue;
            final MessageSpec table = tableOf(numeric(element, row));
            final String wire = "02004000000000000000" + row.text("wire_hex");
            final String json =
                    "{\"mti\":\"0200\",\"fields\":{\"2\":\"" + row.text("value") + "\"}}";
            if ("field_pack".equals(row.text("kind"))) {
                assertEquals(wire, encoded(table, json), row::toString);
            } else {
                assertEquals(json, decoded(table, wire, true), row::toString);
            }
            count++;
        }
        assertEquals(52, count);
    }

    /** Whole bitmaps of messages: those of fewer bytes are of parts. */
    @Test
    void shouldReadBitmapsOfSixteenAndTwentyFourBytes() {
        int count = 0;
        for (final Row row : Vectors.rows("bitmaps.jsonl")) {
            final String form = row.text("spec");
            if (form.endsWith("at most 1 bytes") || form.endsWith("at most 8 bytes")) continue;
            final Encoding encoding =
                    form.startsWith("hexebcdic")
                            ? Encoding.EBCDIC_HEX
                            : form.startsWith("hex") ? Encoding.HEX : Encoding.BINARY;
            final BitmapSet bitmaps =
                    form.endsWith("at most 16 bytes")
                            ? BitmapSet.ONE_OR_TWO
                            : BitmapSet.ONE_TO_THREE;
            final MessageStart start = new MessageStart(Encoding.BCD, encoding, bitmaps);
            final MessageSpec dialect = new MessageSpec("bitmaps", 87, start, List.of());
            final byte[] message = HexFormat.of().parseHex("0200" + row.text("wire_hex"));
            final MessageDecoder decoder = new MessageDecoder(dialect);
            decoder.wrap(new UnsafeBuffer(message), 0, message.length);
            final BitSet bits = new BitSet();
            for (int bit = 0; bit < Long.SIZE; bit++) {
                final long mask = Long.MIN_VALUE >>> bit;
                if ((decoder.primaryBitmap() & mask) != 0) bits.set(bit + 1);
                if ((decoder.secondaryBitmap() & mask) != 0) bits.set(bit + 1 + Long.SIZE);
                if ((decoder.tertiaryBitmap() & mask) != 0) bits.set(bit + 1 + 2 * Long.SIZE);
            }
            assertEquals(
                    row.members().get("bits").toString().replaceAll("[^0-9,]", ""),
                    bits.toString().replaceAll("[^0-9,]", ""),
                    row::toString);
            count++;
        }
        assertEquals(7, count);
    }

    private static MessageSpec tableOf(ElementSpec element) {
        return new MessageSpec(
                "own", 87, MessageStart.of(Encoding.BCD, Encoding.BINARY), List.of(element));
    }

    /** The vectors' layouts do not say what characters an element has; its codec's name does. */
    private static ElementSpec numeric(ElementSpec element, Row row) {
        final boolean isNumeric = ((String) row.map("codec").get("class")).contains("NUM");
        if (!isNumeric || element.encoding() != Encoding.ASCII) return element;
        return new ElementSpec(
                2,
                "",
                Content.N,
                element.units(),
                element.length(),
                element.encoding(),
                element.padding());
    }

    private static MessageSpec dialect(String name) {
        if (name.equals("jpos-iso87ascii")) return Dialects.bundled("iso87-ascii");
        if (name.equals("jpos-iso87binary")) return Dialects.bundled("iso87-binary");
        return Vectors.table(name);
    }

    private static boolean isSame(MessageSpec table, MessageSpec bundled, Set<Integer> elements) {
        return table.version() == bundled.version()
                && table.start().equals(bundled.start())
                && elements.stream().allMatch(de -> isSame(table.element(de), bundled.element(de)));
    }

    private static boolean isSame(ElementSpec one, ElementSpec other) {
        if (one == null || other == null) return false;
        return one.units() == other.units()
                && one.length().equals(other.length())
                && one.encoding() == other.encoding()
                && (one.encoding() != Encoding.BCD || one.padding() == other.padding());
    }

    /** The rows show DE55 as the characters that its octets happen to be. */
    private static String octets(int de, String characters) {
        return HexFormat.of().formatHex(characters.getBytes(StandardCharsets.US_ASCII));
    }

    private static void shouldAgree(MessageSpec table, Row row) {
        final String wire = row.text("wire_hex");
        final TreeMap<Integer, String> values = row.values();
        if (!EMPTY_BITMAP.equals(values.get(1))) values.remove(1);
        if (table.name().equals("iso87-binary")) values.computeIfPresent(55, VectorsTest::octets);
        final StringBuilder expected = new StringBuilder("{");
        JsonText.member("mti", row.text("mti"), expected);
        JsonText.key("fields", expected);
        expected.append('{');
        values.forEach((de, value) -> JsonText.member(de.toString(), value, expected));
        final String json = expected.append("}}").toString();
        final String decoded = decoded(table, wire, true);
        final String asInRow =
                values.containsKey(1) ? decoded : decoded.replace(EMPTY_BITMAP_MEMBER, "");
        assertEquals(json, asInRow, row::toString);
        if (!row.text("id").contains("mixed-case")) {
            assertEquals(wire, encoded(table, decoded), row::toString);
        }
    }

    private static void shouldRefuse(MessageSpec table, Row row) {
        final String error = Vectors.refused(table, row);
        final String field = (String) row.map("expected_error").get("field");
        final String de = field.equals("t") ? "0" : field.equals("p") ? "1" : field;
        assertTrue(error.contains("\"de\":" + de + ","), () -> row + " " + error);
    }

    private static String decoded(MessageSpec table, String wire, boolean isValid) {
        final StringBuilder out = new StringBuilder();
        final boolean result = new MessageJson(table, true).decodeHex(wire, out);
        assertEquals(isValid, result, out::toString);
        return out.toString();
    }

    private static String encoded(MessageSpec table, String json) {
        final StringBuilder out = new StringBuilder();
        final boolean isValid = new MessageJson(table, true).encode(json, out);
        assertTrue(isValid, out::toString);
        assertFalse(out.isEmpty());
        return out.toString();
    }
}
