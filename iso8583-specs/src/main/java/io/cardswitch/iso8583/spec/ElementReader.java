package io.cardswitch.iso8583.spec;

import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.Encoding;
import io.cardswitch.iso8583.LengthPrefix;
import io.cardswitch.iso8583.Padding;
import io.cardswitch.iso8583.yaml.YamlNode;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Reads elements, each with the encodings that a file states once or those of its own. */
final class ElementReader {
    private static final List<String> CHARACTERS =
            List.of("ascii", "ebcdic", "ebcdic-500", "ebcdic-1047");
    private static final List<String> DIGITS =
            List.of("ascii", "bcd", "ebcdic", "ebcdic-500", "ebcdic-1047");
    private static final List<String> OCTETS = List.of("binary", "hex", "ebcdic-hex");
    private static final List<String> LENGTHS = List.of("ascii", "bcd", "ebcdic", "binary", "hex");
    private static final List<Content> NUMBERS = List.of(Content.N, Content.X_N, Content.Z);
    private static final List<Content> TEXT =
            List.of(Content.A, Content.S, Content.AN, Content.AS, Content.NS, Content.ANS);
    private static final List<String> PADDINGS =
            Arrays.stream(Padding.values()).map(Padding::notation).toList();
    private static final String BYTES = "bytes";
    private static final List<String> COUNTED = List.of("units", BYTES);

    /** Tells nobody's length: parts that are the rest of their content are read with one. */
    static final LengthPrefix REST = new LengthPrefix(4, Encoding.BINARY, false, true);

    private final Map<Content, Encoding> encodings = new EnumMap<>(Content.class);
    private Encoding lengthEncoding;
    private Padding padding = Padding.LEFT;

    /** Of what stands inside of digits and text: characters in ASCII, octets in hexadecimal. */
    static ElementReader ofCharacters() {
        final ElementReader reader = new ElementReader();
        for (final Content content : Content.values()) {
            reader.encodings.put(content, content == Content.B ? Encoding.HEX : Encoding.ASCII);
        }
        reader.lengthEncoding = Encoding.ASCII;
        return reader;
    }

    /** Takes the encodings that a file states; those that it may leave out stay as they are. */
    void readEncodings(YamlNode encoding, boolean isPartial) {
        lengthEncoding = read(encoding, "length", LENGTHS, lengthEncoding, isPartial);
        for (final Content content : NUMBERS) {
            final String key = content.notation();
            final Encoding before = encodings.get(content);
            encodings.put(content, read(encoding, key, DIGITS, before, isPartial));
        }
        final Encoding before = encodings.get(Content.ANS);
        final Encoding text = read(encoding, "text", CHARACTERS, before, isPartial);
        for (final Content content : TEXT) {
            encodings.put(content, text);
        }
        final Encoding octets = encodings.get(Content.B);
        encodings.put(Content.B, read(encoding, "b", OCTETS, octets, isPartial));
    }

    /** Takes the padding that a file states for all elements. */
    void readPadding(YamlNode root) {
        if (root.has("padding")) padding = Padding.of(root.choice("padding", PADDINGS));
    }

    private static Encoding read(
            YamlNode node, String key, List<String> allowed, Encoding before, boolean isPartial) {
        if (isPartial && !node.has(key)) return before;
        return Encoding.of(node.choice(key, allowed));
    }

    /** Whether text, perhaps a type alone, stands in place of keys; the problem is recorded. */
    static boolean isBare(YamlNode node) {
        if (!node.isScalar()) return false;
        final String text = node.text();
        if (!text.isEmpty()) {
            node.problem(
                    "\"" + text + "\" where type and name are expected",
                    "write {type: " + text + ", name: NAME}");
        }
        return true;
    }

    /** Null, with every problem recorded, when it is not right. */
    ElementSpec read(int number, YamlNode node) {
        final YamlNode type = node.require("type");
        return read(number, node, type, ElementNotation.parse(type));
    }

    /**
     * As {@link #read(int, YamlNode)}, of a part or the value of a tag.
     *
     * @param notation of the type
     */
    ElementSpec readPart(int number, YamlNode node, ElementNotation notation) {
        return read(number, node, node.get("type"), notation);
    }

    private ElementSpec read(int number, YamlNode node, YamlNode type, ElementNotation notation) {
        final String name = node.text("name");
        final Content content = notation == null ? Content.ANS : notation.content();
        final Encoding encoding =
                read(node, "encoding", allowed(content), encodings.get(content), true);
        final LengthPrefix length = length(node, notation);
        final Padding side =
                node.has("padding") ? Padding.of(node.choice("padding", PADDINGS)) : padding;
        if (notation == null || encoding == null) return null;
        final ElementSpec element =
                new ElementSpec(number, name, content, notation.units(), length, encoding, side);
        if (!isPaddingRight(type, element)) return null;
        return notation.isRest() || hasRoom(type, element) ? element : null;
    }

    /** The value of tags that have no entry of their own: the rest of their content. */
    ElementSpec rest(ElementNotation notation) {
        final Content content = notation.content();
        final Encoding encoding = encodings.get(content);
        return new ElementSpec(0, "", content, notation.units(), REST, encoding, padding);
    }

    /** How octets are written. */
    Encoding octets() {
        return encodings.get(Content.B);
    }

    private LengthPrefix length(YamlNode node, ElementNotation notation) {
        final Encoding encoding = read(node, "length", LENGTHS, lengthEncoding, true);
        final boolean isInclusive = node.flag("inclusive", false);
        final boolean countsBytes =
                node.has("counts") && BYTES.equals(node.choice("counts", COUNTED));
        if (notation != null && notation.isRest()) return REST;
        final boolean isFixed = notation == null || notation.lengthDigits() == 0;
        if (isFixed || encoding == null) return LengthPrefix.NONE;
        return new LengthPrefix(notation.lengthDigits(), encoding, isInclusive, countsBytes);
    }

    /** Records a problem when nothing fills a half byte of digits in BCD. */
    static boolean isPaddingRight(YamlNode type, ElementSpec element) {
        if (element.padding() != Padding.NONE || !element.mayBeOdd()) return true;
        type.problem(
                "padding: none of an odd number of digits in BCD",
                "write for this element padding: left, right, left-f or right-f");
        return false;
    }

    private static boolean hasRoom(YamlNode type, ElementSpec element) {
        final LengthPrefix length = element.length();
        if (element.isFixed()) return true;
        final int counted = length.countsBytes() ? element.fixedBytes() : element.units();
        final int needed = length.isInclusive() ? counted + length.bytes() : counted;
        if (needed <= length.highest()) return true;
        final String digits = length.digits() + " digits";
        type.problem(
                "length " + needed + " has no room in " + digits,
                "the highest is " + length.highest() + "; add dots");
        return false;
    }

    /** The encodings that such content may have. */
    private static List<String> allowed(Content content) {
        return switch (content) {
            case N, X_N, Z -> DIGITS;
            case B -> OCTETS;
            default -> CHARACTERS;
        };
    }
}
