package io.cardswitch.iso8583.describe;

import io.cardswitch.iso8583.BitmapSet;
import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.codec.ErrorReason;
import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.codec.MessageEncoder;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.framing.Header;
import io.cardswitch.iso8583.framing.MessageHeader;
import io.cardswitch.iso8583.mask.Masking;
import io.cardswitch.iso8583.nested.NestedEncoder;
import io.cardswitch.iso8583.validate.MessageRules;
import io.cardswitch.iso8583.validate.MessageValidator;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Messages of one dialect as JSON and back:
 *
 * <pre>
 * {"mti":"0200","fields":{"2":"476173******0119","3":"000000"}}
 * {"error":{"de":35,"offset":71,"reason":"length 39 exceeds 37"},"mti":"0200"}
 * </pre>
 *
 * Numeric and text elements are text with their padding, octets upper-case hexadecimal; what stands
 * inside of an element is an object by part or tag. The header of messages that have one comes
 * first, in hexadecimal. Element 1 (65) appears only when a message carries a second (third) bitmap
 * without need. In clear, {@code encode} of what {@code decode} wrote is the same message byte for
 * byte, but for lower-case hexadecimal, which becomes upper-case.
 *
 * <p>Errors repeat keys of what was read, never a card number among them.
 */
public final class MessageJson {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final List<String> KEYS = List.of("header", "mti", "fields");
    private static final Pattern MTI = Pattern.compile("[0-9]{4}");
    private static final Pattern ELEMENT = Pattern.compile("[1-9][0-9]{0,2}");
    private static final String EMPTY_BITMAP = "0".repeat(2 * Long.BYTES);
    private static final int FIRST_OF_SECONDARY = Long.SIZE + 1;
    private static final int FIRST_OF_TERTIARY = 2 * Long.SIZE + 1;

    /** Key of a second or third bitmap that announces nothing. */
    private static final List<Integer> BITMAPS = List.of(1, FIRST_OF_SECONDARY);

