package io.cardswitch.iso8583.nested;

import io.cardswitch.iso8583.Encoding;

import java.util.Arrays;

/**
 * The content of one level.
 *
 * @param place of it in the buffer
 * @param depth 1 for what stands inside of an element of the message
 */
record Span(byte[] bytes, Place place, int depth) {
    int length() {
        return bytes.length;
    }

    /** A value within, of which every byte is one of this content. */
    Span within(int at, int length) {
        return new Span(
                Arrays.copyOfRange(bytes, at, at + length),
                new Place(place, at, Encoding.BINARY),
                depth + 1);
    }
}
