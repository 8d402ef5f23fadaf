package io.cardswitch.core.edge.element;

import io.cardswitch.iso8583.codec.MessageDecoder;

/** Numbers that stand within an element. */
public final class ElementDigits {
    private ElementDigits() {}

    /**
     * Value of so many digits, 0 of none.
     *
     * @param from the first one, 0 at the start of the element
     */
    public static long number(MessageDecoder message, int de, int from, int count) {
        long value = 0;
        for (int i = from; i < from + count; i++) {
            value = value * 10 + message.digit(de, i);
        }
        return value;
    }
}
