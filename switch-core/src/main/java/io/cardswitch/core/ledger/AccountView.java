package io.cardswitch.core.ledger;

import io.cardswitch.core.domain.AccountStatus;
import io.cardswitch.core.domain.AccountType;

/** A copy of one account for operators. Reused; at most {@link #MAX_HOLDS} holds are listed. */
public final class AccountView {
    /** Holds listed; {@link #holdCount} may not exceed it. */
    public static final int MAX_HOLDS = 32;

    final long[] holdAmounts = new long[MAX_HOLDS];
    final long[] holdExpiries = new long[MAX_HOLDS];
    final long[] holdRrnHeads = new long[MAX_HOLDS];
    final int[] holdRrnTails = new int[MAX_HOLDS];
    long ledgerMinor;
    long availableMinor;
    long creditLimitMinor;
    int currency;
    int holdCount;
    AccountType type;
    AccountStatus status;

    /** Booked balance. */
    public long ledgerMinor() {
        return ledgerMinor;
    }

    /** What can be spent. */
    public long availableMinor() {
        return availableMinor;
    }

    /** How far the balance may fall below zero. */
    public long creditLimitMinor() {
        return creditLimitMinor;
    }

    /** ISO 4217 numeric. */
    public int currency() {
        return currency;
    }

    /** Type. */
    public AccountType type() {
        return type;
    }

    /** Status. */
    public AccountStatus status() {
        return status;
    }

    /** Holds listed, the newest first. */
    public int holdCount() {
        return holdCount;
    }

    /** Amount of a hold. */
    public long holdAmountMinor(int index) {
        return holdAmounts[index];
    }

    /** When a hold ends, epoch milliseconds. */
    public long holdExpiryMs(int index) {
        return holdExpiries[index];
    }

    /** DE37 of the authorization that placed the hold; empty when it had none. */
    public String holdRrn(int index) {
        final StringBuilder text = new StringBuilder();
        appendCharacters(text, holdRrnHeads[index], Long.BYTES);
        appendCharacters(text, holdRrnTails[index], Integer.BYTES);
        return text.toString();
    }

    private static void appendCharacters(StringBuilder text, long packed, int count) {
        for (int i = 0; i < count; i++) {
            final int character = (int) (packed >>> i * Byte.SIZE) & 0xFF;
            if (character != 0) text.append((char) character);
        }
    }
}
