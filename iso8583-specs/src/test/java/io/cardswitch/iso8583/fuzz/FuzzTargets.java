package io.cardswitch.iso8583.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.iso8583.codec.ErrorReason;
import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.describe.MessageJson;
import io.cardswitch.iso8583.describe.MessageText;
import io.cardswitch.iso8583.framing.FrameError;
import io.cardswitch.iso8583.framing.FrameReader;
import io.cardswitch.iso8583.framing.Framing;
import io.cardswitch.iso8583.framing.Header;
import io.cardswitch.iso8583.jpos.PackagerImport;
import io.cardswitch.iso8583.spec.Dialects;
import io.cardswitch.iso8583.tlv.KeyedDecoder;
import io.cardswitch.iso8583.tlv.Numerals;
import io.cardswitch.iso8583.tlv.TlvDecoder;
import io.cardswitch.iso8583.tlv.TlvLayout;
import io.cardswitch.iso8583.yaml.Problems;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Everything that takes bytes of strangers, by name. A target fails when an exception escapes, when
 * it reads beyond its bytes (the buffer holds nothing else, so that is an exception too), when what
 * lies around the bytes changes its answer, when it goes round in circles, or when it allocates
 * more than its bound: nothing where messages are read, so many bytes for each of the input where
 * they are shown to people.
 */
final class FuzzTargets {
    private static final TlvLayout[] LAYOUTS = {
        TlvLayout.BER,
        TlvLayout.tagFirst(2, 2, Numerals.EBCDIC),
        TlvLayout.tagFirst(4, 3, Numerals.ASCII),
        TlvLayout.tagFirst(1, 2, Numerals.BINARY),
        TlvLayout.lengthFirst(1, 1, Numerals.BCD)
    };

    private static final int LONGEST_BODY = 512;
    private static final int AROUND = 8;

    /** Plans that a decoder keeps, however many bitmaps and lengths it meets: 64 of 90 kB each. */
    private static final long MOST_KEPT = 6L << 20;

    /** Objects of the test itself within what is measured. */
    private static final long ALMOST_NOTHING = 256;

    /** Of a text: what all need, and what a byte may add, a line of its own at most. */
    private static final long RENDERED = 16L << 10;

    private static final long RENDERED_A_BYTE = 512;

    /** Jazzer's hooks put what they are told of into objects. */
    private static final int HOOKS = System.getenv("JAZZER_FUZZ") == null ? 1 : 8;

    /** Of a dialect: the parser's tables and the dialects that it may be based on. */
    private static final long PARSED = 4L << 20;

    private static final long PARSED_A_BYTE = 4L << 10;

    private FuzzTargets() {}

    /** By name: a dialect, or what else is read. */
    static Map<String, Consumer<byte[]>> all() {
        final Map<String, Consumer<byte[]>> targets = new TreeMap<>();
        for (final String name : Dialects.names()) {
            targets.put(name, new Messages(Dialects.bundled(name)));
        }
        targets.put("framing", FuzzTargets::framing);
        targets.put("header", FuzzTargets::header);
        targets.put("tlv", FuzzTargets::tlv);
        targets.put("keyed", FuzzTargets::keyed);
        targets.put("spec", FuzzTargets::spec);
        targets.put("packager", FuzzTargets::packager);
        return targets;
    }

    /** Decoded, rendered and described, each time alike. */
    private static final class Messages implements Consumer<byte[]> {
        private final MessageSpec spec;
        private final MessageDecoder decoder;
        private final MessageDecoder inside;
        private final MessageJson json;
        private final MessageText text;
        private long kept;

        Messages(MessageSpec spec) {
            this.spec = spec;
            decoder = new MessageDecoder(spec);
            inside = new MessageDecoder(spec);
            json = new MessageJson(spec, false);
            text = new MessageText(spec, spec.header(), false);
        }

        @Override
        public void accept(byte[] bytes) {
            final int length = bytes.length;
            if (length > MessageSpec.MAX_MESSAGE_LENGTH) return;
            final UnsafeBuffer surrounded = new UnsafeBuffer(surround(bytes));
            final boolean isValid = inside.wrap(surrounded, AROUND, length);
            final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
            kept += Allocation.of(() -> decoder.wrap(buffer, 0, length));
            kept += Allocation.of(() -> decoder.wrap(buffer, 0, length));
            assertTrue(kept <= MOST_KEPT, () -> kept + " bytes allocated by all messages so far");
            final MessageDecoder fresh = new MessageDecoder(spec);
            assertEquals(isValid, fresh.wrap(buffer, 0, length));
            assertEquals(isValid, decoder.errorReason() == ErrorReason.NONE);
            assertEquals(decoder.errorReason(), inside.errorReason());
            assertEquals(decoder.errorElement(), inside.errorElement());
            assertEquals(decoder.errorOffset(), inside.errorOffset());
            assertTrue(decoder.errorOffset() <= length);
            for (int de = 2; de <= MessageSpec.LAST_ELEMENT; de++) {
                if (!decoder.has(de)) continue;
                assertTrue(decoder.elementOffset(de) >= 0, spec::name);
                assertTrue(decoder.elementOffset(de) + decoder.elementLength(de) <= length);
            }
            final long most = (RENDERED + RENDERED_A_BYTE * length) * HOOKS;
            Allocation.assertAtMost(most, () -> json(buffer));
            Allocation.assertAtMost(most, () -> text(buffer));
        }

