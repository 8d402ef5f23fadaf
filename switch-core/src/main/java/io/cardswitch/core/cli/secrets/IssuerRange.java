package io.cardswitch.core.cli.secrets;

/**
 * Which digits can begin a card number, and how long it is then. Narrow on purpose: times in
 * milliseconds and most references begin otherwise, so they are not taken for card numbers.
 */
enum IssuerRange {
    VISA(4000, 4999, 13, 19),
    MASTERCARD(5100, 5599, 16, 16),
    MASTERCARD_2(2221, 2720, 16, 16),
    AMEX_34(3400, 3499, 15, 15),
    AMEX_37(3700, 3799, 15, 15),
    DINERS_30(3000, 3059, 14, 19),
    DINERS_36(3600, 3699, 14, 19),
    DINERS_38(3800, 3999, 16, 19),
    JCB(3528, 3589, 16, 19),
    DISCOVER(6011, 6011, 16, 19),
    DISCOVER_6(6440, 6599, 16, 19),
    UNION_PAY(6200, 6299, 16, 19),
    UNION_PAY_81(8100, 8171, 16, 19),
    MAESTRO_50(5018, 5038, 13, 19),
    MAESTRO_63(6304, 6304, 13, 19),
    MAESTRO_67(6759, 6763, 13, 19);

    /** Digits that decide. */
    static final int PREFIX_DIGITS = 4;

    private final int low;
    private final int high;
    private final int fewestDigits;
    private final int mostDigits;

    IssuerRange(int low, int high, int fewestDigits, int mostDigits) {
        this.low = low;
        this.high = high;
        this.fewestDigits = fewestDigits;
        this.mostDigits = mostDigits;
    }

    /** True when a number of so many digits can begin like this. */
    static boolean isPlausible(int prefix, int digits) {
        for (final IssuerRange range : values()) {
            if (prefix >= range.low && prefix <= range.high) {
                return digits >= range.fewestDigits && digits <= range.mostDigits;
            }
        }
        return false;
    }
}
