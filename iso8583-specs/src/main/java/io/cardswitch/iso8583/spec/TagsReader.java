package io.cardswitch.iso8583.spec;

import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.Encoding;
import io.cardswitch.iso8583.Inside;
import io.cardswitch.iso8583.Padding;
import io.cardswitch.iso8583.PartBitmap;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.tlv.Numerals;
import io.cardswitch.iso8583.tlv.TlvLayout;
import io.cardswitch.iso8583.yaml.YamlNode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads objects of tag, length and value:
 *
 * <pre>
 *   tags: {layout: ber}                    # tags and lengths as ISO/IEC 8825-1 and EMV have them
 *   tags: {layout: dataset}                # identifier, two bytes of length; up to 70 hold BER
 *   tags: {layout: keyed}                  # keys and values of text behind counted lengths
 *   tags:
 *     layout: tlv                          # ltv: the length first; it then counts the tag too
 *     tag: 2                               # bytes
 *     length: 2                            # bytes
 *     encoding: ascii                      # of tag and length: ascii, ebcdic, bcd, binary
 *     values: ans rest                     # of tags that are not known
 *     known:
 *       26: {type: ans 3, name: Wallet}    # without a type as all others
 * </pre>
 */
final class TagsReader {
    private static final String KEYED = "keyed";
    private static final List<String> LAYOUTS = List.of("ber", "dataset", "tlv", "ltv", KEYED);
    private static final List<String> ENCODINGS = List.of("ascii", "ebcdic", "bcd", "binary");
    private static final List<String> COUNTED = List.of("value", "tag");

    private static final String DATASET = "dataset";
    private static final TlvLayout DATASETS = TlvLayout.tagFirst(1, 2, Numerals.BINARY);

    /** Datasets up to this one hold tags and values, others bitmaps and parts. */
    private static final int LAST_OF_TAGS = 0x70;

    private final InsideReader parts;

    /**
     * @param parts reads the values of tags
     */
    TagsReader(InsideReader parts) {
        this.parts = parts;
    }

    /** Null, with every problem recorded, when it is not right. */
    Inside read(YamlNode node, ElementSpec element, ElementReader reader, int depth) {
        if (KEYED.equals(node.text("layout"))) return keyed(node, element, reader);
        final boolean isOctets = element.content() == Content.B;
        final TlvLayout layout = layout(node, isOctets);
        final Content fallback = isOctets ? Content.B : Content.ANS;
        final ElementNotation values =
                node.has("values")
                        ? ElementNotation.parsePart(node.get("values"))
                        : ElementNotation.rest(node, fallback);
        final YamlNode list = node.get("known");
        if (values != null && !values.isRest()) {
            node.get("values").problem("tags have a length already", "write ans rest or b rest");
            return null;
        }
        if (values == null || layout == null) {
            if (list.isMap()) list.keys();
            return null;
        }
        final Map<Integer, Inside.Part> known = known(list, layout, values, reader, depth);
        final boolean isDataset = DATASET.equals(node.text("layout"));
        if (isDataset) addTags(known, reader.rest(values));
        node.rejectUnknownKeys();
        final ElementSpec other = reader.rest(values);
        if (!ElementReader.isPaddingRight(node.get("values"), other)) return null;
        return new Inside.Tags(layout, known, new Inside.Part(other, true, null));
    }

    private static Inside keyed(YamlNode node, ElementSpec element, ElementReader reader) {
        node.rejectUnknownKeys();
        if (element.content() == Content.B) {
            node.problem("keys and values inside of octets", "write the element as ans");
            return null;
        }
        final ElementSpec rest = reader.rest(ElementNotation.rest(node, Content.ANS));
        final ElementSpec value =
                new ElementSpec(
                        0,
                        "Value",
                        rest.content(),
                        rest.units(),
                        rest.length(),
                        rest.encoding(),
                        rest.padding());
        return new Inside.Keyed(new Inside.Part(value, true, null));
    }

    /** Datasets of tags are known to hold them, even when no more is known of them. */
    private static void addTags(Map<Integer, Inside.Part> known, ElementSpec rest) {
        final Inside.Part unnamed = new Inside.Part(rest, true, ber(rest));
        for (int dataset = 1; dataset <= LAST_OF_TAGS; dataset++) {
            final Inside.Part named = known.putIfAbsent(dataset, unnamed);
            final boolean isBare = named != null && named.isRest() && named.inside() == null;
            if (isBare) known.put(dataset, new Inside.Part(named.element(), true, ber(rest)));
        }
    }

    private static Inside ber(ElementSpec rest) {
        return new Inside.Tags(TlvLayout.BER, Map.of(), new Inside.Part(rest, true, null));
    }

    /** Tags and values that follow the parts of a dataset. */
    Inside.Part behindParts() {
        final int most = MessageSpec.MAX_MESSAGE_LENGTH;
        final ElementSpec tags =
                new ElementSpec(
                        PartBitmap.TAGS,
                        "",
                        Content.B,
                        most,
                        ElementReader.REST,
                        Encoding.BINARY,
                        Padding.LEFT);
        return new Inside.Part(tags, true, ber(tags));
    }

    private static TlvLayout layout(YamlNode node, boolean isOctets) {
        final String form = node.choice("layout", LAYOUTS);
        if ("ber".equals(form)) return ofOctets(node, TlvLayout.BER, isOctets);
        if (DATASET.equals(form)) return ofOctets(node, DATASETS, isOctets);
        final String fallback = isOctets ? "binary" : "ascii";
        final String encoding =
                node.has("encoding") ? node.choice("encoding", ENCODINGS) : fallback;
        final Numerals numerals = Numerals.valueOf(encoding.toUpperCase(Locale.ROOT));
        final int tag = (int) node.number("tag", 1, TlvLayout.MAX_TAG_BYTES);
        final int length = (int) node.number("length", 1, numerals.maxBytes());
        final boolean isLengthFirst = "ltv".equals(form);
        final boolean countsTag =
                node.has("counts") ? "tag".equals(node.choice("counts", COUNTED)) : isLengthFirst;
        final TlvLayout.Form order =
                isLengthFirst ? TlvLayout.Form.LENGTH_FIRST : TlvLayout.Form.TAG_FIRST;
        return new TlvLayout(order, tag, length, numerals, countsTag);
    }

    private static TlvLayout ofOctets(YamlNode node, TlvLayout layout, boolean isOctets) {
        if (isOctets) return layout;
        final String form = node.text("layout").toUpperCase(Locale.ROOT);
        node.problem(form + " inside of characters", "write the element as b");
        return null;
    }

    private Map<Integer, Inside.Part> known(
            YamlNode list,
            TlvLayout layout,
            ElementNotation values,
            ElementReader reader,
            int depth) {
        final Map<Integer, Inside.Part> known = new LinkedHashMap<>();
        if (!list.isPresent()) return known;
        for (final String key : list.keys()) {
            final YamlNode node = list.get(key);
            final ElementNotation notation =
                    node.isMap() && node.has("type")
                            ? ElementNotation.parsePart(node.get("type"))
                            : values;
            final Inside.Part part = parts.part(0, node, notation, reader, depth);
            if (known.size() == Inside.MAX_PARTS - 1) {
                node.problem("more than " + known.size() + " tags", "leave some out");
                return known;
            }
            try {
                if (part != null) known.put(layout.tag(key), part);
            } catch (final IllegalArgumentException e) {
                node.problem("\"" + key + "\" is no tag here", "write it as the layout has it");
            }
        }
        return known;
    }
}
