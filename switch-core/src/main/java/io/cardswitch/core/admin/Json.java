package io.cardswitch.core.admin;

/** Writes one JSON object. Values come from configuration and journal, so text is escaped. */
final class Json {
    private final StringBuilder text = new StringBuilder("{");

    Json number(String key, long value) {
        key(key).append(value);
        return this;
    }

    Json text(String key, String value) {
        quote(key(key), value);
        return this;
    }

    /** Adds a value that is JSON already. */
    Json raw(String key, String json) {
        key(key).append(json);
        return this;
    }

    private StringBuilder key(String key) {
        if (text.length() > 1) {
            text.append(',');
        }
        quote(text, key);
        return text.append(':');
    }

    private static void quote(StringBuilder out, String value) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            final char c = value.charAt(i);
            if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c == '"' || c == '\\' ? "\\" : "").append(c);
            }
        }
        out.append('"');
    }

    @Override
    public String toString() {
        return text + "}";
    }
}
