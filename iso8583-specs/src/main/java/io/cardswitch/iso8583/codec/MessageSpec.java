package io.cardswitch.iso8583.codec;

import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.Inside;
import io.cardswitch.iso8583.MessageStart;
import io.cardswitch.iso8583.framing.Header;
import io.cardswitch.iso8583.framing.MessageHeader;

import java.util.List;
import java.util.Map;

/**
 * One dialect, compiled to flat tables indexed by data element. Immutable, shared by any number of
 * decoders and encoders.
 */
public final class MessageSpec {
    /** Highest data element, of dialects with three bitmaps; without a third it is 128. */
    public static final int LAST_ELEMENT = 192;

    /** Longest message; positions and lengths fit 16 bits. */
    public static final int MAX_MESSAGE_LENGTH = 0xFFFF;

    private final String name;
    private final int version;
    private final MessageStart start;
    private final MessageHeader header;
    private final Map<Integer, Inside> insides;
    private final ElementSpec[] elements = new ElementSpec[LAST_ELEMENT + 1];

    /** Per element; null for an element that the dialect lacks. */
    final Layout[] layouts = new Layout[LAST_ELEMENT + 1];

    /**
     * @param version 87, 93 or 2003
     * @param start how message type and bitmaps are written
     */
    public MessageSpec(String name, int version, MessageStart start, List<ElementSpec> elements) {
        this(name, version, start, elements, Header.NONE, Map.of());
    }

    /**
     * @param version 87, 93 or 2003
     * @param start how message type and bitmaps are written
     * @param header what the network puts in front of messages
     * @param insides what stands inside of elements, by number
     */
    public MessageSpec(
            String name,
            int version,
            MessageStart start,
            List<ElementSpec> elements,
            MessageHeader header,
            Map<Integer, Inside> insides) {
        this.header = header;
        this.insides = Map.copyOf(insides);
        this.name = name;
        this.version = version;
        this.start = start;
        for (final ElementSpec element : elements) {
            this.elements[element.number()] = element;
            layouts[element.number()] = new Layout(element);
        }
    }

    /** The dialect's name. */
    public String name() {
        return name;
    }

    /** 87, 93 or 2003. */
    public int version() {
        return version;
    }

    /** Version digit of the message type: 0, 1 or 2. */
    public int versionDigit() {
        return switch (version) {
            case 87 -> 0;
            case 93 -> 1;
            default -> 2;
        };
    }

    /** How message type and bitmaps are written. */
    public MessageStart start() {
        return start;
    }

    /** Most characters of an element that is not octets. */
    int longestText() {
        int longest = 0;
        for (final ElementSpec element : elements) {
            if (element != null && element.content() != Content.B) {
                longest = Math.max(longest, element.units() + 1);
            }
        }
        return longest;
    }

    /** Element of that number, or null when the dialect has none. */
    public ElementSpec element(int de) {
        return de >= 0 && de <= LAST_ELEMENT ? elements[de] : null;
    }

    /** What the network puts in front of messages; they are read and written without it. */
    public MessageHeader header() {
        return header;
    }

    /** What stands inside of an element, or null; messages are read without looking at it. */
    public Inside inside(int de) {
        return insides.get(de);
    }

    @Override
    public String toString() {
        return name;
    }
}
