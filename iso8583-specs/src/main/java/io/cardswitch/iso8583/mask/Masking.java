package io.cardswitch.iso8583.mask;

import java.util.BitSet;

/**
 * Masks values for people and logs, after PCI DSS 3.4 (first six and last four digits of a PAN at
 * most) and 3.2 (no sensitive authentication data at all). Only elements known to carry neither are
 * shown; tracks, PIN data, chip data, free and private use are hidden whole.
 */
public final class Masking {
    private static final int PAN = 2;
    private static final int ACCOUNT_1 = 102;
    private static final int ACCOUNT_2 = 103;
    private static final int FIRST_SHOWN = 6;
    private static final int LAST_SHOWN = 4;
    private static final int SHORTEST_PAN = 13;
    private static final BitSet SAFE = new BitSet();

    static {
        SAFE.set(3, 33 + 1); // Amounts, dates, codes, institutions.
        SAFE.set(37, 43 + 1); // References and the card acceptor.
        SAFE.set(49, 51 + 1); // Currencies.
        SAFE.set(54); // Additional amounts.
        SAFE.set(64); // Message authentication codes say nothing about a card.
        SAFE.set(66, 95 + 1); // Settlement, network management, original data elements.
        SAFE.set(97, 101 + 1); // Settlement amount, payee, institutions, file name.
        SAFE.set(128);
    }

    private Masking() {}

    /** The value as it may be shown, of the same length. */
    public static String masked(int de, String value) {
        if (SAFE.get(de)) return value;
        if (de == PAN || de == ACCOUNT_1 || de == ACCOUNT_2) return maskedPan(value);
        return "*".repeat(value.length());
    }

    /** First six and last four characters; fewer than 13 characters are hidden whole. */
    public static String maskedPan(String value) {
        if (value.length() < SHORTEST_PAN) return "*".repeat(value.length());
        final int end = value.length() - LAST_SHOWN;
        return value.substring(0, FIRST_SHOWN)
                + "*".repeat(end - FIRST_SHOWN)
                + value.substring(end);
    }
}
