package io.cardswitch.hsm.simulator.host;

/** Answers of a payShield in the two characters behind the command code. */
public enum ErrorCode {
    /** Done. */
    OK("00"),
    /** Verification failed; of imports: done, the parity was corrected. */
    VERIFICATION_FAILED("01"),
    /** Number of components. */
    COMPONENT_COUNT("03"),
    /** Key type code. */
    KEY_TYPE_CODE("04"),
    /** Key length flag, or hash identifier. */
    KEY_LENGTH_FLAG("05"),
    /** Parity of the source key. */
    SOURCE_KEY_PARITY("10"),
    /** Parity of the destination key, or a key of zeros. */
    DESTINATION_KEY_PARITY("11"),
    /** The user storage is empty. */
    USER_STORAGE("12"),
    /** LMK: none under this identifier. */
    LMK_IDENTIFIER("13"),
    /** The PIN under the LMK is no PIN. */
    PIN_UNDER_LMK("14"),
    /** Input out of form, out of range, or too short. */
    INPUT("15"),
    /** Needs the authorised state. */
    NOT_AUTHORISED("17"),
    /** The PIN block holds no PIN. */
    PIN_BLOCK_VALUES("20"),
    /** Account number. */
    ACCOUNT("22"),
    /** PIN block format code. */
    PIN_BLOCK_FORMAT("23"),
    /** PIN shorter than 4 or longer than 12. */
    PIN_LENGTH("24"),
    /** Decimalisation table. */
    DECIMALISATION_TABLE("25"),
    /** Key scheme. */
    KEY_SCHEME("26"),
    /** Key length. */
    KEY_LENGTH("27"),
    /** Key type. */
    KEY_TYPE("28"),
    /** The key may not do this. */
    FUNCTION_NOT_PERMITTED("29"),
    /** Something inside the device failed. */
    INTERNAL("41"),
    /** The command is not known or switched off. */
    COMMAND_DISABLED("68"),
    /** Length of the message. */
    MESSAGE_LENGTH("80"),
    /** Requested PIN length. */
    PIN_LENGTH_MISMATCH("81"),
    /** The PIN is one of those excluded. */
    EXCLUDED_PIN("86"),
    /** The key block's authenticator is wrong. */
    KEY_BLOCK_AUTHENTICATION("A4"),
    /** Key block: key usage. */
    KEY_BLOCK_USAGE("A6"),
    /** Key block: algorithm. */
    KEY_BLOCK_ALGORITHM("A7"),
    /** Key block: mode of use. */
    KEY_BLOCK_MODE("A8"),
    /** Key block: exportability. */
    KEY_BLOCK_EXPORT("AA"),
    /** Key block: form of the header. */
    KEY_BLOCK_HEADER("AC");

    private final String code;
    private final HostRefusal refusal;

    ErrorCode(String code) {
        this.code = code;
        this.refusal = new HostRefusal(this);
    }

    /** The two characters. */
    public String code() {
        return code;
    }

    /** The exception that ends a command with this code: one for all, without a stack trace. */
    public HostRefusal refusal() {
        return refusal;
    }
}
