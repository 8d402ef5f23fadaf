package io.cardswitch.iso8583.jpos;

import io.cardswitch.iso8583.describe.JsonReader;
import io.cardswitch.iso8583.describe.JsonText;
import io.cardswitch.iso8583.jpos.Interpreter.Message;
import io.cardswitch.iso8583.mask.Masking;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Messages of fields by number as JSON and back. */
final class MessageMembers {
    private static final Pattern MTI = Pattern.compile("[0-9]{4}");
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final List<String> KEYS = List.of("mti", "fields");

    private MessageMembers() {}

    /** Null, with the error appended, when the text describes no message. */
    static Message read(String json, StringBuilder out) {
        final Object value;
        try {
            value = JsonReader.read(json);
        } catch (final JsonReader.SyntaxException e) {
            out.append("{\"error\":{\"offset\":" + e.offset());
            JsonText.member("reason", e.getMessage(), out);
            out.append("}}");
            return null;
        }
        final boolean isMessage = value instanceof Map<?, ?> all && KEYS.containsAll(all.keySet());
        if (!isMessage) return refused("an object of \"mti\" and \"fields\" is expected", out);
        final Map<?, ?> members = (Map<?, ?>) value;
        if (!(members.get("mti") instanceof String mti) || !MTI.matcher(mti).matches()) {
            return refused("\"mti\" is not text of four digits", out);
        }
        final SortedMap<Integer, Object> fields = fields(members.get("fields"));
        if (fields == null) return refused("\"fields\" is not text by number of element", out);
        return new Message(mti, fields);
    }

    /** Null when they are not text, or such an object, by number. */
    private static SortedMap<Integer, Object> fields(Object value) {
        if (!(value instanceof Map<?, ?> members)) return null;
        final SortedMap<Integer, Object> fields = new TreeMap<>();
        for (final Map.Entry<?, ?> member : members.entrySet()) {
            final String key = member.getKey().toString();
            final boolean isText = member.getValue() instanceof String;
            final Object field = isText ? member.getValue() : fields(member.getValue());
            if (field == null || !NUMBER.matcher(key).matches()) return null;
            fields.put(Integer.parseInt(key), field);
        }
        return fields;
    }

    /** Appends {@code {"2":"...","48":{"1":"..."}}}. */
    static void append(Map<?, ?> fields, StringBuilder out) {
        out.append('{');
        for (final Map.Entry<?, ?> field : fields.entrySet()) {
            final String key = field.getKey().toString();
            if (field.getValue() instanceof Map<?, ?> parts) {
                JsonText.key(key, out);
                append(parts, out);
            } else {
                JsonText.member(key, field.getValue().toString(), out);
            }
        }
        out.append('}');
    }

    /** Appends an error; always null. */
    static Message refused(String reason, StringBuilder out) {
        return refused(Interpreter.NO_FIELD, reason, out);
    }

    /** Appends an error, without card numbers, with its field where known; always null. */
    static Message refused(int field, String reason, StringBuilder out) {
        out.append("{\"error\":{");
        if (field >= 0) JsonText.member("de", field, out);
        JsonText.member("reason", Masking.withoutCardNumbers(reason), out);
        out.append("}}");
        return null;
    }
}
