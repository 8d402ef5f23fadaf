package io.cardswitch.iso8583;

import io.cardswitch.iso8583.tlv.TlvLayout;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What stands inside of an element, or of a part of one. Of octets, the octets themselves are the
 * content; of digits and text it is their characters, in ASCII whatever the element's encoding.
 */
public sealed interface Inside {
    /** Levels inside of each other. */
    int MAX_DEPTH = 4;

    /** Most parts, or known tags, of one level. */
    int MAX_PARTS = 126;

    /**
     * One part of the content.
     *
     * @param element its attributes; the number is that of the part, 0 of a tag's value
     * @param isRest whether it ends where the content does; the length of {@code element} then says
     *     nothing about the bytes of the message
     * @param inside what stands inside of it in turn, or null
     */
    record Part(ElementSpec element, boolean isRest, Inside inside) {}

    /**
     * Parts in ascending order: those that a bitmap announces, or all of them, and then the last
     * ones may be missing.
     *
     * @param bitmap in front of the parts, or null
     * @param orText whether content is text, and no parts, that does not begin as a bitmap in
     *     hexadecimal does
     */
    record Parts(PartBitmap bitmap, List<Part> parts, boolean orText) implements Inside {
        /** Whether the content is text. */
        public boolean isText(String content) {
            if (!orText) return false;
            final int digits = Math.min(content.length(), 2 * bitmap.octets());
            for (int i = 0; i < digits; i++) {
                if (!HexFormat.isHexDigit(content.charAt(i))) return true;
            }
            return false;
        }
    }

    /**
     * Objects of tag, length and value.
     *
     * @param known by tag, see {@link TlvLayout}
     * @param other what all other tags hold
     */
    record Tags(TlvLayout layout, Map<Integer, Part> known, Part other) implements Inside {}

    /**
     * Keys and values, see {@link io.cardswitch.iso8583.tlv.KeyedDecoder}.
     *
     * @param value what every key holds
     */
    record Keyed(Part value) implements Inside {}
}
