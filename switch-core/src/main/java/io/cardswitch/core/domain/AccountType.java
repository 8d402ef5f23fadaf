package io.cardswitch.core.domain;

/** What kind of account stands behind a card; the code stands in the journal. */
public enum AccountType {
    DEBIT(0, 20),
    CREDIT(1, 30),
    PREPAID(2, 60);

    private static final AccountType[] BY_CODE = {DEBIT, CREDIT, PREPAID};

    private final int code;
    private final int balanceType;

    AccountType(int code, int balanceType) {
        this.code = code;
        this.balanceType = balanceType;
    }

    /** Stable number of this type. */
    public int code() {
        return code;
    }

    /** Account type digits of DE3 and DE54: 20 cheque, 30 credit, 60 stored value. */
    public int balanceType() {
        return balanceType;
    }

    /** True when some type has this code. */
    public static boolean isCode(int code) {
        return code >= 0 && code < BY_CODE.length;
    }

    /** The type with this code, which {@link #isCode} accepts. */
    public static AccountType of(int code) {
        return BY_CODE[code];
    }
}
