package io.cardswitch.hsm;

/**
 * PIN block formats that commands can name, with their payShield codes: what the client needs to
 * write fields of the right length. It never builds or reads a clear block; {@code
 * io.cardswitch.hsm.crypto.pin.PinBlockFormat} has the formats that the software HSM can.
 */
public enum PinBlockFormat {
    /** ISO 9564-1 format 0, ANSI X9.8. */
    ISO_0("01", false),
    /** Docutel. */
    DOCUTEL("02", false),
    /** Diebold and IBM ATM. */
    DIEBOLD("03", false),
    /** PLUS: account of 18 digits. */
    PLUS("04", true),
    /** ISO 9564-1 format 1. */
    ISO_1("05", false),
    /** ISO 9564-1 format 2, EMV. */
    ISO_2("34", false),
    /** MasterCard Pay Now and Pay Later. */
    PAY_NOW("35", false),
    /** Visa PIN change without the old PIN. */
    VISA_NEW_PIN("41", false),
    /** Visa PIN change with the old PIN. */
    VISA_OLD_AND_NEW_PIN("42", false),
    /** AS 2805. */
    AS2805("46", false),
    /** ISO 9564-1 format 3. */
    ISO_3("47", false),
    /** ISO 9564-1 format 4: 16 bytes under AES. */
    ISO_4("48", false);

    private static final int BLOCK_LENGTH = 8;
    private static final int AES_BLOCK_LENGTH = 16;
    private static final PinBlockFormat[] ALL = values();

    private final String code;
    private final boolean hasLongAccount;

    PinBlockFormat(String code, boolean hasLongAccount) {
        this.code = code;
        this.hasLongAccount = hasLongAccount;
    }

    /** Two digits of the wire. */
    public String code() {
        return code;
    }

    /** Bytes of a block. */
    public int blockLength() {
        return this == ISO_4 ? AES_BLOCK_LENGTH : BLOCK_LENGTH;
    }

    /** Digits of the account field that goes with it. */
    public int accountLength() {
        return hasLongAccount ? AccountNumber.LONG_LENGTH : AccountNumber.LENGTH;
    }

    /** The format of this number, or null. */
    public static PinBlockFormat of(int number) {
        for (final PinBlockFormat format : ALL) {
            if (HsmAnswer.number(format.code) == number) {
                return format;
            }
        }
        return null;
    }
}
