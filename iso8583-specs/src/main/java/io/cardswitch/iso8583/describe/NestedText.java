package io.cardswitch.iso8583.describe;

import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.nested.NestedDecoder;
import io.cardswitch.iso8583.nested.NestedValue;

import java.util.List;

/** Lines about what stands inside of elements, part by part. */
final class NestedText {
    private final MessageSpec spec;
    private final NestedDecoder decoder;

    NestedText(MessageSpec spec) {
        this.spec = spec;
        decoder = new NestedDecoder(spec);
    }

    /**
     * Leaves whether what stands inside, if anything does, is valid.
     *
     * @param offset of the frame in the buffer
     * @param isShown whether values are shown, not only their lengths
     */
    boolean describe(
            MessageDecoder message, int de, int offset, boolean isShown, StringBuilder out) {
        if (spec.inside(de) == null) return true;
        final List<NestedValue> values = decoder.read(message, de);
        if (values != null) {
            describe(Integer.toString(de), values, offset, isShown, out);
            return true;
        }
        final int at = decoder.errorOffset() - offset;
        TextLines.error("DE" + decoder.errorPath(), at, decoder.errorText(), out);
        return false;
    }

    private static void describe(
            String path, List<NestedValue> values, int offset, boolean isShown, StringBuilder out) {
        for (final NestedValue value : values) {
            final String key = path + "." + value.key();
            final String name = value.name().isEmpty() ? "unknown tag" : value.name();
            final String what = name + ": " + (isShown ? shown(value) : hidden(value));
            TextLines.line(value.offset() - offset, value.length(), key, what, out);
            if (value.isComposite()) describe(key, value.values(), offset, isShown, out);
        }
    }

    private static String shown(NestedValue value) {
        if (value.isComposite()) return units(value);
        return value.isOctets() ? value.text() : TextLines.quoted(value.text());
    }

    private static String hidden(NestedValue value) {
        return value.isComposite() ? units(value) : TextLines.hidden(units(value));
    }

    private static String units(NestedValue value) {
        final int characters = value.text().length();
        return value.isOctets()
                ? TextLines.count(characters / 2, "octet")
                : TextLines.count(characters, "character");
    }
}
