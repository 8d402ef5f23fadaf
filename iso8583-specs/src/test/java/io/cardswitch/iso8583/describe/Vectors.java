package io.cardswitch.iso8583.describe;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.cardswitch.iso8583.BitmapSet;
import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.Encoding;
import io.cardswitch.iso8583.LengthPrefix;
import io.cardswitch.iso8583.MessageStart;
import io.cardswitch.iso8583.Padding;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.validate.MessageRules;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads the vector files and compiles the tables of elements that come with them. */
final class Vectors {
    private static final Map<String, Encoding> ENCODINGS =
            Map.of(
                    "ascii", Encoding.ASCII,
                    "bcd", Encoding.BCD,
                    "binary", Encoding.BINARY,
                    "hexascii", Encoding.HEX,
                    "hex", Encoding.HEX,
                    "b", Encoding.BINARY,
                    "ebcdic", Encoding.EBCDIC,
                    "cp500", Encoding.EBCDIC_500);

    /** Signed amounts of 1987, which tables of ASCII dialects do not tell from text. */
    private static final Set<Integer> AMOUNTS = Set.of(28, 29, 30, 31, 97);

    private Vectors() {}

    /** One row of a file. */
    record Row(Map<String, Object> members) {
        String text(String key) {
            return (String) members.get(key);
        }

        Map<String, Object> map(String key) {
            return asMap(members.getOrDefault(key, Map.of()));
        }

        /** Values by element number; subfields and names of other parts left out. */
        TreeMap<Integer, String> values() {
            final TreeMap<Integer, String> values = new TreeMap<>();
            map("fields")
                    .forEach((key, value) -> {
                        if (key.matches("\\d+")) {
                            values.put(Integer.valueOf(key), (String) value);
                        }
                    });
            return values;
        }

        @Override
        public String toString() {
            return text("id");
        }
    }

    static List<Row> rows(String... files) {
        final List<Row> rows = new ArrayList<>();
        for (final String file : files) {
            for (final String line : resource(file).split("\n")) {
                rows.add(new Row(json(line)));
            }
        }
        return rows;
    }

    /** The named table, or null when this codec cannot express all of it. */
    static MessageSpec table(String name) {
        final Map<String, Object> table = json(resource("specs/" + name + ".json"));
        if (table.containsKey("header")) return null;
        final List<ElementSpec> elements = new ArrayList<>();
        final BitmapSet bitmaps = bitmaps(table);
        for (final Map.Entry<String, Object> entry : asMap(table.get("fields")).entrySet()) {
            final int number = Integer.parseInt(entry.getKey());
            if (number == 65 || number > bitmaps.lastElement()) continue;
            final ElementSpec element = element(number, asMap(entry.getValue()));
            if (element == null) return null;
            elements.add(element);
        }
        return new MessageSpec(
                name,
                87,
                new MessageStart(
                        ENCODINGS.get((String) table.get("mti")),
                        ENCODINGS.get((String) table.get("bitmap")),
                        bitmaps),
                elements);
    }

    private static BitmapSet bitmaps(Map<String, Object> table) {
        if (table.containsKey("fixed_bitmap_bytes")) return BitmapSet.TWO;
        final boolean isLong = table.containsKey("bitmap_max") && number(table, "bitmap_max") > 128;
        return isLong ? BitmapSet.ONE_TO_THREE : BitmapSet.ONE_OR_TWO;
    }

    /** Element 2 of a row about one element; null when this codec has no such layout. */
    static ElementSpec element(Row row) {
        final Map<String, Object> codec = row.map("codec");
        if (codec.get("layout") instanceof Map<?, ?> layout) return element(2, asMap(layout));
        final LengthPrefix length = LengthPrefix.of(2, Encoding.ASCII);
        final int units = number(codec, "length");
        return switch ((String) codec.get("class")) {
            case "IFAE_LLCHAR" ->
                    new ElementSpec(
                            2, "", Content.ANS, units, length, Encoding.EBCDIC, Padding.LEFT);
            case "IFA_LLBNUM" ->
                    row.text("kind").equals("field_pack")
                            ? null // Its length counts the digit that pads.
                            : new ElementSpec(
                                    2, "", Content.N, units, length, Encoding.BCD, Padding.LEFT);
            default -> null;
        };
    }

    /** Null when this codec has no such layout. */
    static ElementSpec element(int number, Map<String, Object> layout) {
        final Encoding encoding = ENCODINGS.get((String) layout.get("enc"));
        final boolean isFixed = "fixed".equals(layout.get("kind"));
        final Encoding length =
                isFixed ? Encoding.ASCII : ENCODINGS.get((String) layout.get("len_enc"));
        if (encoding == null || length == null) return null;
        // Of binary lengths, the tables count bytes.
        final int told = isFixed ? 0 : number(layout, "len_digits");
        final int digits = length == Encoding.BINARY ? 2 * told : told;
        final boolean countsBytes = "chars".equals(layout.get("len_unit"));
        final LengthPrefix prefix =
                isFixed ? LengthPrefix.NONE : new LengthPrefix(digits, length, false, countsBytes);
        final Padding padding = "right".equals(layout.get("pad")) ? Padding.RIGHT : Padding.LEFT;
        final boolean isSigned = layout.containsKey("sign");
        final Content content =
                switch (encoding) {
                    case BCD ->
                            isSigned
                                    ? Content.X_N
                                    : layout.containsKey("track2") ? Content.Z : Content.N;
                    case EBCDIC, EBCDIC_500 -> Content.ANS;
                    case ASCII -> AMOUNTS.contains(number) ? Content.X_N : Content.ANS;
                    default -> Content.B;
                };
        return new ElementSpec(
                number, "", content, number(layout, "len"), prefix, encoding, padding);
    }

    static int number(Map<String, Object> map, String key) {
        return Integer.parseInt(((JsonReader.Literal) map.get(key)).text());
    }

    /**
     * The error, as JSON, of a row that must be refused: by the bundled rules when the digits of a
     * date are none, which no dialect says, else by the dialect alone.
     */
    static String refused(MessageSpec dialect, Row row) {
        final boolean isOfDate = "bad_date_value".equals(row.map("expected_error").get("kind"));
        final MessageRules rules = isOfDate ? MessageRules.bundled("iso87") : null;
        final StringBuilder out = new StringBuilder();
        assertFalse(
                new MessageJson(dialect, dialect.header(), rules, true)
                        .decodeHex(row.text("wire_hex"), out),
                () -> row + " " + out);
        return out.toString();
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> asMap(Object value) {
        return (Map<String, Object>) value;
    }

    private static Map<String, Object> json(String text) {
        try {
            return asMap(JsonReader.read(text));
        } catch (final JsonReader.SyntaxException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static String resource(String file) {
        try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
