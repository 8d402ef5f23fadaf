package io.cardswitch.iso8583.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.spec.Dialects;

import org.agrona.concurrent.UnsafeBuffer;
import org.jpos.iso.ISOException;
import org.jpos.iso.ISOMsg;
import org.jpos.iso.packager.GenericPackager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;

/** jPOS and we make the same bytes of the same values, and read the same values of them. */
class JposDifferentialTest {
    private static final int MESSAGES = 4_000;
    private static final int MANY_MESSAGES = 100_000;

    @ParameterizedTest
    @CsvSource({
        "iso87-ascii, packager/iso87ascii.xml",
        "iso87-binary, packager/iso87binary.xml",
        "iso93-ascii, packager/iso93ascii.xml",
        "iso93-binary, packager/iso93binary.xml"
    })
    void shouldAgreeWithJposOnRandomMessages(String dialect, String xml) throws Exception {
        shouldAgree(dialect, xml, MESSAGES);
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({
        "iso87-ascii, packager/iso87ascii.xml",
        "iso87-binary, packager/iso87binary.xml",
        "iso93-ascii, packager/iso93ascii.xml",
        "iso93-binary, packager/iso93binary.xml"
    })
    void shouldAgreeWithJposOnManyRandomMessages(String dialect, String xml) throws Exception {
        shouldAgree(dialect, xml, MANY_MESSAGES);
    }

    private static void shouldAgree(String dialect, String xml, int messages) throws Exception {
        final MessageSpec spec = Dialects.bundled(dialect);
        final MessageDecoder decoder = new MessageDecoder(spec);
        final GenericPackager packager = packager(xml);
        final long seed = Long.getLong("seed", 8583);
        final RandomMessages random = new RandomMessages(spec, seed);
        for (int i = 0; i < messages; i++) {
            final String which = "seed=" + seed + " message=" + i;
            final int mti = random.mti();
            final TreeMap<Integer, String> values = random.values();
            final byte[] theirs = pack(packager, spec, mti, values);
            final byte[] ours = Messages.encode(spec, mti, values);
            assertArrayEquals(theirs, ours, () -> which + " " + values);

            assertTrue(
                    decoder.wrap(new UnsafeBuffer(theirs), 0, theirs.length),
                    () -> which + " DE" + decoder.errorElement() + " " + decoder.errorText());
            assertEquals(mti, decoder.mti(), which);
            assertEquals(values, Messages.values(decoder), which);
            assertEquals(values, unpack(packager, ours), which);
        }
    }

    private static GenericPackager packager(String xml) throws Exception {
        try (InputStream in = GenericPackager.class.getClassLoader().getResourceAsStream(xml)) {
            return new GenericPackager(in);
        }
    }

    private static byte[] pack(
            GenericPackager packager, MessageSpec spec, int mti, Map<Integer, String> values)
            throws ISOException {
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

    private static TreeMap<Integer, String> unpack(GenericPackager packager, byte[] bytes)
            throws ISOException {
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
