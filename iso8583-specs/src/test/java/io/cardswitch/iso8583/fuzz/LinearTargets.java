package io.cardswitch.iso8583.fuzz;

import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.describe.MessageJson;
import io.cardswitch.iso8583.describe.MessageText;
import io.cardswitch.iso8583.framing.FrameReader;
import io.cardswitch.iso8583.framing.Frames;
import io.cardswitch.iso8583.framing.Framing;
import io.cardswitch.iso8583.framing.Header;
import io.cardswitch.iso8583.spec.Dialects;
import io.cardswitch.iso8583.tlv.TlvDecoder;
import io.cardswitch.iso8583.tlv.TlvLayout;
import io.cardswitch.iso8583.yaml.Problems;

import org.agrona.concurrent.UnsafeBuffer;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What is done to bytes, by name, and whether it went well. Loaded by {@link CountedClasses}. */
public final class LinearTargets implements Supplier<Map<String, Predicate<byte[]>>> {
    /** A dialect whose elements have room for anything. */
    static final String DIALECT =
            """
            dialect: linear
            extends: iso87-binary
            elements:
              47: {type: ans ......60000, length: ascii, name: Text}
              48:
                type: ans ......60000
                length: ascii
                name: Tags side by side
                tags: {layout: tlv, tag: 2, length: 3}
              55: {type: b ......60000, length: ascii, name: Chip, tags: {layout: ber}}
              60: {type: n ......60000, length: ascii, name: Digits}
              127:
                type: ans ......60000
                length: ascii
                name: Parts in tags
                tags:
                  layout: tlv
                  tag: 2
                  length: 3
                  known:
                    "25":
                      name: Parts
                      parts:
                        1: {type: n 2, name: First}
                        2:
                          type: ans ..40
                          length: ascii
                          name: Second
                          parts:
                            1: {type: ans ..20, length: ascii, name: Third}
                            2: {type: ans rest, name: Fourth}
            """;

    private static final int FRAME = 100;

    /** For the loader. */
    public LinearTargets() {}

    static MessageSpec dialect() {
        return Dialects.parse("linear.yaml", DIALECT, new Problems());
    }

    @Override
    public Map<String, Predicate<byte[]>> get() {
        final MessageSpec spec = dialect();
        final Map<String, Predicate<byte[]>> targets = new HashMap<>();
        final MessageDecoder decoder = new MessageDecoder(spec);
        final UnsafeBuffer text = new UnsafeBuffer(new byte[2 * MessageSpec.MAX_MESSAGE_LENGTH]);
        targets.put("decode", bytes -> decode(decoder, bytes, text));
        final MessageJson json = new MessageJson(spec, true);
        targets.put("json", bytes -> json(json, bytes));
        final MessageText people = new MessageText(spec, Header.NONE, true);
        targets.put("text", bytes -> text(people, bytes));
        targets.put("tlv", LinearTargets::tlv);
        for (final Framing framing : Framing.values()) {
            targets.put("many " + framing, body -> inOneRead(framing, body));
            targets.put("slow " + framing, body -> byteByByte(framing, body));
        }
        return targets;
    }

    private static boolean decode(MessageDecoder decoder, byte[] bytes, UnsafeBuffer text) {
        final boolean isValid = decoder.wrap(new UnsafeBuffer(bytes), 0, bytes.length);
        for (int de = 2; de <= MessageSpec.LAST_ELEMENT; de++) {
            if (decoder.has(de)) decoder.copyText(de, text, 0);
        }
        return isValid;
    }

    private static boolean json(MessageJson json, byte[] bytes) {
        return json.decode(new UnsafeBuffer(bytes), 0, bytes.length, new StringBuilder());
    }

    private static boolean text(MessageText text, byte[] bytes) {
        return text.describe(new UnsafeBuffer(bytes), 0, bytes.length, new StringBuilder());
    }

    private static boolean tlv(byte[] bytes) {
        return new TlvDecoder(TlvLayout.BER)
                .wrap(new UnsafeBuffer(bytes), 0, bytes.length)
                .validate();
    }

    /** Frames of the bytes, as many as they fill, cut in one go. */
    private static boolean inOneRead(Framing framing, byte[] bytes) {
        final UnsafeBuffer stream = new UnsafeBuffer(new byte[2 * bytes.length]);
        int end = 0;
        for (int at = 0; at + FRAME <= bytes.length; at += FRAME) {
            stream.putBytes(end + framing.prefixLength(), bytes, at, FRAME);
            end += framing.wrap(stream, end, FRAME);
        }
        final Frames.Count frames = new Frames.Count();
        new FrameReader(framing, FRAME).read(stream, 0, end, frames);
        return frames.bodies() == bytes.length / FRAME;
    }

    /** One frame that arrives byte by byte. */
    private static boolean byteByByte(Framing framing, byte[] bytes) {
        final int length = Math.min(bytes.length, framing.longestBody());
        final UnsafeBuffer stream = new UnsafeBuffer(new byte[length + 2 * Long.BYTES]);
        stream.putBytes(framing.prefixLength(), bytes, 0, length);
        final int end = framing.wrap(stream, 0, length);
        final FrameReader reader = new FrameReader(framing, length);
        final Frames.Count frames = new Frames.Count();
        for (int limit = 1; limit <= end; limit++) {
            reader.read(stream, 0, limit, frames);
        }
        return frames.bodies() == 1;
    }
}
