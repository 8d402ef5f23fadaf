package io.cardswitch.iso8583.describe;

/** The columns of a described message. */
final class TextLines {
    private static final int RANGE_WIDTH = 11;
    private static final int PATH_WIDTH = 12;
    private static final String NO_BYTES = "no bytes";
    private static final String INDENT = " ".repeat(RANGE_WIDTH + PATH_WIDTH);

    private TextLines() {}

    /** Bytes of the frame, element or tag, what stands there; an empty one has no bytes. */
    static void line(int from, int length, String path, String what, StringBuilder out) {
        pad(length == 0 ? NO_BYTES : from + "-" + (from + length - 1), RANGE_WIDTH, out);
        pad(path, PATH_WIDTH, out);
        out.append(what).append('\n');
    }

    /** What the value of the line before means. */
    static void meaning(String text, StringBuilder out) {
        out.append(INDENT).append("= ").append(text).append('\n');
    }

    /** What is wrong, and where. */
    static void error(String place, int at, String reason, StringBuilder out) {
        pad("error", RANGE_WIDTH, out);
        out.append(place).append(" at byte ").append(at).append(": ").append(reason).append('\n');
    }

    /** {@code 1 octet}, {@code 2 octets}. */
    static String count(int count, String unit) {
        return count + " " + unit + (count == 1 ? "" : "s");
    }

    static String hidden(String length) {
        return "(" + length + ", hidden)";
    }

    static String quoted(String value) {
        final StringBuilder quoted = new StringBuilder();
        JsonText.quote(value, quoted);
        return quoted.toString();
    }

    /** Characters as they are, a point for every byte that is not printable ASCII. */
    static String printable(byte[] bytes, int offset, int length) {
        final StringBuilder characters = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            final byte octet = bytes[offset + i];
            characters.append(octet >= ' ' && octet < 0x7F ? (char) octet : '.');
        }
        return characters.toString();
    }

    private static void pad(String text, int width, StringBuilder out) {
        out.append(text).append(" ".repeat(Math.max(1, width - text.length())));
    }
}
