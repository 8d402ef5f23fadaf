package io.cardswitch.iso8583.nested;

import io.cardswitch.iso8583.BitmapSet;
import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.Encoding;
import io.cardswitch.iso8583.Inside;
import io.cardswitch.iso8583.MessageStart;
import io.cardswitch.iso8583.codec.MessageSpec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The parts of one level as a small dialect: a part is written and read as the only element of a
 * message, whose head is then left out, so that parts may be all that elements may be. Whose value
 * is the rest of its content gets a length there, for the codec needs one.
 */
final class PartTable {
    /** Bytes of the head: message type and two bitmaps. */
    static final int HEAD_LENGTH = 2 + 2 * Long.BYTES;

    private static final int FIRST_ELEMENT = 2;
    private static final int THIRD_BITMAP = 65;

    final MessageSpec spec;
    private final Map<Inside.Part, Integer> elements = new HashMap<>();

    PartTable(List<Inside.Part> parts) {
        final List<ElementSpec> list = new ArrayList<>();
        for (final Inside.Part part : parts) {
            final int next = FIRST_ELEMENT + list.size();
            final int de = next < THIRD_BITMAP ? next : next + 1;
            final ElementSpec element = part.element();
            elements.put(part, de);
            list.add(
                    new ElementSpec(
                            de,
                            element.name(),
                            element.content(),
                            element.units(),
                            element.length(),
                            element.encoding(),
                            element.padding()));
        }
        final MessageStart start = new MessageStart(Encoding.BCD, Encoding.BINARY, BitmapSet.TWO);
        spec = new MessageSpec("parts", 87, start, list);
    }

    /** The element that stands for the part. */
    int element(Inside.Part part) {
        return elements.get(part);
    }

    /** Bytes of the message before the part's first one. */
    static int headLength(Inside.Part part) {
        return HEAD_LENGTH + (part.isRest() ? part.element().prefixBytes() : 0);
    }

    static boolean isOctets(ElementSpec element) {
        return element.content() == Content.B;
    }
}
