package io.cardswitch.iso8583.describe;

/** Writes JSON members. */
public final class JsonText {
    private JsonText() {}

    /** A quoted string; what is not printable ASCII is escaped. */
    public static void quote(String value, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            final char c = value.charAt(i);
            if (c == '"' || c == '\\') out.append('\\').append(c);
            else if (c >= ' ' && c < 0x7F) out.append(c);
            else out.append(String.format("\\u%04x", (int) c));
        }
        out.append('"');
    }

    /** {@code "name":"value"}, after a comma unless it is the first of its object. */
    public static void member(String name, String value, StringBuilder out) {
        key(name, out);
        quote(value, out);
    }

    /** {@code "name":number}. */
    public static void member(String name, int number, StringBuilder out) {
        key(name, out);
        out.append(number);
    }

    /** {@code "name":}, after a comma unless it is the first of its object. */
    public static void key(String name, StringBuilder out) {
        if (out.charAt(out.length() - 1) != '{') out.append(',');
        quote(name, out);
        out.append(':');
    }
}
