package io.cardswitch.iso8583.validate;

import io.cardswitch.iso8583.codec.MessageDecoder;

import org.agrona.MutableDirectBuffer;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the value of an element may start with. */
final class Prefixes {
    private final int element;
    private final byte[][] prefixes;
    private final String text;

    Prefixes(int element, List<String> prefixes) {
        this.element = element;
        this.prefixes =
                prefixes.stream()
                        .map(prefix -> prefix.getBytes(StandardCharsets.US_ASCII))
                        .toArray(byte[][]::new);
        text = "DE" + element + " starts with " + String.join(" or ", prefixes);
    }

    /** Whether the element is there and its value starts with one of them. */
    boolean match(MessageDecoder message, MutableDirectBuffer scratch) {
        if (!message.has(element)) return false;
        final int length = message.copyText(element, scratch, 0);
        for (final byte[] prefix : prefixes) {
            if (startsWith(prefix, scratch, length)) return true;
        }
        return false;
    }

    private static boolean startsWith(byte[] prefix, MutableDirectBuffer value, int length) {
        if (prefix.length > length) return false;
        for (int i = 0; i < prefix.length; i++) {
            if (value.getByte(i) != prefix[i]) return false;
        }
        return true;
    }

    /** {@code DE3 starts with 00 or 01}. */
    String text() {
        return text;
    }
}
