package io.cardswitch.iso8583.codec;

import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.spec.Dialects;
import io.cardswitch.iso8583.yaml.Problems;

import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Encodes and decodes whole messages for tests. */
final class Messages {
    static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** Dialects of the tests that have every layout. */
    static final String EVERY_LAYOUT = "every-layout";

    static final String EBCDIC = "every-layout-ebcdic";

    private Messages() {}

    /** A dialect that is bundled, or of the tests. */
    static MessageSpec spec(String name) {
        if (Dialects.names().contains(name)) return Dialects.bundled(name);
        final Problems problems = new Problems();
        final MessageSpec spec =
                Dialects.load(Path.of("src/test/resources/dialects", name + ".yaml"), problems);
        if (spec == null) throw new AssertionError(problems.lines());
        return spec;
    }

    /** The message's bytes; fails when the encoder refuses it. */
    static byte[] encode(MessageSpec spec, int mti, SortedMap<Integer, String> values) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[MessageSpec.MAX_MESSAGE_LENGTH]);
        final MessageEncoder encoder = new MessageEncoder(spec);
        encoder.wrap(buffer, 0, buffer.capacity());
        encoder.begin(mti, (values.lastKey() - 1) / 64 + 1);
        for (final Map.Entry<Integer, String> value : values.entrySet()) {
            final int de = value.getKey();
            if (spec.element(de).content() == Content.B) {
                final byte[] octets = HEX.parseHex(value.getValue());
                encoder.binary(de, new UnsafeBuffer(octets), 0, octets.length);
            } else {
                final byte[] text = value.getValue().getBytes(StandardCharsets.US_ASCII);
                encoder.text(de, text, 0, text.length);
            }
        }
        final int length = encoder.finish();
        if (length < 0) {
            throw new AssertionError("DE" + encoder.errorElement() + ": " + encoder.errorText());
        }
        final byte[] message = new byte[length];
        buffer.getBytes(0, message);
        return message;
    }

    /** Values by element of a decoded message. */
    static TreeMap<Integer, String> values(MessageDecoder decoder) {
        final TreeMap<Integer, String> values = new TreeMap<>();
        final UnsafeBuffer text = new UnsafeBuffer(new byte[2 * decoder.length()]);
        for (int de = 2; de <= MessageSpec.LAST_ELEMENT; de++) {
            if (decoder.has(de)) {
                final int length = decoder.copyText(de, text, 0);
                values.put(de, text.getStringWithoutLengthAscii(0, length));
            }
        }
        return values;
    }
}
