package io.cardswitch.iso8583.jpos;

import java.util.List;
import java.util.Map;

/**
 * One element of a packager file: the file itself, a field, or a field made of fields.
 *
 * @param line where its tag begins
 * @param attributes as they stand there
 * @param fields inside of it
 */
record PackagerField(int line, Map<String, String> attributes, List<PackagerField> fields) {
    /** Of an attribute that is absent or no number. */
    static final int NO_NUMBER = -1;

    private static final int MOST_DIGITS = 6;

    String text(String attribute) {
        return attributes.getOrDefault(attribute, "");
    }

    boolean has(String attribute) {
        return !text(attribute).isEmpty();
    }

    boolean flag(String attribute) {
        return "true".equalsIgnoreCase(text(attribute));
    }

    /** NO_NUMBER when the attribute is absent or no number of a sensible size. */
    int number(String attribute) {
        final String text = text(attribute);
        final boolean isNumber =
                !text.isEmpty()
                        && text.length() <= MOST_DIGITS
                        && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? Integer.parseInt(text) : NO_NUMBER;
    }

    int id() {
        return number("id");
    }

    int length() {
        return number("length");
    }

    boolean isComposite() {
        return has("packager");
    }
}
