package io.cardswitch.core.simulator.request;

/** What a simulated terminal sends. */
public enum TransactionKind {
    PURCHASE("purchase", 0x0200, 0, 5411),
    CASH("cash", 0x0200, 10_000, 6011),
    BALANCE("balance", 0x0200, 310_000, 6011),
    AUTHORIZATION("authorization", 0x0100, 0, 5411),
    /** 0420 that undoes an approved purchase of the same connection. */
    REVERSAL("reversal", 0x0420, 0, 5411),
    /** An approved request once more: the same bytes, x201 in place of x200. */
    REPEAT("repeat", 0x0201, 0, 5411);

    private final String label;
    private final int mti;
    private final int processingCode;
    private final int merchantType;

    TransactionKind(String label, int mti, int processingCode, int merchantType) {
        this.label = label;
        this.mti = mti;
        this.processingCode = processingCode;
        this.merchantType = merchantType;
    }

    /** Name in a mix file. */
    public String label() {
        return label;
    }

    /** MTI of the request as four BCD digits. */
    public int mti() {
        return mti;
    }

    /** DE3, six digits. */
    public int processingCode() {
        return processingCode;
    }

    /** DE18: 6011 marks an automated teller machine. */
    public int merchantType() {
        return merchantType;
    }

    /** Whether DE4 goes with it. */
    public boolean hasAmount() {
        return this != BALANCE;
    }

    /** Whether it stands for itself, and names no transaction before it. */
    public boolean isStart() {
        return this != REVERSAL && this != REPEAT;
    }

    /** MTI of the answer to {@code mti}: function plus one, the repeat digit dropped. */
    public static int answerMti(int mti) {
        return (mti & 0xFFFE) + 0x10;
    }
}