        private void json(UnsafeBuffer message) {
            final StringBuilder out = new StringBuilder();
            json.decode(message, 0, message.capacity(), out);
            assertTrue(!out.isEmpty());
        }

        private void text(UnsafeBuffer message) {
            final StringBuilder out = new StringBuilder();
            text.describe(message, 0, message.capacity(), out);
            assertTrue(!out.isEmpty());
        }
    }

    private static byte[] surround(byte[] bytes) {
        final byte[] surrounded = new byte[bytes.length + 2 * AROUND];
        Arrays.fill(surrounded, (byte) '1');
        System.arraycopy(bytes, 0, surrounded, AROUND, bytes.length);
        return surrounded;
    }

    /** The first byte chooses the framing. */
    private static void framing(byte[] bytes) {
        if (bytes.length == 0) return;
        final Framing framing = Framing.values()[(bytes[0] & 0xFF) % Framing.values().length];
        final FrameReader reader = new FrameReader(framing, LONGEST_BODY);
        final UnsafeBuffer buffer = new UnsafeBuffer(Arrays.copyOfRange(bytes, 1, bytes.length));
        final WithinSink sink = new WithinSink();
        final int end = reader.read(buffer, 0, buffer.capacity(), sink);
        assertTrue(end >= 0 && end <= buffer.capacity());
        Allocation.assertAtMost(
                ALMOST_NOTHING, () -> reader.read(buffer, 0, buffer.capacity(), sink));
    }

    /** Takes what lies within its buffer. */
    private static final class WithinSink implements FrameReader.Sink {
        @Override
        public boolean onBody(DirectBuffer buffer, int offset, int length) {
            assertTrue(length >= 0 && length <= LONGEST_BODY);
            buffer.boundsCheck(offset, length);
            return true;
        }

        @Override
        public boolean onControl(DirectBuffer buffer, int offset, int length) {
            assertTrue(length > 0);
            buffer.boundsCheck(offset, length);
            return true;
        }

        @Override
        public void onBroken(FrameError error) {
            assertTrue(error != null);
        }
    }

    private static void header(byte[] bytes) {
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        for (final Header header : Header.values()) {
            Allocation.assertAtMost(ALMOST_NOTHING, () -> header.length(buffer, 0, bytes.length));
            final int length = header.length(buffer, 0, bytes.length);
            if (length == Header.UNREADABLE) continue;
            assertTrue(length >= 0 && length <= bytes.length);
            if (header.isReject(buffer, 0)) continue;
            final int answer = header.answerLength();
            header.putAnswer(new UnsafeBuffer(new byte[answer]), 0, buffer, 0, 0);
        }
    }

    /** Every object takes a byte at least, so there are no more of them than bytes. */
    private static void tlv(byte[] bytes) {
        for (final TlvLayout layout : LAYOUTS) {
            final TlvDecoder decoder = new TlvDecoder(layout);
            final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
            Allocation.assertAtMost(
                    ALMOST_NOTHING, () -> decoder.wrap(buffer, 0, bytes.length).validate());
            final boolean isValid = decoder.wrap(buffer, 0, bytes.length).validate();
            int count = 0;
            decoder.wrap(buffer, 0, bytes.length);
            while (decoder.next()) {
                buffer.boundsCheck(decoder.valueOffset(), decoder.valueLength());
                assertTrue(++count <= bytes.length);
            }
            assertEquals(isValid, decoder.isSound());
            assertTrue(decoder.errorOffset() <= bytes.length);
        }
    }

    private static void keyed(byte[] bytes) {
        if (bytes.length > MessageSpec.MAX_MESSAGE_LENGTH) return;
        final KeyedDecoder entries = new KeyedDecoder();
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        final int[] count = new int[1];
        Allocation.assertAtMost(
                ALMOST_NOTHING,
                () -> {
                    count[0] = 0;
                    entries.wrap(buffer, 0, bytes.length);
                    while (entries.next()) {
                        count[0]++;
                    }
                });
        assertTrue(count[0] <= bytes.length / 5 + 1);
        assertTrue(entries.errorOffset() <= bytes.length);
        final KeyedDecoder inside = new KeyedDecoder();
        inside.wrap(new UnsafeBuffer(surround(bytes)), AROUND, bytes.length);
        while (inside.next()) {
            count[0]--;
        }
        assertEquals(0, count[0]);
        assertEquals(entries.reason(), inside.reason());
        assertEquals(entries.errorPath(), inside.errorPath());
    }

    private static void spec(byte[] bytes) {
        final String text = new String(bytes, StandardCharsets.UTF_8);
        Allocation.assertAtMost(PARSED + PARSED_A_BYTE * bytes.length, () -> parse(text));
    }

    private static void parse(String text) {
        final Problems problems = new Problems();
        final MessageSpec spec = Dialects.parse("spec.yaml", text, problems);
        assertEquals(spec == null, !problems.isEmpty());
    }

    private static void packager(byte[] bytes) {
        final String text = new String(bytes, StandardCharsets.UTF_8);
        Allocation.assertAtMost(PARSED + PARSED_A_BYTE * bytes.length, () -> imported(text));
    }

    private static void imported(String text) {
        final Problems problems = new Problems();
        final String yaml = PackagerImport.toYaml("packager.xml", text, "fuzz", problems);
        assertEquals(yaml == null, !problems.isEmpty());
        if (yaml == null) return;
        final MessageSpec spec = Dialects.parse("fuzz.yaml", yaml, problems);
        assertTrue(spec != null, () -> problems.lines() + "\n" + yaml);
    }
}
