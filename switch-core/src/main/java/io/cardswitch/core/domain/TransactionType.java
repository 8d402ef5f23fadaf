package io.cardswitch.core.domain;

/** The first two digits of DE3, and what they do to the cardholder's account. */
public final class TransactionType {
    /** Goods and services. */
    public static final int PURCHASE = 0;

    /** Cash withdrawal. */
    public static final int CASH = 1;

    /** Purchase with cash back: one amount. */
    public static final int CASHBACK = 9;

    /** Refund. */
    public static final int REFUND = 20;

    /** Deposit. */
    public static final int DEPOSIT = 21;

    /** Available funds. */
    public static final int BALANCE = 30;

    /** Balance. */
    public static final int BALANCE_INQUIRY = 31;

    private static final int TYPE_DIVISOR = 10_000;

    private TransactionType() {}

    /** Type of a processing code: 0-99 for six digits, above for anything larger. */
    public static int of(long processingCode) {
        return (int) (processingCode / TYPE_DIVISOR);
    }

    /** Takes money from the account. */
    public static boolean isDebit(int type) {
        return type == PURCHASE || type == CASH || type == CASHBACK;
    }

    /** Gives money to the account. */
    public static boolean isCredit(int type) {
        return type == REFUND || type == DEPOSIT;
    }

    /** Asks only. */
    public static boolean isInquiry(int type) {
        return type == BALANCE || type == BALANCE_INQUIRY;
    }

    /** True when this switch can decide the type. */
    public static boolean isKnown(int type) {
        return isDebit(type) || isCredit(type) || isInquiry(type);
    }
}
