package io.cardswitch.hsm.crypto;

/** Why a cryptographic input was refused. The code is the stable name used in tests and answers. */
public enum CryptoError {
    BLOCK_LENGTH("block_length"),
    CONTROL_FIELD("control_field"),
    PIN_LENGTH("pin_length"),
    PIN_NOT_NUMERIC("pin_not_numeric"),
    FILLER("filler"),
    FIELD_LENGTH("field_length"),
    PAN_TOO_SHORT("pan_too_short"),
    PAN_LENGTH("pan_length"),
    PAN_NOT_NUMERIC("pan_not_numeric"),
    FORMAT("format"),
    KEY_LENGTH("key_length"),
    KEY_INDEX("pvki"),
    TABLE_LENGTH("table_length"),
    TABLE_NOT_NUMERIC("table_not_numeric"),
    TABLE_WEAK("table_weak"),
    OFFSET_LENGTH("offset_length"),
    OFFSET_NOT_NUMERIC("offset_not_numeric"),
    VALIDATION_RANGE("validation_range"),
    EXPIRY_LENGTH("expiry_length"),
    EXPIRY_NOT_NUMERIC("expiry_not_numeric"),
    SERVICE_CODE_LENGTH("service_code_length"),
    SERVICE_CODE_NOT_NUMERIC("service_code_not_numeric"),
    KSN_LENGTH("ksn_length"),
    KSN_COUNTER("ksn_counter"),
    DATA_LENGTH("data_length"),
    TAG_TRUNCATED("tag_truncated"),
    LENGTH_TRUNCATED("length_truncated"),
    VALUE_TRUNCATED("value_truncated"),
    NESTING("nesting"),
    METHOD_NOT_SUPPORTED("method_not_supported"),
    VERSION("version"),
    HEADER("header"),
    LENGTH_MISMATCH("length_mismatch"),
    LENGTH_NOT_BLOCK_MULTIPLE("length_not_block_multiple"),
    OPTIONAL_BLOCK("optional_block"),
    OPTIONAL_BLOCK_ID("optional_block_id"),
    KBPK_LENGTH("kbpk_length"),
    MAC_MALFORMED("mac_malformed"),
    MAC_NOT_HEX("mac_not_hex"),
    MAC_MISMATCH("mac_mismatch"),
    KEY_DATA_MISSING("key_data_missing"),
    KEY_DATA_NOT_HEX("key_data_not_hex"),
    DECRYPTED_KEY_INVALID("decrypted_key_invalid"),
    DECRYPTED_KEY_MALFORMED("decrypted_key_malformed");

    private final String code;

    CryptoError(String code) {
        this.code = code;
    }

    /** The stable name of this cause. */
    public String code() {
        return code;
    }
}
