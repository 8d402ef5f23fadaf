package io.cardswitch.iso8583.nested;

import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.Inside;
import io.cardswitch.iso8583.PartBitmap;
import io.cardswitch.iso8583.codec.ErrorReason;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.tlv.KeyedEncoder;
import io.cardswitch.iso8583.tlv.TlvEncoder;

import org.agrona.concurrent.UnsafeBuffer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Writes what stands inside of elements. Values are maps by part or tag, of text (characters, or
 * octets in hexadecimal) or of such maps. Allocates: for tools and people. Not thread-safe.
 */
public final class NestedEncoder {
    private static final HexFormat HEX = HexFormat.of();
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,2}");

    private final MessageSpec spec;
    private final Map<Integer, Level> levels = new HashMap<>();
    private final NestedError error = new NestedError();
    private final UnsafeBuffer objects = new UnsafeBuffer(new byte[MessageSpec.MAX_MESSAGE_LENGTH]);

    /** For messages of one dialect. */
    public NestedEncoder(MessageSpec spec) {
        this.spec = spec;
    }

    /**
     * The characters or octets of an element with these values inside.
     *
     * @return null when they are not valid, see {@link #errorText()}
     */
    public byte[] write(int de, Map<?, ?> values) {
        if (spec.inside(de) == null) {
            error.note(Integer.toString(de), 0, "nothing is known to be inside: write text");
            return null;
        }
        final Level level = levels.computeIfAbsent(de, key -> new Level(spec.inside(key)));
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (write(level, values, out)) return out.toByteArray();
        error.within(Integer.toString(de));
        return null;
    }

    /**
     * Whether content that holds parts would be filled up: zeros and blanks would be read as parts.
     *
     * @param inside what stands inside of the element, or null
     * @param length of the content, in units
     */
    public static boolean isShort(ElementSpec element, Inside inside, int length) {
        final boolean isFilled = element.isPadded() && !element.isFilledWithF();
        return inside != null && isFilled && length < element.units();
    }

    private boolean write(Level level, Map<?, ?> values, ByteArrayOutputStream out) {
        return switch (level.inside) {
            case Inside.Parts parts -> writeParts(level, parts, values, out);
            case Inside.Tags tags -> writeTags(level, tags, values, out);
            case Inside.Keyed keyed -> writeKeyed(values, out);
        };
    }

    private boolean writeParts(
            Level level, Inside.Parts parts, Map<?, ?> values, ByteArrayOutputStream out) {
        final TreeMap<Integer, Object> byNumber = new TreeMap<>();
        for (final Map.Entry<?, ?> value : values.entrySet()) {
            final String key = value.getKey().toString();
            final int number = number(key);
            if (Level.part(parts, number) == null) {
                return error.note(key, 0, ErrorReason.UNKNOWN_ELEMENT.describe(0, 0));
            }
            byNumber.put(number, value.getValue());
        }
        if (parts.bitmap() != null) {
            final PartBits bits = new PartBits(parts.bitmap());
            byNumber.keySet().forEach(bits::announce);
            out.writeBytes(bits.write());
        }
        int missing = 0;
        for (final Inside.Part part : parts.parts()) {
            final int number = part.element().number();
            final Object value = byNumber.get(number);
            if (value == null) {
                if (missing == 0) missing = number;
            } else if (missing != 0 && parts.bitmap() == null) {
                return error.note(Integer.toString(missing), 0, "missing before part " + number);
            } else if (!writePart(level, part, value, out)) {
                return error.within(PartBitmap.key(number));
            }
        }
        return true;
    }

    private static int number(String key) {
        if (PartBitmap.isTags(key)) return PartBitmap.TAGS;
        return NUMBER.matcher(key).matches() ? Integer.parseInt(key) : 0;
    }

    private boolean writePart(
            Level level, Inside.Part part, Object value, ByteArrayOutputStream out) {
        final byte[] content = content(level, part, value);
        if (content == null) return false;
        if (isShort(part.element(), part.inside(), content.length)) {
            final int units = part.element().units();
            return error.note("", 0, ErrorReason.LENGTH_DIFFERS.describe(content.length, units));
        }
        if (level.encoder().write(part, content, out)) return true;
        return error.note("", 0, level.encoder().errorText());
    }

    /** Null, with the error noted, when the value is not right. */
    private byte[] content(Level level, Inside.Part part, Object value) {
        if (value instanceof String text) return content(text, PartTable.isOctets(part.element()));
        final Level below = level.below(part);
        if (below == null || !(value instanceof Map<?, ?> values)) {
            error.note("", 0, "value is not text");
            return null;
        }
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        return write(below, values, out) ? out.toByteArray() : null;
    }

    private byte[] content(String text, boolean isOctets) {
        if (isOctets) return octets(text);
        if (isAscii(text)) return text.getBytes(StandardCharsets.US_ASCII);
        error.note("", 0, "value is not ASCII");
        return null;
    }

    private static boolean isAscii(String text) {
        return StandardCharsets.US_ASCII.newEncoder().canEncode(text);
    }

    private byte[] octets(String text) {
        try {
            return HEX.parseHex(text);
        } catch (final IllegalArgumentException e) {
            error.note("", 0, "value is not pairs of hexadecimal digits");
            return null;
        }
    }

    private boolean writeTags(
            Level level, Inside.Tags tags, Map<?, ?> values, ByteArrayOutputStream out) {
        for (final Map.Entry<?, ?> entry : values.entrySet()) {
            final String key = entry.getKey().toString();
            final int tag;
            try {
                tag = tags.layout().tag(key);
            } catch (final IllegalArgumentException e) {
                return error.note(key, 0, "this is no tag here");
            }
            final Inside.Part part = tags.known().getOrDefault(tag, tags.other());
            final ByteArrayOutputStream value = new ByteArrayOutputStream();
            final boolean isWritten =
                    part.inside() == null && entry.getValue() instanceof Map<?, ?> below
                            ? writeConstructed(level, tags, tag, below, value)
                            : writePart(level, part, entry.getValue(), value);
            if (!isWritten) return error.within(key);
            final TlvEncoder encoder = new TlvEncoder(tags.layout());
            encoder.wrap(objects, 0, objects.capacity());
            encoder.put(tag, new UnsafeBuffer(value.toByteArray()), 0, value.size());
            final int length = encoder.finish();
            if (length == TlvEncoder.REFUSED) return error.note("", 0, encoder.errorText());
            out.write(objects.byteArray(), 0, length);
        }
        return true;
    }

    private boolean writeConstructed(
            Level level, Inside.Tags tags, int tag, Map<?, ?> values, ByteArrayOutputStream out) {
        if (tags.layout().isConstructed(tag)) return writeTags(level, tags, values, out);
        return error.note("", 0, "value is not text");
    }

    private boolean writeKeyed(Map<?, ?> values, ByteArrayOutputStream out) {
        final KeyedEncoder encoder = new KeyedEncoder();
        encoder.wrap(objects, 0, objects.capacity());
        for (final Map.Entry<?, ?> entry : values.entrySet()) {
            final String key = entry.getKey().toString();
            if (!(entry.getValue() instanceof String text)) {
                return error.note(key, 0, "value is not text");
            }
            if (!isAscii(key)) return error.note(key, 0, "key is not ASCII");
            final byte[] value = content(text, false);
            if (value == null) return error.within(key);
            encoder.put(key.getBytes(StandardCharsets.US_ASCII), value);
            if (encoder.finish() == KeyedEncoder.REFUSED) {
                return error.note(key, 0, encoder.errorText());
            }
        }
        out.write(objects.byteArray(), 0, encoder.finish());
        return true;
    }

    /** Element, part or tag of the first error: {@code 127.25.4}. */
    public String errorPath() {
        return error.path();
    }

    /** The first error in words. */
    public String errorText() {
        return error.reason();
    }
}
