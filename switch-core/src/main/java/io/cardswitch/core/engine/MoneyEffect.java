package io.cardswitch.core.engine;

/** What a transaction did to the books, kept so that its reversal undoes just that. */
enum MoneyEffect {
    NONE(0, 0),
    HOLD(1, 0),
    DEBIT(2, -1),
    CREDIT(3, 1),
    /** As debit, booked in suspense because no account could carry it. */
    SUSPENSE_DEBIT(4, -1),
    /** As credit, booked in suspense. */
    SUSPENSE_CREDIT(5, 1);

    private static final MoneyEffect[] BY_CODE = {
        NONE, HOLD, DEBIT, CREDIT, SUSPENSE_DEBIT, SUSPENSE_CREDIT
    };

    private final int code;
    private final int sign;

    MoneyEffect(int code, int sign) {
        this.code = code;
        this.sign = sign;
    }

    /** Stable number of this effect. */
    int code() {
        return code;
    }

    /** -1 when the cardholder pays, 1 when the cardholder is paid, 0 when nothing is posted. */
    int sign() {
        return sign;
    }

    /** True when the postings went to suspense. */
    boolean isSuspense() {
        return this == SUSPENSE_DEBIT || this == SUSPENSE_CREDIT;
    }

    /** The effect with this code. */
    static MoneyEffect of(int code) {
        return BY_CODE[code];
    }
}
