package io.cardswitch.iso8583.describe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.describe.Vectors.Row;
import io.cardswitch.iso8583.spec.Dialects;
import io.cardswitch.iso8583.tlv.Numerals;
import io.cardswitch.iso8583.tlv.TlvDecoder;
import io.cardswitch.iso8583.tlv.TlvEncoder;
import io.cardswitch.iso8583.tlv.TlvLayout;
import io.cardswitch.iso8583.yaml.Problems;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Published rows about what stands inside of elements; and which of them wait for their layout. */
class FieldVectorsTest {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** Parts by position, see ForeignDialectsTest; and datasets, see below. */
    private static final Set<String> NOT_ONLY_TAGS =
            Set.of("jpos-dataset-dbm-chained", "jpos-dataset-dbm-tlvtail", "libiso-f7-subfields");

    /**
     * Layouts that elements cannot have, and how many rows each has: a length that counts the digit
     * which pads, and room for the highest length whatever the length. jPOS interprets such
     * packagers, see InterpretedDialectTest.
     */
    private static final Map<String, Integer> WAITING_FIELDS =
            Map.of("IFA_LLBNUM", 1, "IFB_LLHFBINARY", 2);

    private static final String TAIL = "\"tlv\":{\"9F02\":\"0102\"}";

    /** Elements with their number in front of the value. */
    private static final Map<String, TlvLayout> NUMBERED =
            Map.of(
                    "IFEPE_LLCHAR", TlvLayout.tagFirst(2, 2, Numerals.EBCDIC),
                    "IFELPE_LLLCHAR", TlvLayout.lengthFirst(2, 3, Numerals.EBCDIC));

    @Test
    void shouldReadAndWriteEverySubfieldOfTags() {
        int count = 0;
        for (final Row row : Vectors.rows("subfields.jsonl")) {
            if (NOT_ONLY_TAGS.contains(row.text("id"))) continue;
            final byte[] field = HEX.parseHex(row.text("wire_hex"));
            final Map<String, String> values = values(TlvLayout.BER, field);
            final Map<String, Object> expected = row.map("expected");
            if (expected.containsKey("tlv")) {
                assertEquals(expected.get("tlv"), values, row::toString);
            }
            Vectors.asMap(expected.getOrDefault("tlv_some", Map.of()))
                    .forEach((tag, value) -> assertEquals(value, values.get(tag), tag));
            if (row.text("id").equals("moov-icc-data")) assertEquals(30, values.size());
            assertEquals(row.text("wire_hex"), HEX.formatHex(rewritten(field)), row::toString);
            count++;
        }
        assertEquals(2, count);
    }

    @Test
    void shouldReadAndWriteDatasets() {
        final Problems problems = new Problems();
        final MessageSpec dialect =
                Dialects.load(Path.of("src/test/resources/dialects/nested.yaml"), problems);
        assertEquals(List.of(), problems.lines());
        final MessageJson messages = new MessageJson(dialect, true);
        int count = 0;
        for (final Row row : Vectors.rows("subfields.jsonl")) {
            if (!row.text("id").startsWith("jpos-dataset")) continue;
            final boolean hasTags = row.text("id").endsWith("tlvtail");
            final String parts = "{\"1\":\"11\"," + (hasTags ? TAIL : "\"16\":\"22\"") + "}";
            final String json = "{\"mti\":\"0200\",\"fields\":{\"104\":{\"71\":" + parts + "}}}";
            final StringBuilder hex = new StringBuilder();
            assertTrue(messages.encode(json, hex), hex::toString);
            final String length = String.format("%04d", row.text("wire_hex").length() / 2);
            assertTrue(hex.toString().endsWith(length + row.text("wire_hex")), hex::toString);
            final StringBuilder decoded = new StringBuilder();
            assertTrue(messages.decodeHex(hex.toString(), decoded), decoded::toString);
            assertEquals(json, decoded.toString());
            count++;
        }
        assertEquals(2, count);
    }

    @Test
    void shouldReadAndWriteElementsThatCarryTheirNumber() {
        int count = 0;
        for (final Row row : Vectors.rows("jpos_fields.jsonl")) {
            final TlvLayout layout = NUMBERED.get(row.map("codec").get("class"));
            if (layout == null) continue;
            final byte[] wire = HEX.parseHex(row.text("wire_hex"));
            final byte[] value = row.text("value").getBytes(Charset.forName("IBM037"));
            assertEquals(Map.of("92", HEX.formatHex(value)), values(layout, wire), row::toString);
            final UnsafeBuffer written = new UnsafeBuffer(new byte[wire.length]);
            final int length =
                    new TlvEncoder(layout)
                            .wrap(written, 0, wire.length)
                            .put(layout.tag("92"), new UnsafeBuffer(value), 0, value.length)
                            .finish();
            assertEquals(wire.length, length, row::toString);
            assertArrayEquals(wire, written.byteArray(), row::toString);
            count++;
        }
        assertEquals(2, count);
    }

    @Test
    void shouldKnowWhichRowsOfFieldsWait() {
        final Map<String, Integer> waiting = new TreeMap<>();
        for (final Row row : Vectors.rows("jpos_fields.jsonl")) {
            final String codec = (String) row.map("codec").get("class");
            final boolean isKnown = Vectors.element(row) != null || NUMBERED.containsKey(codec);
            if (!isKnown) waiting.merge(codec, 1, Integer::sum);
        }
        assertEquals(new TreeMap<>(WAITING_FIELDS), waiting);
    }

    private static Map<String, String> values(TlvLayout layout, byte[] field) {
        final TlvDecoder decoder = new TlvDecoder(layout);
        decoder.wrap(new UnsafeBuffer(field), 0, field.length);
        final Map<String, String> values = new LinkedHashMap<>();
        while (decoder.next()) {
            final int from = decoder.valueOffset();
            final String value = HEX.formatHex(field, from, from + decoder.valueLength());
            values.put(layout.text(decoder.tag()), value);
            decoder.skip();
        }
        assertTrue(decoder.isSound(), decoder::errorText);
        assertFalse(values.isEmpty());
        return values;
    }

    private static byte[] rewritten(byte[] field) {
        final UnsafeBuffer source = new UnsafeBuffer(field);
        final UnsafeBuffer target = new UnsafeBuffer(new byte[field.length]);
        final TlvDecoder decoder = new TlvDecoder(TlvLayout.BER).wrap(source, 0, field.length);
        final TlvEncoder encoder = new TlvEncoder(TlvLayout.BER).wrap(target, 0, field.length);
        while (decoder.next()) {
            encoder.put(decoder.tag(), source, decoder.valueOffset(), decoder.valueLength());
            decoder.skip();
        }
        return Arrays.copyOf(target.byteArray(), encoder.finish());
    }
}
