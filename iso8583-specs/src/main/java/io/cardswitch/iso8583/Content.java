package io.cardswitch.iso8583;

/**
 * What the characters of an element may be, in the letters of ISO 8583 (clause "Data element
 * attributes"). A blank is allowed wherever letters are: {@code an} elements carry padding.
 */
public enum Content {
    /** Digits. */
    N("n"),
    /** Letters and blank. */
    A("a"),
    /** Special characters. */
    S("s"),
    /** Letters, digits and blank. */
    AN("an"),
    /** Letters and special characters. */
    AS("as"),
    /** Digits and special characters. */
    NS("ns"),
    /** Every printable character, 0x20 to 0x7E. */
    ANS("ans"),
    /** Code set of magnetic stripe tracks 2 and 3: digits, separator and sentinels. */
    Z("z"),
    /** {@code C} or {@code D} (or 0, unsigned) and then digits: a signed amount. */
    X_N("x+n"),
    /** Octets. */
    B("b");

    private final String notation;

    Content(String notation) {
        this.notation = notation;
    }

    /** The letters a dialect file uses. */
    public String notation() {
        return notation;
    }

    /** Of the same letters, or null. */
    public static Content of(String notation) {
        for (final Content content : values()) {
            if (content.notation.equals(notation)) return content;
        }
        return null;
    }
}
