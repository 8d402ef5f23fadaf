package io.cardswitch.core.ledger;

import static io.cardswitch.core.command.Invariants.check;

/**
 * The other side of every posting: per currency, what was brought in at the opening, what is owed
 * to or by acquirers, what could not be booked on an account, and the running total of all
 * accounts. The four always sum to zero.
 */
final class CurrencyBook {
    /** ISO 4217 numeric codes are below this. */
    static final int CURRENCY_LIMIT = 1_000;

    static final int OPENING = 0;
    static final int SETTLEMENT = 1;
    static final int SUSPENSE = 2;
    static final int ACCOUNTS = 3;
    private static final int SIDES = 4;

    /** Totals stay below this, so that one more posting never overflows. */
    private static final long MAX_TOTAL_MINOR = 1L << 61;

    private final FixedMemory totals = new FixedMemory(CURRENCY_LIMIT, SIDES * Long.BYTES);

    /** True when both sides stay in bounds. */
    boolean fits(int currency, int from, int to, long amountMinor) {
        return Math.abs(total(currency, from)) + Math.abs(amountMinor) <= MAX_TOTAL_MINOR
                && Math.abs(total(currency, to)) + Math.abs(amountMinor) <= MAX_TOTAL_MINOR;
    }

    /** Moves an amount from one side to another. */
    void move(int currency, int from, int to, long amountMinor) {
        check(currency > 0 && currency < CURRENCY_LIMIT, "a posting has a currency");
        check(from != to, "a posting has two sides");
        check(
                fits(currency, from, to, amountMinor),
                "room in the currency book was checked before");
        add(currency, from, -amountMinor);
        add(currency, to, amountMinor);
        check(sum(currency) == 0, "postings sum to zero per currency");
    }

    long total(int currency, int side) {
        return totals.getLong(currency, side * Long.BYTES);
    }

    long sum(int currency) {
        return total(currency, OPENING)
                + total(currency, SETTLEMENT)
                + total(currency, SUSPENSE)
                + total(currency, ACCOUNTS);
    }

    long hash(long seed) {
        return totals.hash(seed, CURRENCY_LIMIT);
    }

    private void add(int currency, int side, long deltaMinor) {
        totals.putLong(currency, side * Long.BYTES, total(currency, side) + deltaMinor);
    }
}
