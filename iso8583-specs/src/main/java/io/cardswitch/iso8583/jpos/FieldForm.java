package io.cardswitch.iso8583.jpos;

import io.cardswitch.iso8583.yaml.Problems;
import io.cardswitch.iso8583.yaml.YamlNode;
import io.cardswitch.iso8583.yaml.YamlReader;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a field packager of jPOS writes a field.
 *
 * @param encoding of the value in a dialect file, empty for nothing
 * @param isFilled whether BCD digits are padded with F
 * @param lengthDigits 0 when the length is fixed
 * @param lengthEncoding in a dialect file, empty when the length is fixed
 * @param reason why a dialect cannot say it, or empty
 */
record FieldForm(
        Kind kind,
        String encoding,
        boolean isFilled,
        int lengthDigits,
        String lengthEncoding,
        String reason) {
    /** What a field holds. */
    enum Kind {
        DIGITS,
        TEXT,
        OCTETS,
        AMOUNT,
        BITMAP,
        NOTHING,
        INEXPRESSIBLE
    }

    private static final String PACKAGE = "org.jpos.iso.";
    private static final String INEXPRESSIBLE = "no: ";
    private static final String FILLED = "-f";
    private static final Map<String, FieldForm> STOCK = stock();

    /** Of a class, named with or without the package of jPOS. */
    static FieldForm of(String className) {
        final boolean isOurs = className.startsWith(PACKAGE);
        final FieldForm form =
                STOCK.get(isOurs ? className.substring(PACKAGE.length()) : className);
        return form != null ? form : inexpressible(className + " is no stock class of jPOS");
    }

    private static FieldForm inexpressible(String reason) {
        return new FieldForm(Kind.INEXPRESSIBLE, "", false, 0, "", reason);
    }

    private static Map<String, FieldForm> stock() {
        final Problems problems = new Problems();
        final YamlNode file = YamlReader.resource(FieldForm.class, "stock.yaml", problems);
        final Map<String, FieldForm> forms = new TreeMap<>();
        for (final String name : file.keys()) {
            forms.put(name, parse(name, file.text(name)));
        }
        if (!problems.isEmpty()) throw new IllegalStateException(problems.lines().getFirst());
        return forms;
    }

    private static FieldForm parse(String name, String text) {
        if (text.startsWith(INEXPRESSIBLE)) {
            return inexpressible(name + ": " + text.substring(INEXPRESSIBLE.length()));
        }
        final String[] words = text.split(" ");
        final Kind kind = Kind.valueOf(words[0].toUpperCase(Locale.ROOT));
        if (kind == Kind.NOTHING) return new FieldForm(kind, "", false, 0, "", "");
        final boolean isFilled = words[1].endsWith(FILLED);
        final String encoding =
                isFilled ? words[1].substring(0, words[1].length() - FILLED.length()) : words[1];
        return words.length == 2
                ? new FieldForm(kind, encoding, isFilled, 0, "", "")
                : new FieldForm(kind, encoding, isFilled, Integer.parseInt(words[2]), words[3], "");
    }

    /**
     * Of a field. Zeros fill a short value of fixed length, F only the half byte on the right: a
     * dialect fills both with the same, so an odd number of digits cannot be said.
     */
    FieldForm of(PackagerField field) {
        if (!isFilled || !isFixed()) return this;
        return field.length() % 2 == 0 || field.flag("pad")
                ? new FieldForm(kind, encoding, false, 0, "", "")
                : inexpressible("zeros fill an odd number of digits, and F the half byte");
    }

    boolean isFixed() {
        return lengthDigits == 0;
    }

    boolean isBcd() {
        return "bcd".equals(encoding);
    }
}
