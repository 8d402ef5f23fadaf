package io.cardswitch.iso8583.nested;

import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.Inside;
import io.cardswitch.iso8583.PartBitmap;
import io.cardswitch.iso8583.codec.ErrorReason;
import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.tlv.KeyedDecoder;
import io.cardswitch.iso8583.tlv.TlvDecoder;

import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Reads and validates what stands inside of elements. It looks at one element of a message that a
 * {@link MessageDecoder} has read, so that messages cost nothing here until a caller asks.
 * Allocates: for tools and people, not for the message path. Not thread-safe.
 */
public final class NestedDecoder {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** The key of what is not a part by number, but the value of a tag. */
    private static final String NO_KEY = "";

    private final MessageSpec spec;
    private final Map<Integer, Level> levels = new HashMap<>();
    private final NestedError error = new NestedError();

    /** For messages of one dialect. */
    public NestedDecoder(MessageSpec spec) {
        this.spec = spec;
    }

    /**
     * The values inside of an element that is present and can be read; none when it is text.
     *
     * @return null when they are not valid, see {@link #errorText()}
     * @throws IllegalArgumentException when the dialect knows of nothing inside of the element
     */
    public List<NestedValue> read(MessageDecoder message, int de) {
        if (spec.inside(de) == null) {
            throw new IllegalArgumentException("nothing is inside of DE" + de + " of " + spec);
        }
        final Level level = levels.computeIfAbsent(de, key -> new Level(spec.inside(key)));
        final ElementSpec element = spec.element(de);
        final boolean isOctets = PartTable.isOctets(element);
        final String text = PartDecoder.text(message, de, isOctets);
        if (isText(level.inside, text)) return List.of();
        final byte[] content = PartDecoder.content(text, isOctets);
        final Place place = new Place(null, message.valueOffset(de), element.encoding());
        final List<NestedValue> values = new ArrayList<>();
        if (read(level, new Span(content, place, 1), values)) return values;
        error.within(Integer.toString(de));
        return null;
    }

    private boolean read(Level level, Span span, List<NestedValue> out) {
        return switch (level.inside) {
            case Inside.Parts parts -> readParts(level, parts, span, out);
            case Inside.Tags tags -> readTags(level, tags, span, out);
            case Inside.Keyed keyed -> readKeyed(level, keyed, span, out);
        };
    }

    private boolean readParts(Level level, Inside.Parts parts, Span span, List<NestedValue> out) {
        if (parts.bitmap() == null) return readSequence(level, parts, span, out);
        final PartBits bits = new PartBits(parts.bitmap());
        if (!bits.read(span, error)) return false;
        int at = bits.length();
        for (int number = 1; number <= parts.bitmap().lastPart(); number++) {
            if (!bits.parts().get(number)) continue;
            final Inside.Part part = Level.part(parts, number);
            if (part == null) {
                final String reason = ErrorReason.UNKNOWN_ELEMENT.describe(0, 0);
                return error.note(PartBitmap.key(number), span.place().of(at), reason);
            }
            final int length = readPart(level, part, span, at, out);
            if (length < 0) return false;
            at += length;
        }
        return isEnd(span, at);
    }

    private boolean readSequence(
            Level level, Inside.Parts parts, Span span, List<NestedValue> out) {
        int at = 0;
        for (final Inside.Part part : parts.parts()) {
            if (at == span.length()) return true;
            final int length = readPart(level, part, span, at, out);
            if (length < 0) return false;
            at += length;
        }
        return isEnd(span, at);
    }

    private boolean isEnd(Span span, int at) {
        final int left = span.length() - at;
        if (left == 0) return true;
        return error.note("", span.place().of(at), left + " bytes follow the last part");
    }

    /** Leaves the bytes of the part, or -1. */
    private int readPart(Level level, Inside.Part part, Span span, int at, List<NestedValue> out) {
        final int number = part.element().number();
        final String key = number == 0 ? NO_KEY : PartBitmap.key(number);
        final PartDecoder decoder = level.decoder();
        if (!decoder.read(part, span.bytes(), at, span.length())) {
            error.note(key, span.place().of(at + decoder.errorOffset()), decoder.errorText());
            return -1;
        }
        final int length = decoder.length();
        final int valueAt = at + decoder.prefixLength();
        final String text = decoder.text();
        final boolean isLeaf = part.inside() == null || isText(part.inside(), text);
        final List<NestedValue> values = isLeaf ? null : below(level, part, span, valueAt, text);
        if (values == null && !isLeaf) {
            error.within(key);
            return -1;
        }
        out.add(value(key, part, span.place().of(at), span.place().end(at + length), text, values));
        return length;
    }

