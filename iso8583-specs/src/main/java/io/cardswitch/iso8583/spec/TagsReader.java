package io.cardswitch.iso8583.spec;

import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.Inside;
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
    private static final List<String> LAYOUTS = List.of("ber", "tlv", "ltv");
    private static final List<String> ENCODINGS = List.of("ascii", "ebcdic", "bcd", "binary");
    private static final List<String> COUNTED = List.of("value", "tag");

    private final InsideReader parts;

    /**
     * @param parts reads the values of tags
     */
    TagsReader(InsideReader parts) {
        this.parts = parts;
    }

    /** Null, with every problem recorded, when it is not right. */
    Inside read(YamlNode node, ElementSpec element, ElementReader reader, int depth) {
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
        node.rejectUnknownKeys();
        return new Inside.Tags(layout, known, new Inside.Part(reader.rest(values), true, null));
    }

    private static TlvLayout layout(YamlNode node, boolean isOctets) {
        final String form = node.choice("layout", LAYOUTS);
        if ("ber".equals(form)) {
            if (isOctets) return TlvLayout.BER;
            node.problem("BER inside of characters", "write the element as b");
            return null;
        }
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
