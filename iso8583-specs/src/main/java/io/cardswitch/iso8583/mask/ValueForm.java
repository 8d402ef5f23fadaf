package io.cardswitch.iso8583.mask;

import io.cardswitch.iso8583.AdditionalAmounts;
import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.spec.Dialects;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * What values of elements that may be shown look like, as the standard has them, whatever a dialect
 * makes of the element: a value of another form may be anything, and is hidden.
 */
final class ValueForm {
    private static final String MONTH_DAY = "(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])";
    private static final String TIME = "([01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]";
    private static final String TYPE = "[1-8][0-4][0-5]";

    private static final Map<Integer, MessageSpec> STANDARDS =
            Map.of(
                    87, Dialects.bundled("iso87-ascii"),
                    93, Dialects.bundled("iso93-ascii"),
                    2003, Dialects.bundled("iso2003-ascii"));

    /** What is shown as it is: no card number looks like it. */
    private static final ValueForm WHOLE = new ValueForm("(19|20)[0-9]{2}" + MONTH_DAY + TIME, 14);

    private static final ValueForm ANY = new ValueForm(".*");

    /** By version and element. */
    private static final Map<Integer, Map<Integer, ValueForm>> FORMS =
            Map.of(
                    87,
                    Map.of(
                            54,
                            additionalAmounts(87),
                            // Message type, STAN, date and time; the institutions are hidden.
                            90,
                            new ValueForm(
                                    "0"
                                            + TYPE
                                            + "[0-9]{6}(0{10}|"
                                            + MONTH_DAY
                                            + TIME
                                            + ")[0-9]{22}",
                                    20),
                            95,
                            new ValueForm("[0-9]{24}([CD0][0-9]{8}){2}")),
                    93,
                    Map.of(
                            54,
                            additionalAmounts(93),
                            // Message type, STAN, date and time; the institution is hidden.
                            56,
                            new ValueForm(
                                    "1"
                                            + TYPE
                                            + "[0-9]{6}(0{12}|[0-9]{2}"
                                            + MONTH_DAY
                                            + TIME
                                            + ")[0-9]{0,13}",
                                    22)),
                    2003,
                    Map.of(12, WHOLE));

    private final Pattern pattern;

    /** Leading characters that are shown; negative: all but card numbers. */
    private final int shown;

    private ValueForm(String pattern) {
        this(pattern, -1);
    }

    private ValueForm(String pattern, int shown) {
        this.pattern = Pattern.compile(pattern);
        this.shown = shown;
    }

    /** Account type, amount type, currency, exponent or none, sign, amount: again and again. */
    private static ValueForm additionalAmounts(int version) {
        final int digits = AdditionalAmounts.entryLength(version) - AdditionalAmounts.SIGNED_AMOUNT;
        return new ValueForm("([0-9]{" + digits + "}[CD][0-9]{12})*");
    }

    /**
     * The value, hidden when it is not of its element's form, and without card numbers.
     *
     * @param version 87, 93 or 2003
     */
    static String masked(int version, int de, String value) {
        final ValueForm form = FORMS.get(version).getOrDefault(de, ANY);
        if (!fits(version, de, value) || !form.pattern.matcher(value).matches()) {
            return "*".repeat(value.length());
        }
        if (form.shown < 0) return CardNumbers.masked(value);
        return value.substring(0, form.shown) + "*".repeat(value.length() - form.shown);
    }

    /** Whether the value is of the standard's length and characters. */
    static boolean fits(int version, int de, String value) {
        final ElementSpec element = STANDARDS.get(version).element(de);
        if (element == null) return false;
        final int length = value.length();
        return switch (element.content()) {
            case B -> length <= 2 * element.units() && CardNumbers.isOctets(value);
            case N -> length <= element.units() && isDigits(value, 0);
            case X_N -> length <= element.units() && isDigits(value, 1);
            default -> length <= element.units();
        };
    }

    private static boolean isDigits(String value, int from) {
        return value.chars().skip(from).allMatch(c -> c >= '0' && c <= '9');
    }
}
