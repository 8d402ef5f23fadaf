package io.cardswitch.core.command;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.iso8583.ResponseCode;

/**
 * Why the engine decided as it did. The code is part of the journal's meaning and never changes;
 * the edge maps it to DE39 of the link's dialect. In order of precedence: the first refusal
 * answers.
 */
public enum ResultCode {
    APPROVED(0, ResponseCode.APPROVED),
    TRANSACTION_UNKNOWN(10, ResponseCode.INVALID_TRANSACTION),
    REVERSED_BEFORE_ARRIVAL(11, ResponseCode.INVALID_TRANSACTION),
    DUPLICATE_DIFFERS(12, ResponseCode.DUPLICATE),
    CHECK_IN_PROGRESS(13, ResponseCode.IN_PROGRESS),
    LINK_KEY_MALFORMED(14, ResponseCode.FORMAT_ERROR),
    NO_ROUTE(20, ResponseCode.CANNOT_ROUTE),
    ISSUER_UNAVAILABLE(21, ResponseCode.ISSUER_UNAVAILABLE),
    CARD_UNKNOWN(30, ResponseCode.INVALID_CARD_NUMBER),
    CARD_LOST(31, ResponseCode.LOST_CARD),
    CARD_STOLEN(32, ResponseCode.STOLEN_CARD),
    CARD_RESTRICTED(33, ResponseCode.RESTRICTED_CARD),
    CARD_BLOCKED(34, ResponseCode.RESTRICTED_CARD),
    CARD_INACTIVE(35, ResponseCode.RESTRICTED_CARD),
    CARD_EXPIRED(36, ResponseCode.EXPIRED_CARD),
    EXPIRY_DIFFERS(37, ResponseCode.EXPIRED_CARD),
    ACCOUNT_FROZEN(40, ResponseCode.RESTRICTED_CARD),
    ACCOUNT_CLOSED(41, ResponseCode.INVALID_CARD_NUMBER),
    TYPE_NOT_ALLOWED(50, ResponseCode.NOT_PERMITTED_TO_CARDHOLDER),
    CHANNEL_NOT_ALLOWED(51, ResponseCode.NOT_PERMITTED_TO_TERMINAL),
    AMOUNT_INVALID(60, ResponseCode.INVALID_AMOUNT),
    CURRENCY_DIFFERS(61, ResponseCode.INVALID_AMOUNT),
    AMOUNT_OVER_LIMIT(62, ResponseCode.AMOUNT_LIMIT),
    FUNDS_INSUFFICIENT(70, ResponseCode.INSUFFICIENT_FUNDS),
    PIN_MISSING(71, ResponseCode.WRONG_PIN),
    PIN_TRIES_EXCEEDED(72, ResponseCode.PIN_TRIES_EXCEEDED),
    PIN_UNVERIFIABLE(73, ResponseCode.PIN_UNVERIFIABLE),
    PIN_WRONG(74, ResponseCode.WRONG_PIN),
    PIN_BLOCK_INVALID(75, ResponseCode.PIN_BLOCK_INVALID),
    CVV_WRONG(76, ResponseCode.CARD_SECURITY),
    CVV2_WRONG(77, ResponseCode.CARD_SECURITY),
    ARQC_WRONG(78, ResponseCode.CARD_SECURITY),
    LINK_KEY_UNUSABLE(79, ResponseCode.KEY_UNUSABLE),
    CAPACITY_EXCEEDED(80, ResponseCode.SYSTEM_MALFUNCTION),
    CHECK_UNAVAILABLE(81, ResponseCode.ISSUER_UNAVAILABLE),
    CHECK_FAILED(82, ResponseCode.SYSTEM_MALFUNCTION);

    private static final ResultCode[] BY_CODE = new ResultCode[128];

    static {
        for (final ResultCode value : values()) {
            BY_CODE[value.code] = value;
        }
    }

    private final int code;
    private final ResponseCode responseCode;

    ResultCode(int code, ResponseCode responseCode) {
        this.code = code;
        this.responseCode = responseCode;
    }

    /** The result with this code. */
    public static ResultCode of(int code) {
        final ResultCode value = BY_CODE[code];
        check(value != null, "result code is known");
        return value;
    }

    /** Stable number of this result, 0-127. */
    public int code() {
        return code;
    }

    /** Cause in the words of the standard. */
    public ResponseCode responseCode() {
        return responseCode;
    }
}
