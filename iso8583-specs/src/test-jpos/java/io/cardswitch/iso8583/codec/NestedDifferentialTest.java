package io.cardswitch.iso8583.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.Inside;
import io.cardswitch.iso8583.describe.MessageJson;

import org.jpos.iso.IFB_AMOUNT2003;
import org.jpos.iso.ISOAmount;
import org.jpos.iso.ISOBasePackager;
import org.jpos.iso.ISOComponent;
import org.jpos.iso.ISOException;
import org.jpos.iso.ISOFieldPackager;
import org.jpos.iso.ISOMsg;
import org.jpos.iso.ISOMsgFieldPackager;
import org.jpos.iso.packager.GenericPackager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Elements with parts, as the imported CMF packagers of jPOS have them. */
class NestedDifferentialTest {
    private static final int MESSAGES = 1_000;
    private static final int MANY_MESSAGES = 100_000;
    private static final int MOST_ELEMENTS = 12;

    /** Bit 1 of its bitmap stands for part 1, but jPOS reads it as one more bitmap. */
    private static final int UNREADABLE = 49;

    private MessageSpec spec;
    private GenericPackager packager;
    private RandomMessages random;

    @ParameterizedTest
    @ValueSource(strings = {"packager/cmf.xml", "packager/cmf-858.xml"})
    void shouldAgreeWithJposOnParts(String file) throws Exception {
        shouldAgree(file, MESSAGES);
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(strings = {"packager/cmf.xml", "packager/cmf-858.xml"})
    void shouldAgreeWithJposOnPartsOfManyMessages(String file) throws Exception {
        shouldAgree(file, MANY_MESSAGES);
    }

    private void shouldAgree(String file, int messages) throws Exception {
        final String xml = JposPeer.text(file);
        spec = ImportDifferentialTest.imported(xml);
        packager =
                new GenericPackager(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        final long seed = Long.getLong("seed", 2003);
        random = new RandomMessages(spec, seed);
        final MessageJson json = new MessageJson(spec, true);
        for (int i = 0; i < messages; i++) {
            final String which = "seed=" + seed + " message=" + i;
            final Map<Integer, Object> values = values();
            final ISOMsg message = new ISOMsg("2200");
            message.setPackager(packager);
            fill(message, values, null);
            final String theirs = Messages.HEX.formatHex(message.pack());

            final StringBuilder ours = new StringBuilder();
            final String object = "{\"mti\":\"2200\",\"fields\":" + object(values) + "}";
            assertTrue(json.encode(object, ours), () -> which + " " + object + ": " + ours);
            assertEquals(theirs, ours.toString(), () -> which + " " + object);

            final StringBuilder decoded = new StringBuilder();
            assertTrue(json.decodeHex(theirs, decoded), () -> which + " " + decoded);
            assertEquals(object, decoded.toString(), which);
            final ISOMsg unpacked = new ISOMsg();
            unpacked.setPackager(packager);
            unpacked.unpack(Messages.HEX.parseHex(ours));
            assertEquals(object(values), object(read(unpacked, null)), which);
        }
    }

    private Map<Integer, Object> values() {
        final Map<Integer, Object> values = new TreeMap<>();
        final int count = 1 + random.below(MOST_ELEMENTS);
        while (values.size() < count) {
            final int de = 2 + random.below(MessageSpec.LAST_ELEMENT - 1);
            if (spec.element(de) == null) continue;
            final Object value =
                    spec.inside(de) instanceof final Inside.Parts parts
                            ? parts(de, parts)
                            : value(spec.element(de), packager.getFieldPackager(de));
            values.put(de, value);
        }
        return values;
    }

    private Map<Integer, Object> parts(int de, Inside.Parts parts) {
        final ISOBasePackager inner = inner(de);
        final Map<Integer, Object> values = new TreeMap<>();
        while (values.isEmpty()) {
            for (final Inside.Part part : parts.parts()) {
                final int number = part.element().number();
                final boolean isHere = parts.bitmap() == null || random.below(4) == 0;
                if (!isHere || de == UNREADABLE && number == 1) continue;
                final int id = number - shift(parts);
                values.put(number, value(part.element(), inner.getFieldPackager(id)));
            }
        }
        return values;
    }

    private String value(ElementSpec element, ISOFieldPackager packager) {
        final String value = random.value(element);
        return packager instanceof IFB_AMOUNT2003 ? "8402" + value.substring(4) : value;
    }

    private ISOBasePackager inner(int de) {
        final ISOMsgFieldPackager composite = (ISOMsgFieldPackager) packager.getFieldPackager(de);
        return (ISOBasePackager) composite.getISOMsgPackager();
    }

    /** jPOS counts parts without a bitmap from 0 here. */
    private static int shift(Inside.Parts parts) {
        return parts.bitmap() == null ? 1 : 0;
    }

    private void fill(ISOMsg message, Map<Integer, Object> values, Inside.Parts parts)
            throws ISOException {
        for (final Map.Entry<Integer, Object> value : values.entrySet()) {
            final int number = value.getKey();
            final int id = parts == null ? number : number - shift(parts);
            if (value.getValue() instanceof final Map<?, ?> inside) {
                final Map<Integer, Object> inner = new TreeMap<>();
                inside.forEach((key, text) -> inner.put((Integer) key, text));
                final ISOMsg nested = new ISOMsg(id);
                fill(nested, inner, (Inside.Parts) spec.inside(number));
                message.set(nested);
            } else if (element(number, parts).content() == Content.B) {
                message.set(id, Messages.HEX.parseHex((String) value.getValue()));
            } else {
                message.set(id, (String) value.getValue());
            }
        }
    }

    private ElementSpec element(int number, Inside.Parts parts) {
        if (parts == null) return spec.element(number);
        final List<Inside.Part> all = parts.parts();
        return all.stream()
                .map(Inside.Part::element)
                .filter(element -> element.number() == number)
                .findFirst()
                .orElseThrow();
    }

    private Map<Integer, Object> read(ISOMsg message, Inside.Parts parts) throws ISOException {
        final Map<Integer, Object> values = new TreeMap<>();
        final int first = parts == null ? 2 : 0;
        for (int id = first; id <= message.getMaxField(); id++) {
            final int number = parts == null ? id : id + shift(parts);
            final ISOComponent component = message.getComponent(id);
            if (component == null) continue;
            if (component instanceof final ISOMsg nested) {
                values.put(number, read(nested, (Inside.Parts) spec.inside(number)));
            } else if (component instanceof final ISOAmount amount) {
                values.put(number, text(amount, element(number, parts).units()));
            } else if (component.getValue() instanceof final byte[] octets) {
                values.put(number, Messages.HEX.formatHex(octets));
            } else if (component.getValue() instanceof final String text) {
                values.put(number, text);
            }
        }
        return values;
    }

    /** Currency, exponent and amount as they lie on the wire. */
    private static String text(ISOAmount amount, int digits) throws ISOException {
        final String minor = amount.getAmount().unscaledValue().toString();
        final String start = amount.getCurrencyCodeAsString() + amount.getAmount().scale();
        return start + "0".repeat(digits - start.length() - minor.length()) + minor;
    }

    /** As a JSON object. */
    private static String object(Map<?, ?> values) {
        final StringBuilder text = new StringBuilder("{");
        values.forEach((key, value) -> {
            if (text.length() > 1) text.append(',');
            text.append('"').append(key).append("\":");
            if (value instanceof final Map<?, ?> inside) text.append(object(inside));
            else text.append('"').append(escaped((String) value)).append('"');
        });
        return text.append('}').toString();
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