    private final MessageSpec spec;
    private final MessageHeader header;
    private final boolean inClear;
    private final MessageValidator validator;
    private final MessageDecoder decoder;
    private final MessageEncoder encoder;
    private final NestedJson nested;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[MessageSpec.MAX_MESSAGE_LENGTH]);
    private final UnsafeBuffer text =
            new UnsafeBuffer(new byte[2 * MessageSpec.MAX_MESSAGE_LENGTH]);

    /**
     * For messages of one dialect.
     *
     * @param inClear whether values are shown that belong to a card or its holder
     */
    public MessageJson(MessageSpec spec, boolean inClear) {
        this(spec, spec.header(), null, inClear);
    }

    /**
     * For messages of one dialect.
     *
     * @param header what stands in front of them
     * @param rules that decoded messages have to keep too, or null
     * @param inClear whether values are shown that belong to a card or its holder
     */
    public MessageJson(
            MessageSpec spec, MessageHeader header, MessageRules rules, boolean inClear) {
        this.spec = spec;
        this.header = header;
        this.inClear = inClear;
        validator = rules == null ? null : new MessageValidator(rules);
        decoder = new MessageDecoder(spec);
        encoder = new MessageEncoder(spec);
        nested = new NestedJson(spec, inClear);
    }

    /** Appends a message as JSON; leaves false when it is not valid and its error was appended. */
    public boolean decode(DirectBuffer message, int offset, int length, StringBuilder out) {
        final MessageHeader.Problem problem = header.problem(message, offset, length);
        final int start = header.length(message, offset, length);
        if (start == MessageHeader.UNREADABLE) {
            return refused(0, problem.offset(), problem.text(), out);
        }
        return decode(message, offset, start, length, problem, out);
    }

    /**
     * Of a message whose header was found.
     *
     * @param start of the message, from the header's
     * @param problem of the header, or null; the message is read all the same, for its type
     */
    private boolean decode(
            DirectBuffer message,
            int offset,
            int start,
            int length,
            MessageHeader.Problem problem,
            StringBuilder out) {
        out.append('{');
        final boolean isSound = decoder.wrap(message, offset + start, length - start);
        final boolean isKept = isSound && (validator == null || validator.check(decoder));
        final boolean isValid = problem == null && isKept && nested.read(decoder);
        if (!isValid) {
            JsonText.key("error", out);
            out.append('{');
            if (problem != null) appendError(0, problem.offset(), problem.text(), out);
            else if (isKept) nested.appendError(offset, out);
            else appendError(isSound, offset, start, out);
            out.append('}');
        }
        if (start > 0) {
            final byte[] octets = new byte[start];
            message.getBytes(offset, octets);
            final boolean isShown = inClear || header instanceof Header;
            JsonText.member("header", isShown ? HEX.formatHex(octets) : "**".repeat(start), out);
        }
        if (decoder.mti() >= 0) {
            JsonText.member("mti", String.format("%04X", decoder.mti()), out);
        }
        if (isValid) appendFields(out);
        out.append('}');
        return isValid;
    }

    private void appendError(boolean isSound, int offset, int start, StringBuilder out) {
        final int at = isSound ? validator.offset(decoder, offset + start) : decoder.errorOffset();
        final int de = isSound ? validator.element() : decoder.errorElement();
        appendError(de, start + at, isSound ? validator.text() : decoder.errorText(), out);
    }

    private static void appendError(int de, int offset, String reason, StringBuilder out) {
        JsonText.member("de", de, out);
        JsonText.member("offset", offset, out);
        JsonText.member("reason", reason, out);
    }

    /**
     * As {@link #decode}, of hexadecimal digits in either case, blanks between them ignored. What
     * is wrong with the digits is an error of the element that they would have told of.
     */
    public boolean decodeHex(String line, StringBuilder out) {
        final HexLine hex = HexLine.parse(line);
        final UnsafeBuffer message = new UnsafeBuffer(hex.octets());
        final int length = hex.octets().length;
        if (hex.problem() == null) return decode(message, 0, length, out);
        final int start = header.length(message, 0, length);
        if (start == MessageHeader.UNREADABLE) return refused(0, length, hex.problem(), out);
        final boolean isWhole = decoder.wrap(message, start, length - start);
        final boolean isCut = decoder.errorReason() == ErrorReason.TRUNCATED;
        if (!isWhole && !isCut) return decode(message, 0, start, length, null, out);
        final int de = isCut ? decoder.errorElement() : lastElement();
        return refused(de, length, hex.problem(), out);
    }

    private int lastElement() {
        int de = MessageSpec.LAST_ELEMENT;
        while (de > 1 && !decoder.has(de)) {
            de--;
        }
        return de;
    }

    private void appendFields(StringBuilder out) {
        JsonText.key("fields", out);
        out.append('{');
        if (decoder.primaryBitmap() < 0 && decoder.secondaryBitmap() == 0) {
            JsonText.member("1", EMPTY_BITMAP, out);
        }
        if (decoder.secondaryBitmap() < 0 && decoder.tertiaryBitmap() == 0) {
            JsonText.member("65", EMPTY_BITMAP, out);
        }
        for (int de = 2; de <= MessageSpec.LAST_ELEMENT; de++) {
            if (!decoder.has(de)) continue;
            final int length = decoder.copyText(de, text, 0);
            final String characters = text.getStringWithoutLengthAscii(0, length);
            final boolean isHex = spec.element(de).content() == Content.B;
            final String value = isHex ? characters.toUpperCase(Locale.ROOT) : characters;
            if (nested.append(de, value, out)) continue;
            final String shown = inClear ? value : Masking.masked(spec.version(), de, value);
            JsonText.member(Integer.toString(de), shown, out);
        }
        out.append('}');
    }

    /**
     * Appends the message that the JSON text describes, in upper-case hexadecimal; leaves false
     * when there is none and the error, as JSON, was appended.
     */
    public boolean encode(String json, StringBuilder out) {
        final Object value;
        try {
            value = JsonReader.read(json);
        } catch (final JsonReader.SyntaxException e) {
            return refused(-1, e.offset(), e.getMessage(), out);
        }
        if (!(value instanceof Map<?, ?> message)) return refused("an object is expected", out);
        for (final Object key : message.keySet()) {
            if (!KEYS.contains(key)) {
                final String known = String.join(", ", KEYS);
                return refused("unknown key \"" + key + "\"; known are " + known, out);
            }
        }
        if (!(message.get("mti") instanceof String mti) || !MTI.matcher(mti).matches()) {
            return refused(0, -1, "\"mti\" is not text of four digits", out);
        }
        if (mti.charAt(0) - '0' != spec.versionDigit()) {
            final String reason =
                    ErrorReason.UNKNOWN_VERSION.describe(mti.charAt(0) - '0', spec.versionDigit());
            return refused(0, -1, reason, out);
        }
        if (!(message.get("fields") instanceof Map<?, ?> fields)) {
            return refused("\"fields\" is not an object", out);
        }
        final int length = encode(Integer.parseInt(mti, 16), fields, out);
        if (length == MessageEncoder.REFUSED) return false;
        final byte[] inFront = header(message.get("header"), length, out);
        if (inFront == null) return false;
        HEX.formatHex(out, inFront, 0, inFront.length);
        HEX.formatHex(out, buffer.byteArray(), 0, length);
        return true;
    }

    /**
     * The header that the text tells, or that of an ordinary request; null, with the error
     * appended, when it is not right.
     */
    private byte[] header(Object value, int length, StringBuilder out) {
        final HexLine hex = value instanceof String text ? HexLine.parse(text) : null;
        String problem = value != null && hex == null ? "value is not text" : null;
        if (hex != null) problem = hex.problem();
        if (problem == null) {
            final byte[] octets = hex == null ? request(length) : hex.octets();
            final UnsafeBuffer bytes = new UnsafeBuffer(octets);
            final int read = header.length(bytes, 0, octets.length);
            final boolean isRead = read != MessageHeader.UNREADABLE;
            final int available = octets.length + (isRead ? length : 0);
            final MessageHeader.Problem wrong = header.problem(bytes, 0, available);
            final int rest = octets.length - read;
            if (isRead && rest > 0) problem = rest + " bytes too many for a " + header + " header";
            else if (wrong == null) return octets;
            else problem = wrong.text();
        }
        refused(0, -1, "\"header\": " + problem, out);
        return null;
    }

    /** That of an ordinary request; the total of one that counts too few digits is wrong. */
    private byte[] request(int length) {
        final UnsafeBuffer request = new UnsafeBuffer(new byte[header.answerLength()]);
        header.putRequest(request, 0, length);
        return request.byteArray();
    }

    /** Leaves the bytes of the message, or REFUSED with the error appended. */
    private int encode(int mti, Map<?, ?> fields, StringBuilder out) {
        final TreeMap<Integer, String> values = new TreeMap<>();
        for (final Map.Entry<?, ?> field : fields.entrySet()) {
            if (!take((String) field.getKey(), field.getValue(), values, out)) {
                return MessageEncoder.REFUSED;
            }
        }
        int count = 1;
        if (values.ceilingKey(FIRST_OF_SECONDARY) != null) count = 2;
        if (values.ceilingKey(FIRST_OF_TERTIARY) != null) count = 3;
        for (final int de : BITMAPS) {
            final String bitmap = values.remove(de);
            if (bitmap == null) continue;
            count = Math.max(count, de == 1 ? 2 : 3);
            if (EMPTY_BITMAP.equals(bitmap)) continue;
            refused(de, -1, "the bitmap follows from the fields", out);
            return MessageEncoder.REFUSED;
        }
        encoder.wrap(buffer, 0, buffer.capacity()).begin(mti, count);
        for (final Map.Entry<Integer, String> value : values.entrySet()) {
            if (!put(value.getKey(), value.getValue(), out)) return MessageEncoder.REFUSED;
        }
        final int length = encoder.finish();
        if (length == MessageEncoder.REFUSED) {
            refused(encoder.errorElement(), -1, encoder.errorText(), out);
        }
        return length;
    }

    private boolean take(
            String key, Object value, TreeMap<Integer, String> values, StringBuilder out) {
        final int de = ELEMENT.matcher(key).matches() ? Integer.parseInt(key) : -1;
        if (!isBitmap(de) && spec.element(de) == null) {
            final String reason = ErrorReason.UNKNOWN_ELEMENT.describe(0, 0);
            return refused(de, -1, "\"" + key + "\": " + reason, out);
        }
        if (value instanceof Map<?, ?> members) {
            final String text = nested.text(de, members);
            if (text == null) return refusedInside(out);
            values.put(de, text);
            return true;
        }
        if (!(value instanceof String text)) return refused(de, -1, "value is not text", out);
        values.put(de, text);
        return true;
    }

    private boolean isBitmap(int de) {
        final boolean isThird = de == FIRST_OF_SECONDARY;
        return de == 1 || isThird && spec.start().bitmaps() == BitmapSet.ONE_TO_THREE;
    }

    private boolean refusedInside(StringBuilder out) {
        out.append("{\"error\":{");
        JsonText.member("de", Masking.withoutCardNumbers(nested.errorPath()), out);
        JsonText.member("reason", nested.errorText(), out);
        out.append("}}");
        return false;
    }

    private boolean put(int de, String value, StringBuilder out) {
        final ElementSpec element = spec.element(de);
        if (element.content() != Content.B) {
            if (!StandardCharsets.US_ASCII.newEncoder().canEncode(value)) {
                return refused(de, -1, "value is not ASCII", out);
            }
            final byte[] characters = value.getBytes(StandardCharsets.US_ASCII);
            final int units = characters.length;
            if (NestedEncoder.isShort(element, spec.inside(de), units)) {
                final String reason = ErrorReason.LENGTH_DIFFERS.describe(units, element.units());
                return refused(de, -1, reason, out);
            }
            encoder.text(de, characters, 0, characters.length);
            return true;
        }
        final byte[] octets;
        try {
            octets = HEX.parseHex(value);
        } catch (final IllegalArgumentException e) {
            return refused(de, -1, "value is not pairs of hexadecimal digits", out);
        }
        encoder.binary(de, new UnsafeBuffer(octets), 0, octets.length);
        return true;
    }

    private static boolean refused(String reason, StringBuilder out) {
        return refused(-1, -1, reason, out);
    }

    /** An error with element and offset where known (not negative). */
    private static boolean refused(int de, int offset, String reason, StringBuilder out) {
        out.append("{\"error\":{");
        if (de >= 0) JsonText.member("de", de, out);
        if (offset >= 0) JsonText.member("offset", offset, out);
        JsonText.member("reason", Masking.withoutCardNumbers(reason), out);
        out.append("}}");
        return false;
    }
}
