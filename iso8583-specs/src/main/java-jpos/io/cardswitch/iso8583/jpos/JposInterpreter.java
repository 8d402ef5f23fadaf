package io.cardswitch.iso8583.jpos;

import org.jpos.iso.ISOBasePackager;
import org.jpos.iso.ISOBinaryField;
import org.jpos.iso.ISOComponent;
import org.jpos.iso.ISOException;
import org.jpos.iso.ISOFieldPackager;
import org.jpos.iso.ISOMsg;
import org.jpos.iso.ISOMsgFieldPackager;
import org.jpos.iso.packager.GenericPackager;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes messages with jPOS. */
final class JposInterpreter implements Interpreter {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final Pattern DOCTYPE =
            Pattern.compile("<!DOCTYPE[^\\[>]*(\\[[^\\]]*\\])?\\s*>");

    /** The one that jPOS has in its jar: no other is fetched, and its defaults hold. */
    private static final String OWN_DOCTYPE =
            "<!DOCTYPE isopackager PUBLIC \"-//jPOS/jPOS Generic Packager DTD 1.0//EN\""
                    + " \"http://jpos.org/dtd/generic-packager-1.0.dtd\">";

    private static final Pattern FIELD = Pattern.compile("field[ =]*([0-9]+)");

    private final GenericPackager packager;

    /** By the text of a packager file. */
    JposInterpreter(String xml) throws ISOException {
        final String bare = DOCTYPE.matcher(xml).replaceFirst("");
        final int root = bare.indexOf("<isopackager");
        final String text = bare.substring(0, root) + OWN_DOCTYPE + bare.substring(root);
        packager =
                new GenericPackager(
                        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public Message read(byte[] bytes) throws Refusal {
        final ISOMsg message = new ISOMsg();
        message.setPackager(packager);
        final int read;
        try {
            read = message.unpack(bytes);
        } catch (final ISOException | RuntimeException e) { // Bad bytes end in either.
            throw refusal(e, "jPOS cannot read it");
        }
        if (read < bytes.length) {
            throw new Refusal(NO_FIELD, bytes.length - read + " bytes follow the last element");
        }
        final SortedMap<Integer, Object> fields = values(message);
        final Object mti = fields.remove(0);
        return new Message(mti == null ? "" : mti.toString(), fields);
    }

    private static SortedMap<Integer, Object> values(ISOMsg message) {
        final SortedMap<Integer, Object> values = new TreeMap<>();
        for (final Object entry : message.getChildren().entrySet()) {
            final Map.Entry<?, ?> child = (Map.Entry<?, ?>) entry;
            final int field = (Integer) child.getKey();
            if (field >= 0) values.put(field, value((ISOComponent) child.getValue()));
        }
        return values;
    }

    private static Object value(ISOComponent component) {
        if (component instanceof ISOMsg parts) return values(parts);
        final Object value;
        try {
            value = component.getValue();
        } catch (final ISOException e) {
            throw new IllegalStateException("jPOS holds a field without a value", e);
        }
        return value instanceof byte[] octets ? HEX.formatHex(octets) : String.valueOf(value);
    }

    @Override
    public byte[] write(String mti, Map<Integer, ?> fields) throws Refusal {
        try {
            final ISOMsg message = new ISOMsg(mti);
            message.setPackager(packager);
            fill(message, packager, fields);
            return message.pack();
        } catch (final ISOException | RuntimeException e) { // Values that do not fit end in either.
            throw refusal(e, "jPOS cannot write it");
        }
    }

    private static void fill(ISOMsg message, ISOBasePackager packager, Map<Integer, ?> fields)
            throws Refusal, ISOException {
        for (final Map.Entry<Integer, ?> field : fields.entrySet()) {
            final int number = field.getKey();
            final ISOFieldPackager of = packager.getFieldPackager(number);
            if (of == null) throw new Refusal(number, "element is not part of this dialect");
            if (field.getValue() instanceof Map<?, ?> parts) {
                message.set(composite(number, of, parts));
            } else if (of.createComponent(number) instanceof ISOBinaryField) {
                message.set(number, octets(number, field.getValue().toString()));
            } else {
                message.set(number, field.getValue().toString());
            }
        }
    }

    private static ISOMsg composite(int number, ISOFieldPackager of, Map<?, ?> parts)
            throws Refusal, ISOException {
        final boolean isComposite =
                of instanceof ISOMsgFieldPackager outer
                        && outer.getISOMsgPackager() instanceof ISOBasePackager;
        if (!isComposite) throw new Refusal(number, "element has no parts");
        final ISOMsg message = new ISOMsg(number);
        final Map<Integer, Object> numbered = new TreeMap<>();
        parts.forEach((part, value) -> numbered.put((Integer) part, value));
        final var inner = (ISOBasePackager) ((ISOMsgFieldPackager) of).getISOMsgPackager();
        fill(message, inner, numbered);
        return message;
    }

    private static byte[] octets(int number, String hex) throws Refusal {
        try {
            return HEX.parseHex(hex);
        } catch (final IllegalArgumentException e) {
            throw new Refusal(number, "value is not pairs of hexadecimal digits");
        }
    }

    /** Names the field that jPOS names, and nothing else of what it says. */
    private static Refusal refusal(Exception e, String reason) {
        final Matcher field = FIELD.matcher(String.valueOf(e.getMessage()));
        return new Refusal(field.find() ? Integer.parseInt(field.group(1)) : NO_FIELD, reason);
    }

    @Override
    public String name(int field) {
        final ISOFieldPackager of = packager.getFieldPackager(field);
        return of == null || of.getDescription() == null ? "" : of.getDescription();
    }
}
