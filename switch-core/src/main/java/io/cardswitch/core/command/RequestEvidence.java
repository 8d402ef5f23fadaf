package io.cardswitch.core.command;

/** Bits of the {@code evidence} byte of a transaction: what came that can be checked. */
public final class RequestEvidence {
    /** A PIN block: DE52. */
    public static final int PIN = 1;

    /** Track 2: DE35. */
    public static final int TRACK2 = 1 << 1;

    /** The value printed on the card. */
    public static final int CVV2 = 1 << 2;

    /** Chip data: DE55. */
    public static final int EMV = 1 << 3;

    private RequestEvidence() {}
}
