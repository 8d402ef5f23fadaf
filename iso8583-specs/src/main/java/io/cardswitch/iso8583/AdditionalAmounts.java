package io.cardswitch.iso8583;

/**
 * DE54: one entry after the other, each of account type (2), amount type (2), currency (3), since
 * 1993 the currency's exponent (1), sign (1) and twelve digits.
 */
public final class AdditionalAmounts {
    /** The standard has room for so many entries. */
    public static final int MOST_ENTRIES = 6;

    /** Where the currency of an entry begins. */
    public static final int CURRENCY_AT = 4;

    /** Digits of a currency. */
    public static final int CURRENCY_DIGITS = 3;

    /** Where the exponent of an entry stands in the versions that have one. */
    public static final int EXPONENT_AT = CURRENCY_AT + CURRENCY_DIGITS;

    /** Characters of sign and amount at the end of an entry. */
    public static final int SIGNED_AMOUNT = 13;

    private AdditionalAmounts() {}

    /** Whether the entries of a version (87, 93, 2003) tell the exponent of their currency. */
    public static boolean hasExponent(int version) {
        return version != 87;
    }

    /** Characters of an entry in a version. */
    public static int entryLength(int version) {
        return EXPONENT_AT + (hasExponent(version) ? 1 : 0) + SIGNED_AMOUNT;
    }
}
