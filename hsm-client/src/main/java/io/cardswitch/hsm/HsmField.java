package io.cardswitch.hsm;

/** Fields of host commands; a refused request names the first one that was wrong. */
public enum HsmField {
    /** Nothing is wrong. */
    NONE(0),
    /** More bytes than the request holds. */
    LENGTH(1),
    /** Mode of the command. */
    MODE(2),
    /** The key that the command is about. */
    KEY(3),
    /** Key type code, 3 hex digits. */
    KEY_TYPE(4),
    /** Key scheme letter, or a choice of the options behind it. */
    KEY_SCHEME(5),
    /** Attributes of a key block. */
    KEY_ATTRIBUTES(6),
    /** Key that what comes in is encrypted under. */
    SOURCE_KEY(7),
    /** Key that what goes out is encrypted under. */
    DESTINATION_KEY(8),
    /** Key that transports other keys. */
    TRANSPORT_KEY(9),
    /** PVK. */
    VERIFICATION_KEY(10),
    /** DUKPT base derivation key. */
    DERIVATION_KEY(11),
    /** DUKPT key serial number or its descriptor. */
    KEY_SERIAL(12),
    /** Encrypted PIN block. */
    PIN_BLOCK(13),
    /** PIN block the cardholder's new PIN comes in. */
    NEW_PIN_BLOCK(14),
    /** Format code of a PIN block. */
    PIN_BLOCK_FORMAT(15),
    /** PIN as the HSM keeps it, or one to be encrypted so. */
    PIN(16),
    /** Number of PIN digits. */
    PIN_LENGTH(17),
    /** Digits compared. */
    CHECK_LENGTH(18),
    /** 12 digits of the card number, or 18. */
    ACCOUNT(19),
    /** Decimalisation table. */
    DECIMALISATION_TABLE(20),
    /** Validation data of the IBM method. */
    VALIDATION_DATA(21),
    /** PIN offset. */
    OFFSET(22),
    /** PIN verification key index. */
    KEY_INDEX(23),
    /** PIN verification value. */
    VERIFICATION_VALUE(24),
    /** Card number. */
    CARD_NUMBER(25),
    /** Expiry, four digits. */
    EXPIRY(26),
    /** Service code. */
    SERVICE_CODE(27),
    /** CVV or a relative. */
    CARD_VALUE(28),
    /** Cryptogram scheme or variant. */
    SCHEME(29),
    /** Packed card number and sequence number. */
    CARD_SEQUENCE(30),
    /** Application transaction counter. */
    TRANSACTION_COUNTER(31),
    /** Unpredictable number. */
    UNPREDICTABLE_NUMBER(32),
    /** Data that a cryptogram, a MAC or a cipher covers. */
    MESSAGE(33),
    /** ARQC, TC or AAC. */
    CRYPTOGRAM(34),
    /** Response code or card status update of an ARPC. */
    RESPONSE(35),
    /** Format or size of a MAC's input or output. */
    MAC_METHOD(36),
    /** MAC to be verified. */
    MAC(37),
    /** Initialisation vector or the end of the block before. */
    CHAINING_VECTOR(38),
    /** LMK identifier. */
    LMK_ID(39),
    /** A count. */
    COUNT(40);

    private final int code;

    HsmField(int code) {
        this.code = code;
    }

    /** Stable number of this field. */
    public int code() {
        return code;
    }
}
