package io.cardswitch.core.admin;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** One JSON object in the order of its fields; text is escaped. */
public final class Json {
    private final Map<String, String> fields = new LinkedHashMap<>();

    /** An empty object. */
    public Json() {}

    /** Adds a number. */
    public Json number(String key, long value) {
        return raw(key, Long.toString(value));
    }

    /** Adds text. */
    public Json text(String key, String value) {
        return raw(key, quoted(value));
    }

    /** Adds a value that is JSON already. */
    public Json raw(String key, String json) {
        fields.put(key, json);
        return this;
    }

    /** Values as JSON by key, in order. */
    public Map<String, String> fields() {
        return Collections.unmodifiableMap(fields);
    }

    private static String quoted(String value) {
        final StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            final char c = value.charAt(i);
            if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c == '"' || c == '\\' ? "\\" : "").append(c);
            }
        }
        return out.append('"').toString();
    }

    /** The object in one line. */
    @Override
    public String toString() {
        final StringBuilder out = new StringBuilder("{");
        fields.forEach((key, json) ->
                out.append(out.length() > 1 ? "," : "")
                        .append(quoted(key))
                        .append(':')
                        .append(json));
        return out.append('}').toString();
    }
}
