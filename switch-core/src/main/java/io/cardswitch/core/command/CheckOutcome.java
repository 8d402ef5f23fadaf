package io.cardswitch.core.command;

import static io.cardswitch.core.command.Invariants.check;

/** What became of a card check. The code is part of the journal's meaning and never changes. */
public enum CheckOutcome {
    PASSED(0, ResultCode.APPROVED),
    PIN_WRONG(1, ResultCode.PIN_WRONG),
    /** The PIN block does not open to a PIN: format, or another card. */
    PIN_BLOCK_INVALID(2, ResultCode.PIN_BLOCK_INVALID),
    /** The link's PIN key is not the one that the sender used. */
    PIN_KEY_INVALID(3, ResultCode.PIN_UNVERIFIABLE),
    CVV_WRONG(4, ResultCode.CVV_WRONG),
    CVV2_WRONG(5, ResultCode.CVV2_WRONG),
    ARQC_WRONG(6, ResultCode.ARQC_WRONG),
    /** No security module answered in time. */
    HSM_AWAY(7, ResultCode.CHECK_UNAVAILABLE),
    /** The security module refused the command itself. */
    HSM_ERROR(8, ResultCode.CHECK_FAILED);

    private static final CheckOutcome[] BY_CODE = new CheckOutcome[16];

    static {
        for (final CheckOutcome value : values()) {
            BY_CODE[value.code] = value;
        }
    }

    private final int code;
    private final ResultCode resultCode;

    CheckOutcome(int code, ResultCode resultCode) {
        this.code = code;
        this.resultCode = resultCode;
    }

    /** True when there is an outcome with this code. */
    public static boolean isCode(int code) {
        return code >= 0 && code < BY_CODE.length && BY_CODE[code] != null;
    }

    /** The outcome with this code. */
    public static CheckOutcome of(int code) {
        check(isCode(code), "check outcome is known");
        return BY_CODE[code];
    }

    /** Stable number of this outcome, 0-15. */
    public int code() {
        return code;
    }

    /** What a request with this outcome is answered. */
    public ResultCode resultCode() {
        return resultCode;
    }
}
