package io.cardswitch.iso8583.spec;

import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.Encoding;
import io.cardswitch.iso8583.Inside;
import io.cardswitch.iso8583.PartBitmap;
import io.cardswitch.iso8583.yaml.YamlNode;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads what stands inside of an element or part:
 *
 * <pre>
 *   127:
 *     type: b ......65535
 *     name: Private data
 *     bitmap: b 64               # without it the parts follow each other, the last ones may miss
 *     parts:
 *       2: {type: ans ..32, name: Switch key}
 *       22: {type: ans .....65535, name: More, tags: {layout: tlv, tag: 2, length: 3}}
 *       25: {type: ans rest, name: All that is left}
 * </pre>
 *
 * <p>{@code bitmap: dataset} is that of the datasets of ISO 8583:2003.
 *
 * <p>{@code otherwise: text}: content that does not begin as a bitmap in hexadecimal is text.
 *
 * <p>Inside of digits and text everything is characters in ASCII unless a part says otherwise, and
 * octets are hexadecimal; inside of octets the encodings are those of the dialect.
 */
final class InsideReader {
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,2}");
    private static final List<String> BITMAPS = List.of("1", "1-2", "1-3");
    private static final String DATASET = "dataset";
    private static final List<String> BITMAP_ENCODINGS = List.of("binary", "hex", "ebcdic-hex");

    private final ElementReader octets;
    private final ElementReader characters = ElementReader.ofCharacters();
    private final TagsReader tagsReader = new TagsReader(this);

    /**
     * @param octets reads parts that stand inside of octets
     */
    InsideReader(ElementReader octets) {
        this.octets = octets;
    }

    /**
     * What keys of a node say stands inside; null when they say nothing.
     *
     * @param element of the node, null when it is not right
     * @param depth 1 for elements of the message
     */
    Inside read(YamlNode node, ElementSpec element, int depth) {
        final boolean hasTags = node.has("tags");
        if (!hasTags && !node.has("parts")) return null;
        if (!hasRoom(node, element, depth)) {
            node.keys();
            return null;
        }
        final ElementReader reader = element.content() == Content.B ? octets : characters;
        if (hasTags) return tagsReader.read(node.get("tags"), element, reader, depth);
        final PartBitmap bitmap = bitmap(node, reader);
        final boolean orText = orText(node, bitmap);
        final List<Inside.Part> parts = parts(node.get("parts"), bitmap, reader, depth);
        if (bitmap == PartBitmap.DATASET) parts.add(tagsReader.behindParts());
        return new Inside.Parts(bitmap, parts, orText);
    }

    private static boolean orText(YamlNode node, PartBitmap bitmap) {
        if (!node.has("otherwise")) return false;
        node.choice("otherwise", List.of("text"));
        if (bitmap != null && bitmap.encoding() == Encoding.HEX) return true;
        final String hint = "give the parts a bitmap in hexadecimal";
        node.get("otherwise").problem("nothing tells parts from text", hint);
        return false;
    }

    private static boolean hasRoom(YamlNode node, ElementSpec element, int depth) {
        if (element == null) return false;
        if (element.content() == Content.Z || element.content() == Content.X_N) {
            node.problem("parts inside of " + element.notation(), "write ans, n or b");
            return false;
        }
        if (depth <= Inside.MAX_DEPTH) return true;
        node.problem("parts nested deeper than " + Inside.MAX_DEPTH, "write the inner one as ans");
        return false;
    }

    private PartBitmap bitmap(YamlNode node, ElementReader reader) {
        final String count = node.has("bitmaps") ? node.choice("bitmaps", BITMAPS) : "1";
        if (!node.has("bitmap")) return null;
        final YamlNode bitmap = node.get("bitmap");
        if (bitmap.isScalar() && DATASET.equals(bitmap.text())) {
            if (reader == octets) return PartBitmap.DATASET;
            bitmap.problem("a dataset inside of characters", "write the element as b");
            return null;
        }
        final YamlNode type = bitmap.isMap() ? bitmap.require("type") : bitmap;
        final ElementNotation notation = ElementNotation.parse(type);
        Encoding encoding = reader.octets();
        if (bitmap.isMap()) {
            final boolean isStated = bitmap.has("encoding");
            if (isStated) encoding = Encoding.of(bitmap.choice("encoding", BITMAP_ENCODINGS));
            bitmap.rejectUnknownKeys();
        }
        if (notation == null) return null;
        final int highest = count.charAt(count.length() - 1) - '0';
        final PartBitmap read = new PartBitmap(encoding, notation.units(), highest);
        final boolean isFixed = notation.content() == Content.B && notation.lengthDigits() == 0;
        final boolean hasBits = read.lastPart() > 0 && read.lastPart() <= PartBitmap.LAST_PART;
        if (isFixed && hasBits) return read;
        type.problem("a bitmap of " + type.text(), "write b 64; all of them have up to 192 bits");
        return null;
    }

    private List<Inside.Part> parts(
            YamlNode list, PartBitmap bitmap, ElementReader reader, int depth) {
        final List<Inside.Part> parts = new ArrayList<>();
        for (final String key : list.keys()) {
            final YamlNode node = list.get(key);
            final int number = NUMBER.matcher(key).matches() ? Integer.parseInt(key) : 0;
            final Inside.Part before = parts.isEmpty() ? null : parts.getLast();
            if (number == 0 || number > PartBitmap.LAST_PART) {
                node.problem("\"" + key + "\" is no part", "use a number from 1 to 192");
                continue;
            }
            if (bitmap != null && (number > bitmap.lastPart() || bitmap.isChain(number))) {
                node.problem("no bit announces part " + key, "widen the bitmap");
            }
            if (before != null && before.element().number() > number) {
                node.problem("part " + key + " stands too late", "write parts in ascending order");
            }
            if (before != null && before.isRest()) {
                node.problem("part " + key + " follows the rest", "give the one before a length");
            }
            // One more may be what follows the parts of a dataset.
            if (parts.size() == Inside.MAX_PARTS - 1) {
                node.problem("more than " + parts.size() + " parts", "leave some out");
                return parts;
            }
            if (ElementReader.isBare(node)) continue;
            final YamlNode type = node.require("type");
            final Inside.Part part =
                    part(number, node, ElementNotation.parsePart(type), reader, depth);
            if (part != null) parts.add(part);
        }
        if (list.isMap() && list.keys().isEmpty()) list.problem("there are no parts", "write one");
        return parts;
    }

    /** Null, with every problem recorded, when the part or tag is not right. */
    Inside.Part part(
            int number, YamlNode node, ElementNotation notation, ElementReader reader, int depth) {
        final ElementSpec element = reader.readPart(number, node, notation);
        final Inside inside = read(node, element, depth + 1);
        node.rejectUnknownKeys();
        return element == null ? null : new Inside.Part(element, notation.isRest(), inside);
    }
}
