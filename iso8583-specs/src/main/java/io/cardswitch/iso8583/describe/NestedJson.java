package io.cardswitch.iso8583.describe;

import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.Inside;
import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.emv.EmvTagTable;
import io.cardswitch.iso8583.mask.Disclosure;
import io.cardswitch.iso8583.mask.Masking;
import io.cardswitch.iso8583.nested.NestedDecoder;
import io.cardswitch.iso8583.nested.NestedEncoder;
import io.cardswitch.iso8583.nested.NestedValue;
import io.cardswitch.iso8583.tlv.TlvLayout;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What stands inside of the elements of a message, as objects by part or tag. */
final class NestedJson {
    private static final HexFormat HEX = HexFormat.of();

    private final MessageSpec spec;
    private final boolean inClear;
    private final NestedDecoder decoder;
    private final NestedEncoder encoder;
    private final Map<Integer, List<NestedValue>> values = new TreeMap<>();

    NestedJson(MessageSpec spec, boolean inClear) {
        this.spec = spec;
        this.inClear = inClear;
        decoder = new NestedDecoder(spec);
        encoder = new NestedEncoder(spec);
    }

    /** Reads all elements that hold others; leaves false at the first that is not valid. */
    boolean read(MessageDecoder message) {
        values.clear();
        for (int de = 2; de <= MessageSpec.LAST_ELEMENT; de++) {
            if (spec.inside(de) == null || !message.has(de)) continue;
            final List<NestedValue> read = decoder.read(message, de);
            if (read == null) return false;
            values.put(de, read);
        }
        return true;
    }

    /** Path, index in the buffer and reason of the error that {@link #read} met. */
    void appendError(int offset, StringBuilder out) {
        JsonText.member("de", Masking.withoutCardNumbers(decoder.errorPath()), out);
        JsonText.member("offset", decoder.errorOffset() - offset, out);
        JsonText.member("reason", decoder.errorText(), out);
    }

    /**
     * Appends an element as an object; leaves false, and nothing appended, when it holds no others
     * or an object would not tell all of its bytes: a tag that stands twice, a length written in
     * more bytes than it needs.
     *
     * @param text the value of the whole element
     */
    boolean append(int de, String text, StringBuilder out) {
        final List<NestedValue> inside = values.get(de);
        if (inside == null || !isRepeated(de, inside, text)) return false;
        JsonText.key(Integer.toString(de), out);
        append(inside, disclosure(de, text), out);
        return true;
    }

    private boolean isRepeated(int de, List<NestedValue> inside, String text) {
        final Map<String, Object> members = members(inside);
        final byte[] written = members == null ? null : encoder.write(de, members);
        final boolean isOctets = spec.element(de).content() == Content.B;
        final byte[] content =
                isOctets ? HEX.parseHex(text) : text.getBytes(StandardCharsets.ISO_8859_1);
        return Arrays.equals(content, written);
    }

    /** As JSON has them; null when two have the same key. */
    private static Map<String, Object> members(List<NestedValue> inside) {
        final Map<String, Object> members = new LinkedHashMap<>();
        for (final NestedValue value : inside) {
            final Object member = value.isComposite() ? members(value.values()) : value.text();
            if (member == null || members.put(value.key(), member) != null) return null;
        }
        return members;
    }

    /** Of chip data tag by tag; else of all that is inside as of the element: all or nothing. */
    private Disclosure disclosure(int de, String text) {
        if (inClear) return Disclosure.WHOLE;
        final Disclosure disclosure = Masking.of(spec.version(), de);
        final boolean isChip =
                spec.inside(de) instanceof Inside.Tags tags && tags.layout().equals(TlvLayout.BER);
        return switch (disclosure) {
            case WHOLE ->
                    Masking.masked(spec.version(), de, text).equals(text)
                            ? Disclosure.WHOLE
                            : Disclosure.LENGTH;
            case CHIP -> isChip ? Disclosure.CHIP : Disclosure.LENGTH;
            default -> Disclosure.LENGTH;
        };
    }

    private static void append(List<NestedValue> inside, Disclosure disclosure, StringBuilder out) {
        out.append('{');
        for (final NestedValue value : inside) {
            final boolean isChip = disclosure == Disclosure.CHIP;
            final int tag = isChip ? Integer.parseUnsignedInt(value.key(), 16) : 0;
            final boolean isShown = !isChip || EmvTagTable.of(tag) != null;
            if (value.isComposite() && isShown) {
                JsonText.key(value.key(), out);
                append(value.values(), disclosure, out);
                continue;
            }
            final String text =
                    switch (disclosure) {
                        case WHOLE -> value.text();
                        case CHIP -> Masking.maskedTag(tag, value.text());
                        default -> "*".repeat(value.text().length());
                    };
            JsonText.member(value.key(), text, out);
        }
        out.append('}');
    }

    /** The value of an element as text for the encoder; null when an object is not right. */
    String text(int de, Map<?, ?> members) {
        final byte[] content = encoder.write(de, members);
        if (content == null) return null;
        return spec.element(de).content() == Content.B
                ? HEX.formatHex(content)
                : new String(content, StandardCharsets.ISO_8859_1);
    }

    /** Path of the part that {@link #text} met. */
    String errorPath() {
        return encoder.errorPath();
    }

    String errorText() {
        return encoder.errorText();
    }
}
