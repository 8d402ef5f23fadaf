package io.cardswitch.core.domain;

/** Whether a card may be used; the code stands in the journal. */
public enum CardStatus {
    ACTIVE(0),
    INACTIVE(1),
    BLOCKED(2),
    LOST(3),
    STOLEN(4),
    RESTRICTED(5),
    EXPIRED(6);

    private static final CardStatus[] BY_CODE = {
        ACTIVE, INACTIVE, BLOCKED, LOST, STOLEN, RESTRICTED, EXPIRED
    };

    private final int code;

    CardStatus(int code) {
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
    public static CardStatus of(int code) {
        return BY_CODE[code];
    }
}