    private static boolean isText(Inside inside, String content) {
        return inside instanceof Inside.Parts parts && parts.isText(content);
    }

    /** Null when what stands inside is not valid. */
    private List<NestedValue> below(
            Level level, Inside.Part part, Span span, int valueAt, String text) {
        final Level below = level.below(part);
        final byte[] content = PartDecoder.content(text, PartTable.isOctets(part.element()));
        final Place place = new Place(span.place(), valueAt, part.element().encoding());
        final List<NestedValue> values = new ArrayList<>();
        return read(below, new Span(content, place, span.depth() + 1), values) ? values : null;
    }

    private static NestedValue value(
            String key, Inside.Part part, int from, int to, String text, List<NestedValue> values) {
        final boolean isOctets = PartTable.isOctets(part.element());
        return new NestedValue(key, part.element().name(), from, to - from, text, isOctets, values);
    }

    private boolean readTags(Level level, Inside.Tags tags, Span span, List<NestedValue> out) {
        final TlvDecoder objects = new TlvDecoder(tags.layout());
        objects.wrap(new UnsafeBuffer(span.bytes()), 0, span.length());
        while (objects.next()) {
            final boolean isConstructed =
                    objects.isConstructed() && span.depth() < TlvDecoder.MAX_DEPTH;
            objects.skip();
            final String key = tags.layout().text(objects.tag());
            final Inside.Part part = tags.known().getOrDefault(objects.tag(), tags.other());
            final Span value = span.within(objects.valueOffset(), objects.valueLength());
            final int from = span.place().of(objects.offset());
            final int to = span.place().end(objects.valueOffset() + objects.valueLength());
            final List<NestedValue> values = new ArrayList<>();
            if (isConstructed) {
                if (!readTags(level, tags, value, values)) return error.within(key);
                final String octets = HEX.formatHex(value.bytes());
                out.add(
                        new NestedValue(
                                key, part.element().name(), from, to - from, octets, true, values));
            } else if (!readValue(level, part, value, values)) {
                return error.within(key);
            } else {
                final NestedValue read = values.getFirst();
                out.add(value(key, part, from, to, read.text(), read.values()));
            }
        }
        if (objects.isSound()) return true;
        final int at = span.place().of(objects.errorOffset());
        return error.note(objects.errorPath(), at, objects.errorText());
    }

    private boolean readKeyed(Level level, Inside.Keyed keyed, Span span, List<NestedValue> out) {
        final KeyedDecoder entries = new KeyedDecoder();
        entries.wrap(new UnsafeBuffer(span.bytes()), 0, span.length());
        while (entries.next()) {
            final String key = entries.key();
            final int end = entries.valueOffset() + entries.valueLength();
            final Span value = span.within(entries.valueOffset(), entries.valueLength());
            final List<NestedValue> values = new ArrayList<>();
            if (!readValue(level, keyed.value(), value, values)) return error.within(key);
            final int from = span.place().of(entries.offset());
            final String text = values.getFirst().text();
            out.add(value(key, keyed.value(), from, span.place().end(end), text, null));
        }
        if (entries.isSound()) return true;
        final int at = span.place().of(entries.errorOffset());
        return error.note(entries.errorPath(), at, entries.errorText());
    }

    /** Reads the value of a tag, all of which must be one part. */
    private boolean readValue(Level level, Inside.Part part, Span value, List<NestedValue> out) {
        final int length = readPart(level, part, value, 0, out);
        return length >= 0 && isEnd(value, length);
    }

    /** Element, part or tag of the first error: {@code 127.25.4}. */
    public String errorPath() {
        return error.path();
    }

    /** Index in the buffer of the first error. */
    public int errorOffset() {
        return error.offset();
    }

    /** The first error in words, without any value of a card. */
    public String errorText() {
        return error.reason();
    }
}
