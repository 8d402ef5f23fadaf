package io.cardswitch.iso8583.nested;

import io.cardswitch.iso8583.Encoding;

/**
 * Where in the buffer the content of an element lies: contents within each other take more or fewer
 * bytes there, by the encodings around them.
 *
 * @param around the content that this one is part of; null for that of an element of the message
 * @param valueAt first byte of the value, within {@code around} or the buffer
 * @param encoding of the value
 */
record Place(Place around, int valueAt, Encoding encoding) {
    /** Index in the buffer of a character or octet of the content. */
    int of(int offset) {
        final int at = valueAt + offset * encoding.halfBytes() / 2;
        return around == null ? at : around.of(at);
    }

    /** Index in the buffer behind the byte with the last of so many characters or octets. */
    int end(int offset) {
        final int at = valueAt + (offset * encoding.halfBytes() + 1) / 2;
        return around == null ? at : around.end(at);
    }
}
