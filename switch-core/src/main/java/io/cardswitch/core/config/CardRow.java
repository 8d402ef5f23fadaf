package io.cardswitch.core.config;

import io.cardswitch.core.domain.CardStatus;

/** One row of cards.csv. Prints masked. */
public final class CardRow {
    /** {@link #pvv()} of a card without one. */
    public static final int NO_PVV = 65534;

    private static final int BIN_DIGITS = 8;
    private static final int LAST_DIGITS = 4;

    private final String digits;
    private final int expiry;
    private final int sequence;
    private final int productId;
    private final String account;
    private final CardStatus status;
    private final int serviceCode;
    private final int pvki;
    private final int pvv;

    CardRow(Columns columns, int productId, CardStatus status) {
        this.digits = columns.digits;
        this.expiry = columns.expiry;
        this.sequence = columns.sequence;
        this.productId = productId;
        this.account = columns.account;
        this.status = status;
        this.serviceCode = columns.serviceCode;
        this.pvki = columns.pvki;
        this.pvv = columns.pvv;
    }

    /** The columns that need no other file to be understood. */
    record Columns(
            String digits,
            int expiry,
            int sequence,
            String account,
            int serviceCode,
            int pvki,
            int pvv) {}

    /** The whole number, 12-19 digits: only for the tokenizer and simulated terminals. */
    public CharSequence digits() {
        return digits;
    }

    /** First eight digits. */
    public int bin() {
        return Integer.parseInt(digits.substring(0, BIN_DIGITS));
    }

    /** Last four digits. */
    public int lastFour() {
        return Integer.parseInt(digits.substring(digits.length() - LAST_DIGITS));
    }

    /** YYMM. */
    public int expiry() {
        return expiry;
    }

    /** Card sequence number (PSN). */
    public int sequence() {
        return sequence;
    }

    /** Id of its product. */
    public int productId() {
        return productId;
    }

    /** Identification of its account. */
    public String account() {
        return account;
    }

    /** Whether it may be used. */
    public CardStatus status() {
        return status;
    }

    /** Service code of the track, three digits. */
    public int serviceCode() {
        return serviceCode;
    }

    /** PIN verification key index. */
    public int pvki() {
        return pvki;
    }

    /** PIN verification value, {@link #NO_PVV} when it has none. */
    public int pvv() {
        return pvv;
    }

    @Override
    public String toString() {
        final int last = digits.length() - LAST_DIGITS;
        return digits.substring(0, 6) + "*".repeat(last - 6) + digits.substring(last);
    }
}
