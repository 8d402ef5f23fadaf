package io.cardswitch.iso8583.describe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.describe.Vectors.Row;
import io.cardswitch.iso8583.nested.NestedDecoder;
import io.cardswitch.iso8583.nested.NestedValue;
import io.cardswitch.iso8583.spec.Dialects;
import io.cardswitch.iso8583.yaml.Problems;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The tables of the published vectors as dialect files, and every row of theirs. */
class ForeignDialectsTest {
    private static final Path FILES = Path.of("src/test/resources/dialects/foreign");
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private static final String[] ROWS = {
        "bitmaps.jsonl",
        "erl8583.jsonl",
        "fluidpay.jsonl",
        "j8583.jsonl",
        "jpos.jsonl",
        "libiso.jsonl",
        "merajabi.jsonl",
        "moov.jsonl",
        "nao_basei.jsonl",
        "nucleus8583.jsonl",
        "openiso8583.jsonl",
        "published.jsonl",
        "starkbank.jsonl",
        "termapp.jsonl",
        "unionpay.jsonl",
        "zemuldo.jsonl"
    };

    /** Tables that are bundled dialects. */
    private static final Map<String, String> BUNDLED =
            Map.of("jpos-iso87ascii", "iso87-ascii", "jpos-iso87binary", "iso87-binary");

    private static MessageSpec dialect(Row row) {
        final String table = row.text("spec");
        if (BUNDLED.containsKey(table)) return Dialects.bundled(BUNDLED.get(table));
        // Two rows of one table have their parts in different layouts.
        final boolean isComposite = table.equals("j8583-config-composite");
        return load(isComposite ? row.text("id").substring(0, 18) : table);
    }

    private static MessageSpec load(String name) {
        final Problems problems = new Problems();
        final MessageSpec spec = Dialects.load(FILES.resolve(name + ".yaml"), problems);
        assertEquals(List.of(), problems.lines());
        return spec;
    }

    static List<Row> messages() {
        return Vectors.rows(ROWS).stream()
                .filter(row -> !row.text("kind").startsWith("bitmap"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldReadAndWriteEveryMessage(Row row) {
        switch (row.text("kind")) {
            case "decode" -> shouldAgree(dialect(row), row);
            case "invalid" -> shouldRefuse(dialect(row), row);
            default -> throw new AssertionError(row);
        }
    }

    @Test
    void shouldKnowEveryTable() {
        final Set<String> tables = new TreeSet<>();
        messages().forEach(row -> tables.add(row.text("spec")));
        assertEquals(27, tables.size());
        assertEquals(93, messages().size());
    }

    @Test
    void shouldReadAndWritePartsOfOneElement() {
        final MessageSpec dialect = load("subfields-libiso");
        for (final Row row : Vectors.rows("subfields.jsonl")) {
            if (!row.text("id").equals("libiso-f7-subfields")) continue;
            final String parts = "{\"1\":\"hello\",\"2\":\"abc\",\"3\":\"world\"}";
            assertEquals(
                    "{SF7_1=hello, SF7_2=abc, SF7_3=world}",
                    row.map("expected").toString(),
                    row::toString);
            final String json = "{\"mti\":\"0200\",\"fields\":{\"7\":" + parts + "}}";
            final String wire = encoded(dialect, json);
            assertTrue(wire.endsWith("000F" + row.text("wire_hex")), wire);
            assertEquals(json, decoded(dialect, wire, true));
        }
    }

    private static void shouldAgree(MessageSpec dialect, Row row) {
        final String wire = row.text("wire_hex");
        final String json = decoded(dialect, wire, true);
        final Map<String, String> values = values(dialect, wire);
        for (final Map.Entry<String, Object> field : row.map("fields").entrySet()) {
            if (field.getKey().equals("1")) continue; // The wire below tells of it.
            final String value = values.get(field.getKey());
            final ElementSpec element = dialect.element(number(field.getKey()));
            final String expected = expected(element, (String) field.getValue(), value);
            assertEquals(expected, value, () -> row + " " + field.getKey());
        }
        if (!row.text("id").contains("mixed-case")) {
            assertEquals(wire, encoded(dialect, json), row::toString);
        }
    }

    /** Every value by its path, those that hold others too. */
    private static Map<String, String> values(MessageSpec dialect, String wire) {
        final byte[] bytes = HEX.parseHex(wire);
        final int header =
                Math.max(0, dialect.header().length(new UnsafeBuffer(bytes), 0, bytes.length));
        final MessageDecoder message = new MessageDecoder(dialect);
        assertTrue(message.wrap(new UnsafeBuffer(bytes), header, bytes.length - header));
        final NestedDecoder nested = new NestedDecoder(dialect);
        final UnsafeBuffer text = new UnsafeBuffer(new byte[2 * bytes.length + 1]);
        final Map<String, String> values = new TreeMap<>();
        for (int de = 2; de <= MessageSpec.LAST_ELEMENT; de++) {
            if (!message.has(de)) continue;
            final int length = message.copyText(de, text, 0);
            final String value = text.getStringWithoutLengthAscii(0, length);
            final boolean isOctets = dialect.element(de).content() == Content.B;
            values.put(Integer.toString(de), isOctets ? value.toUpperCase(Locale.ROOT) : value);
            if (dialect.inside(de) != null)
                add(Integer.toString(de), nested.read(message, de), values);
        }
        return values;
    }

    private static void add(String path, List<NestedValue> inside, Map<String, String> out) {
        for (final NestedValue value : inside) {
            final String key = path + "." + value.key();
            out.put(key, value.text());
            if (value.isComposite()) add(key, value.values(), out);
        }
    }

    private static int number(String path) {
        return Integer.parseInt(path.split("\\.")[0]);
    }

    /**
     * The rows show some octets as the characters that they are, and some separators of tracks as
     * D.
     */
    private static String expected(ElementSpec element, String value, String actual) {
        final String octets = HEX.formatHex(value.getBytes(StandardCharsets.ISO_8859_1));
        final String other =
                switch (element.content()) {
                    case Z -> value.replace('D', '=');
                    case B -> octets;
                    default -> value;
                };
        return other.equals(actual) ? other : value;
    }

    private static void shouldRefuse(MessageSpec dialect, Row row) {
        final String error = Vectors.refused(dialect, row);
        final String de = (String) row.map("expected_error").get("field");
        assertTrue(error.contains("\"de\":" + de + ","), () -> row + " " + error);
    }

    private static String decoded(MessageSpec dialect, String wire, boolean isValid) {
        final StringBuilder out = new StringBuilder();
        final boolean result = new MessageJson(dialect, true).decodeHex(wire, out);
        assertEquals(isValid, result, () -> dialect + " " + wire + " " + out);
        return out.toString();
    }

    private static String encoded(MessageSpec dialect, String json) {
        final StringBuilder out = new StringBuilder();
        assertTrue(new MessageJson(dialect, true).encode(json, out), out::toString);
        assertFalse(out.isEmpty());
        return out.toString();
    }
}
