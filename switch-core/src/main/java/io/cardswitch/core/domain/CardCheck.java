package io.cardswitch.core.domain;

/** What a security module checks for a card; products name their checks by a bit set of codes. */
public enum CardCheck {
    /** The PIN by the Visa PIN verification value of the card. */
    PIN_PVV(0),
    /** The PIN by the IBM 3624 offset of the card, which stands where others have the PVV. */
    PIN_OFFSET(1),
    /** The card verification value of track 2, or of its image in a chip. */
    CVV(2),
    /** The card verification value printed on the card. */
    CVV2(3),
    /** The application cryptogram of a chip. */
    ARQC(4),
    /** No check of its own: a cash machine's request without a PIN is refused. */
    PIN_AT_ATM(5),
    /** Nothing that products ask for: the PIN is put under the key of the issuer it goes to. */
    PIN_TRANSLATION(6);

    /** Sets of products are below this. */
    public static final int SET_LIMIT = 1 << 6;

    private static final int PIN_SET = PIN_PVV.bit() | PIN_OFFSET.bit();

    private final int code;

    CardCheck(int code) {
        this.code = code;
    }

    /** The set of this check alone. */
    public int bit() {
        return 1 << code;
    }

    /** True when the bit set names this check. */
    public boolean isIn(int checks) {
        return (checks & bit()) != 0;
    }

    /** The checks of the set that a PIN is needed for: none or one. */
    public static int pinOf(int checks) {
        return checks & PIN_SET;
    }

    /**
     * True for a set of known checks that verifies the PIN in one way at most, and in one where it
     * asks for PINs.
     */
    public static boolean isSet(int checks) {
        return checks >= 0
                && checks < SET_LIMIT
                && pinOf(checks) != PIN_SET
                && (pinOf(checks) != 0 || !PIN_AT_ATM.isIn(checks));
    }
}
