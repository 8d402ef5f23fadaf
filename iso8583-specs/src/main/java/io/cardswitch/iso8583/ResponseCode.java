package io.cardswitch.iso8583;

/** DE39 by cause, in the columns of ISO 8583:1987 (two characters) and 1993/2003 (three digits). */
public enum ResponseCode {
    APPROVED("00", "000"),
    APPROVED_PARTIAL("10", "002"),
    INVALID_MERCHANT("03", "109"),
    DO_NOT_HONOUR("05", "100"),
    IN_PROGRESS("09", "923"),
    INVALID_TRANSACTION("12", "902"),
    INVALID_AMOUNT("13", "110"),
    INVALID_CARD_NUMBER("14", "111"),
    NO_SUCH_ISSUER("15", "908"),
    ORIGINAL_NOT_FOUND("25", "914"),
    FORMAT_ERROR("30", "904"),
    FUNCTION_NOT_SUPPORTED("40", "115"),
    LOST_CARD("41", "208"),
    STOLEN_CARD("43", "209"),
    INSUFFICIENT_FUNDS("51", "116"),
    EXPIRED_CARD("54", "101"),
    WRONG_PIN("55", "117"),
    NOT_PERMITTED_TO_CARDHOLDER("57", "119"),
    NOT_PERMITTED_TO_TERMINAL("58", "120"),
    AMOUNT_LIMIT("61", "121"),
    RESTRICTED_CARD("62", "104"),
    COUNT_LIMIT("65", "123"),
    PIN_TRIES_EXCEEDED("75", "106"),
    PIN_BLOCK_INVALID("81", "126"),
    CARD_SECURITY("82", "122"),
    PIN_UNVERIFIABLE("86", "128"),
    KEY_UNUSABLE("88", "128"),
    ISSUER_UNAVAILABLE("91", "912"),
    CANNOT_ROUTE("92", "908"),
    DUPLICATE("94", "913"),
    SYSTEM_MALFUNCTION("96", "909"),
    MAC_WRONG("96", "916");

    private final String text87;
    private final String text93;

    ResponseCode(String text87, String text93) {
        this.text87 = text87;
        this.text93 = text93;
    }

    /** Two characters of ISO 8583:1987. */
    public String text87() {
        return text87;
    }

    /** Three digits of ISO 8583:1993. */
    public String text93() {
        return text93;
    }
}
