package io.cardswitch.core.domain;

/** Where a transaction was made; products allow channels by a bit set of these codes. */
public enum Channel {
    POS(0),
    ATM(1),
    ECOMMERCE(2);

    private static final int MERCHANT_TYPE_ATM = 6011;
    private static final int PAN_ENTRY_ECOMMERCE = 81;

    private final int code;

    Channel(int code) {
        this.code = code;
    }

    /** Stable number of this channel: its bit in a product's set. */
    public int code() {
        return code;
    }

    /** True when the bit set names this channel. */
    public boolean isIn(int channels) {
        return (channels >>> code & 1) != 0;
    }

    /**
     * The channel of a request by ISO 18245 merchant type and the PAN entry digits of DE22 of 1987;
     * point of sale when neither says more.
     */
    public static Channel of(int merchantType, int entryMode) {
        if (merchantType == MERCHANT_TYPE_ATM) return ATM;
        return entryMode / 10 == PAN_ENTRY_ECOMMERCE ? ECOMMERCE : POS;
    }
}
