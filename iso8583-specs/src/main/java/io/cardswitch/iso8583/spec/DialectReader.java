package io.cardswitch.iso8583.spec;

import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.Encoding;
import io.cardswitch.iso8583.Padding;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.yaml.Problems;
import io.cardswitch.iso8583.yaml.YamlNode;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Turns a dialect file into tables:
 *
 * <pre>
 * dialect: iso87-binary          # name in configuration and commands
 * version: 1987                  # 1987, 1993 or 2003
 * encoding:                      # stated once; an element may say otherwise
 *   mti: bcd                     # ascii, bcd
 *   bitmap: binary               # binary, hex
 *   length: bcd                  # ascii, bcd
 *   n: bcd                       # likewise x+n and z: ascii, bcd
 *   text: ascii                  # a, s, an, as, ns, ans
 *   b: binary                    # binary, hex
 * padding: left                  # of an odd number of BCD digits
 * elements:
 *   2: {type: n ..19, padding: right, name: Primary account number}
 * </pre>
 */
final class DialectReader {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final List<String> VERSIONS = List.of("1987", "1993", "2003");
    private static final List<String> PADDINGS = List.of("left", "right");
    private static final List<String> ASCII = List.of("ascii");
    private static final List<String> ASCII_OR_BCD = List.of("ascii", "bcd");
    private static final List<String> BINARY_OR_HEX = List.of("binary", "hex");
    private static final List<Content> TEXT =
            List.of(Content.A, Content.S, Content.AN, Content.AS, Content.NS, Content.ANS);
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,2}");
    private static final int TERTIARY_BITMAP = 65;

    private static final String LEFT = "left";
    private static final Map<String, Integer> SHORT_VERSIONS =
            Map.of("1987", 87, "1993", 93, "2003", 2003);

    private final Map<Content, Encoding> encodings = new EnumMap<>(Content.class);
    private Encoding lengthEncoding;
    private String padding;

    private DialectReader() {}

    /** Null when the file has problems, all of which have been recorded. */
    static MessageSpec read(YamlNode root, Problems problems) {
        final int before = problems.lines().size();
        final DialectReader reader = new DialectReader();
        final String name = reader.name(root);
        final int version = SHORT_VERSIONS.get(root.choice("version", VERSIONS));
        final YamlNode encoding = root.require("encoding");
        final Encoding mti = Encoding.of(encoding.choice("mti", ASCII_OR_BCD));
        final Encoding bitmap = Encoding.of(encoding.choice("bitmap", BINARY_OR_HEX));
        reader.readEncodings(encoding);
        reader.padding = root.has("padding") ? root.choice("padding", PADDINGS) : LEFT;
        final List<ElementSpec> elements = reader.elements(root.require("elements"));
        root.rejectUnknownKeys();
        if (!root.isPresent() || problems.lines().size() != before) return null;
        return new MessageSpec(name, version, mti, bitmap, elements);
    }

    private String name(YamlNode root) {
        final YamlNode node = root.require("dialect");
        final String name = node.text();
        if (node.isPresent() && !NAME.matcher(name).matches()) {
            node.problem(
                    "dialect name \"" + name + "\" is not usable",
                    "use up to 32 lower-case letters, digits and hyphens");
        }
        return name;
    }

    private void readEncodings(YamlNode encoding) {
        lengthEncoding = Encoding.of(encoding.choice("length", ASCII_OR_BCD));
        for (final Content content : List.of(Content.N, Content.X_N, Content.Z)) {
            encodings.put(content, Encoding.of(encoding.choice(content.notation(), ASCII_OR_BCD)));
        }
        final Encoding text = Encoding.of(encoding.choice("text", ASCII));
        for (final Content content : TEXT) {
            encodings.put(content, text);
        }
        encodings.put(Content.B, Encoding.of(encoding.choice("b", BINARY_OR_HEX)));
        encoding.rejectUnknownKeys();
    }

    private List<ElementSpec> elements(YamlNode list) {
        final List<ElementSpec> elements = new ArrayList<>();
        if (!list.isPresent()) return elements;
        for (final String key : list.keys()) {
            final YamlNode node = list.get(key);
            final int number = number(key, node);
            final ElementNotation notation = ElementNotation.parse(node.require("type"));
            final String name = node.text("name");
            final Content content = notation == null ? Content.ANS : notation.content();
            final Encoding encoding =
                    override(node, "encoding", allowed(content), encodings.get(content));
            final Encoding length = override(node, "length", ASCII_OR_BCD, lengthEncoding);
            final String side = node.has("padding") ? node.choice("padding", PADDINGS) : padding;
            node.rejectUnknownKeys();
            if (number == 0 || notation == null) continue;
            elements.add(
                    new ElementSpec(
                            number,
                            name,
                            content,
                            notation.units(),
                            notation.lengthDigits(),
                            length,
                            encoding,
                            LEFT.equals(side) ? Padding.LEFT : Padding.RIGHT));
        }
        return elements;
    }

    private static Encoding override(
            YamlNode node, String key, List<String> allowed, Encoding fallback) {
        return node.has(key) ? Encoding.of(node.choice(key, allowed)) : fallback;
    }

    private static List<String> allowed(Content content) {
        return switch (content) {
            case N, X_N, Z -> ASCII_OR_BCD;
            case B -> BINARY_OR_HEX;
            default -> ASCII;
        };
    }

    /** 0 when it is not an element's number. */
    private static int number(String key, YamlNode node) {
        final int number = NUMBER.matcher(key).matches() ? Integer.parseInt(key) : 0;
        if (number == TERTIARY_BITMAP || number == 1) {
            node.problem("element " + key + " is a bitmap", "remove it; bitmaps are implied");
            return 0;
        }
        if (number < 1 || number > MessageSpec.LAST_ELEMENT) {
            node.problem(
                    "\"" + key + "\" is no data element",
                    "use a number from 2 to " + MessageSpec.LAST_ELEMENT);
            return 0;
        }
        return number;
    }
}
