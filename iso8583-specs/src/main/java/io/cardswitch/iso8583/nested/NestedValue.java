package io.cardswitch.iso8583.nested;

import java.util.List;

/**
 * A part of an element, or an object of tag and value.
 *
 * @param key number of the part, or the tag as people write it
 * @param name in the words of the dialect; empty when it has none
 * @param offset of the first byte in the buffer, its bitmap, tag or length included
 * @param length in bytes
 * @param text of the whole value: characters, or octets in upper-case hexadecimal
 * @param isOctets whether the text is hexadecimal
 * @param values what stands inside of it; null when nothing does that the dialect knows of
 */
public record NestedValue(
        String key,
        String name,
        int offset,
        int length,
        String text,
        boolean isOctets,
        List<NestedValue> values) {
    /** Whether values stand inside. */
    public boolean isComposite() {
        return values != null;
    }

    /** Keys only: values may belong to a card. */
    @Override
    public String toString() {
        return isComposite() ? key + values : key;
    }
}
