package io.cardswitch.iso8583.emv;

import io.cardswitch.iso8583.emv.EmvTag.BitMeaning;
import io.cardswitch.iso8583.tlv.TlvLayout;
import io.cardswitch.iso8583.yaml.Problems;
import io.cardswitch.iso8583.yaml.YamlNode;
import io.cardswitch.iso8583.yaml.YamlReader;

import org.agrona.collections.Int2ObjectHashMap;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The dictionary of tags, read from {@code tags.yaml} beside this class. */
public final class EmvTagTable {
    /** The account number. */
    public static final int PAN = 0x5A;

    private static final String FILE = "tags.yaml";
    private static final List<String> FORMATS = List.of("n", "cn", "an", "ans", "b");
    private static final List<String> SOURCES = List.of("card", "terminal", "issuer");
    private static final Pattern BITS = Pattern.compile("([1-9])/([0-9A-F]{2})(?:=([0-9A-F]{2}))?");
    private static final Int2ObjectHashMap<EmvTag> TAGS = load();

    private EmvTagTable() {}

    /** The tag, or null when the dictionary lacks it. */
    public static EmvTag of(int tag) {
        return TAGS.get(tag);
    }

    /** Whether the value may be shown to anybody; false for a tag the dictionary lacks. */
    public static boolean isSafe(int tag) {
        final EmvTag known = TAGS.get(tag);
        return known != null && known.isSafe();
    }

    /** All tags, in no order. */
    static Iterable<EmvTag> all() {
        return TAGS.values();
    }

    private static Int2ObjectHashMap<EmvTag> load() {
        final Problems problems = new Problems();
        final YamlNode root = YamlReader.resource(EmvTagTable.class, FILE, problems);
        final Int2ObjectHashMap<EmvTag> tags = new Int2ObjectHashMap<>();
        for (final String key : root.keys()) {
            final EmvTag tag = read(TlvLayout.BER.tag(key), root.get(key));
            tags.put(tag.tag(), tag);
        }
        if (!problems.isEmpty()) throw new IllegalStateException(problems.lines().getFirst());
        return tags;
    }

    private static EmvTag read(int tag, YamlNode node) {
        final String format = node.choice("format", FORMATS);
        final String source = node.choice("source", SOURCES);
        final EmvTag known =
                new EmvTag(
                        tag,
                        node.text("name"),
                        format,
                        EmvTag.Source.of(source),
                        node.flag("safe", false),
                        meanings(node.get("meanings")));
        node.rejectUnknownKeys();
        return known;
    }

    private static List<BitMeaning> meanings(YamlNode node) {
        final List<BitMeaning> meanings = new ArrayList<>();
        if (!node.isPresent()) return meanings;
        for (final String key : node.keys()) {
            final Matcher bits = BITS.matcher(key);
            if (!bits.matches()) {
                node.get(key).problem("\"" + key + "\" names no bits", "write BYTE/MASK=VALUE");
                continue;
            }
            final int mask = Integer.parseInt(bits.group(2), 16);
            final int value = bits.group(3) == null ? mask : Integer.parseInt(bits.group(3), 16);
            final int index = Integer.parseInt(bits.group(1)) - 1;
            meanings.add(new BitMeaning(index, mask, value, node.text(key)));
        }
        return List.copyOf(meanings);
    }
}
