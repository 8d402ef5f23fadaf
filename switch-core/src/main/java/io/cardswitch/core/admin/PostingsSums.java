package io.cardswitch.core.admin;

import io.cardswitch.core.engine.SwitchStateMachine;

/** Sums of all postings by currency, as JSON: zero, each of them, or money was made or lost. */
public final class PostingsSums {
    private static final int CURRENCY_LIMIT = 1000;

    private PostingsSums() {}

    /** One field for every currency in use; walks all accounts for each. */
    public static String of(SwitchStateMachine engine) {
        final Json json = new Json();
        for (int currency = 1; currency < CURRENCY_LIMIT; currency++) {
            if (engine.isCurrencyUsed(currency)) {
                json.number(String.format("%03d", currency), engine.postingsSumMinor(currency));
            }
        }
        return json.toString();
    }
}
