package io.cardswitch.iso8583.codec;

import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.Encoding;

import java.util.List;

/**
 * One dialect, compiled to flat tables indexed by data element. Immutable, shared by any number of
 * decoders and encoders.
 */
public final class MessageSpec {
    /** Highest data element. */
    public static final int LAST_ELEMENT = 128;

    /** Longest message; positions and lengths fit 16 bits. */
    public static final int MAX_MESSAGE_LENGTH = 0xFFFF;

    private final String name;
    private final int version;
    private final Encoding mtiEncoding;
    private final Encoding bitmapEncoding;
    private final ElementSpec[] elements = new ElementSpec[LAST_ELEMENT + 1];

    /** Per element; null for an element that the dialect lacks. */
    final Layout[] layouts = new Layout[LAST_ELEMENT + 1];

    /**
     * @param version 87, 93 or 2003
     * @param mtiEncoding ASCII or BCD
     * @param bitmapEncoding BINARY or HEX
     */
    public MessageSpec(
            String name,
            int version,
            Encoding mtiEncoding,
            Encoding bitmapEncoding,
            List<ElementSpec> elements) {
        this.name = name;
        this.version = version;
        this.mtiEncoding = mtiEncoding;
        this.bitmapEncoding = bitmapEncoding;
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

    /** ASCII or BCD. */
    public Encoding mtiEncoding() {
        return mtiEncoding;
    }

    /** BINARY or HEX. */
    public Encoding bitmapEncoding() {
        return bitmapEncoding;
    }

    /** Element of that number, or null when the dialect has none. */
    public ElementSpec element(int de) {
        return de >= 0 && de <= LAST_ELEMENT ? elements[de] : null;
    }

    @Override
    public String toString() {
        return name;
    }
}
