package io.cardswitch.iso8583.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.iso8583.Content;

import org.agrona.concurrent.UnsafeBuffer;
import org.jpos.iso.ISOException;
import org.jpos.iso.ISOMsg;
import org.jpos.iso.packager.GenericPackager;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** A packager of jPOS to compare with. */
final class JposPeer {
    private final GenericPackager packager;

    private JposPeer(GenericPackager packager) {
        this.packager = packager;
    }

    /** Of a file in the jar of jPOS. */
    static JposPeer ofJar(String file) throws IOException, ISOException {
        return of(text(file));
    }

    /** Of a file's text. */
    static JposPeer of(String xml) throws ISOException {
        return new JposPeer(
                new GenericPackager(
                        new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))));
    }

    /** A file in the jar of jPOS. */
    static String text(String file) throws IOException {
        try (InputStream in = GenericPackager.class.getClassLoader().getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Both make the same bytes of the same values, and read the same values of them. */
    void shouldAgree(MessageSpec spec, int messages) throws ISOException {
        shouldAgree(spec, messages, true);
    }

    /** As above, where jPOS cannot read what it writes. */
    void shouldWriteAlike(MessageSpec spec, int messages) throws ISOException {
        shouldAgree(spec, messages, false);
    }

    private void shouldAgree(MessageSpec spec, int messages, boolean isRead) throws ISOException {
        final MessageDecoder decoder = new MessageDecoder(spec);
        final long seed = Long.getLong("seed", 8583);
        final RandomMessages random = new RandomMessages(spec, seed);
        for (int i = 0; i < messages; i++) {
            final String which = "seed=" + seed + " message=" + i;
            final int mti = random.mti();
            final TreeMap<Integer, String> values = random.values();
            final byte[] theirs = pack(spec, mti, values);
            final byte[] ours = Messages.encode(spec, mti, values);
            assertArrayEquals(theirs, ours, () -> which + " " + values);

            assertTrue(
                    decoder.wrap(new UnsafeBuffer(theirs), 0, theirs.length),
                    () -> which + " DE" + decoder.errorElement() + " " + decoder.errorText());
            assertEquals(mti, decoder.mti(), which);
            assertEquals(values, Messages.values(decoder), which);
            if (isRead) assertEquals(values, unpack(ours), which);
        }
    }

    /** The bytes that jPOS makes of values. */
    byte[] pack(MessageSpec spec, int mti, Map<Integer, String> values) throws ISOException {
        final ISOMsg message = new ISOMsg(String.format("%04X", mti));
        message.setPackager(packager);
        for (final Map.Entry<Integer, String> value : values.entrySet()) {
            final int de = value.getKey();
            if (spec.element(de).content() == Content.B) {
                message.set(de, Messages.HEX.parseHex(value.getValue()));
            } else {
                message.set(de, value.getValue());
            }
        }
        return message.pack();
    }

    private TreeMap<Integer, String> unpack(byte[] bytes) throws ISOException {
        final ISOMsg message = new ISOMsg();
        message.setPackager(packager);
        message.unpack(bytes);
        final TreeMap<Integer, String> values = new TreeMap<>();
        for (int de = 2; de <= message.getMaxField(); de++) {
            final Object value = message.getValue(de);
            if (value instanceof byte[] octets) values.put(de, Messages.HEX.formatHex(octets));
            else if (value != null) values.put(de, (String) value);
        }
        return values;
    }
}
