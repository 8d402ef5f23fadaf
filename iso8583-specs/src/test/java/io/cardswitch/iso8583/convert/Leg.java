package io.cardswitch.iso8583.convert;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.codec.MessageEncoder;
import io.cardswitch.iso8583.codec.MessageSpec;

import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Messages as text by element, converted from one dialect to another. */
final class Leg {
    private static final int TODAY = 2026_11_22;

    private final MessageSpec from;
    private final MessageEncoder encoder;
    private final MessageDecoder incoming;
    private final MessageDecoder outgoing;
    private final MessageConverter converter;
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[65_536]);
    private final UnsafeBuffer converted = new UnsafeBuffer(new byte[65_536]);
    private final UnsafeBuffer text = new UnsafeBuffer(new byte[131_072]);
    private final Map<Integer, String> values = new TreeMap<>();

    Leg(MessageSpec from, MessageSpec to) {
        this.from = from;
        encoder = new MessageEncoder(from);
        incoming = new MessageDecoder(from);
        outgoing = new MessageDecoder(to);
        converter = new MessageConverter(from, to);
    }

    /** Elements of the converted message. */
    Map<Integer, String> convert(String type, Map<Integer, String> elements) {
        final int length = encode(type, elements);
        assertTrue(incoming.wrap(message, 0, length), incoming::errorText);
        final int written = converter.convert(incoming, TODAY, converted, 0, converted.capacity());
        assertTrue(outgoing.wrap(converted, 0, written), outgoing::errorText);
        values.clear();
        for (int de = 2; de <= MessageSpec.LAST_ELEMENT; de++) {
            if (!outgoing.has(de)) continue;
            values.put(de, text.getStringWithoutLengthAscii(0, outgoing.copyText(de, text, 0)));
        }
        return new TreeMap<>(values);
    }

    private int encode(String type, Map<Integer, String> elements) {
        encoder.wrap(message, 0, message.capacity());
        encoder.begin(
                Integer.parseInt(type, 16), elements.keySet().stream().anyMatch(de -> de > 64));
        elements.forEach((de, value) -> {
            final boolean isBinary = from.element(de).content() == Content.B;
            final byte[] bytes =
                    isBinary
                            ? HexFormat.of().parseHex(value)
                            : value.getBytes(StandardCharsets.US_ASCII);
            if (isBinary) encoder.binary(de, new UnsafeBuffer(bytes), 0, bytes.length);
            else encoder.text(de, bytes, 0, bytes.length);
        });
        final int length = encoder.finish();
        assertTrue(length > 0, () -> encoder.errorText() + " of DE" + encoder.errorElement());
        return length;
    }

    /** Of the message converted last. */
    String type() {
        return HexFormat.of().toHexDigits((short) outgoing.mti());
    }

    /** Elements of the message converted last. */
    Map<Integer, String> values() {
        return values;
    }

    MessageConverter converter() {
        return converter;
    }
}
