package io.cardswitch.core.domain;

/** Bounds of money in minor units. Sums of values within them never overflow a long. */
public final class Amounts {
    /** Largest amount of a transaction: DE4 is n 12. */
    public static final long MAX_AMOUNT_MINOR = 999_999_999_999L;

    /** Largest magnitude of a balance or of the holds of one account. */
    public static final long MAX_BALANCE_MINOR = 100_000_000_000_000_000L;

    private Amounts() {}

    /** True for 1 to the largest amount. */
    public static boolean isPayable(long amountMinor) {
        return amountMinor > 0 && amountMinor <= MAX_AMOUNT_MINOR;
    }

    /** True when the magnitude is within the bound. */
    public static boolean isBalance(long minor) {
        return minor >= -MAX_BALANCE_MINOR && minor <= MAX_BALANCE_MINOR;
    }
}
