package io.cardswitch.core.domain;

/** Whether an account may be used; the code stands in the journal. */
public enum AccountStatus {
    ACTIVE(0),
    FROZEN(1),
    CLOSED(2);

    private static final AccountStatus[] BY_CODE = {ACTIVE, FROZEN, CLOSED};

    private final int code;

    AccountStatus(int code) {
        this.code = code;
    }

    /** Stable number of this status. */
    public int code() {
        return code;
    }

    /** True when some status has this code. */
    public static boolean isCode(int code) {
        return code >= 0 && code < BY_CODE.length;
    }

    /** The status with this code, which {@link #isCode} accepts. */
    public static AccountStatus of(int code) {
        return BY_CODE[code];
    }
}
