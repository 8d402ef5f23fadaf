package io.cardswitch.hsm;

/** Fields of host commands; a refused request names the first one that was wrong. */
public enum HsmField {
    /** Nothing is wrong. */
    NONE,
    /** More bytes than the request holds. */
    LENGTH,
    /** Mode of the command. */
    MODE,
    /** The key that the command is about. */
    KEY,
    /** Key type code, 3 hex digits. */
    KEY_TYPE,
    /** Key scheme letter, or a choice of the options behind it. */
    KEY_SCHEME,
    /** Attributes of a key block. */
    KEY_ATTRIBUTES,
    /** Key that what comes in is encrypted under. */
    SOURCE_KEY,
    /** Key that what goes out is encrypted under. */
    DESTINATION_KEY,
    /** Key that transports other keys. */
    TRANSPORT_KEY,
    /** PVK. */
    VERIFICATION_KEY,
    /** DUKPT base derivation key. */
    DERIVATION_KEY,
    /** DUKPT key serial number or its descriptor. */
    KEY_SERIAL,
    /** Encrypted PIN block. */
    PIN_BLOCK,
    /** PIN block the cardholder's new PIN comes in. */
    NEW_PIN_BLOCK,
    /** Format code of a PIN block. */
    PIN_BLOCK_FORMAT,
    /** PIN as the HSM keeps it, or one to be encrypted so. */
    PIN,
    /** Number of PIN digits. */
    PIN_LENGTH,
    /** Digits compared. */
    CHECK_LENGTH,
    /** 12 digits of the card number, or 18. */
    ACCOUNT,
    /** Decimalisation table. */
    DECIMALISATION_TABLE,
    /** Validation data of the IBM method. */
    VALIDATION_DATA,
    /** PIN offset. */
    OFFSET,
    /** PIN verification key index. */
    KEY_INDEX,
    /** PIN verification value. */
    VERIFICATION_VALUE,
    /** Card number. */
    CARD_NUMBER,
    /** Expiry, four digits. */
    EXPIRY,
    /** Service code. */
    SERVICE_CODE,
    /** CVV or a relative. */
    CARD_VALUE,
    /** Cryptogram scheme or variant. */
    SCHEME,
    /** Packed card number and sequence number. */
    CARD_SEQUENCE,
    /** Application transaction counter. */
    TRANSACTION_COUNTER,
    /** Unpredictable number. */
    UNPREDICTABLE_NUMBER,
    /** Data that a cryptogram, a MAC or a cipher covers. */
    MESSAGE,
    /** ARQC, TC or AAC. */
    CRYPTOGRAM,
    /** Response code or card status update of an ARPC. */
    RESPONSE,
    /** Format or size of a MAC's input or output. */
    MAC_METHOD,
    /** MAC to be verified. */
    MAC,
    /** Initialisation vector or the end of the block before. */
    CHAINING_VECTOR,
    /** LMK identifier. */
    LMK_ID,
    /** A count. */
    COUNT
}
