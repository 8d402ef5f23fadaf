package io.cardswitch.core.domain;

/** What a key that a link exchanges is for. */
public enum LinkKeyKind {
    /** PIN blocks. */
    PIN(0),
    /** Message authentication codes. */
    MAC(1);

    private static final LinkKeyKind[] BY_CODE = {PIN, MAC};

    private final int code;

    LinkKeyKind(int code) {
        this.code = code;
    }

    /** Stable number of this kind. */
    public int code() {
        return code;
    }

    /** True when there is a kind with this code. */
    public static boolean isCode(int code) {
        return code >= 0 && code < BY_CODE.length;
    }

    /** The kind with this code. */
    public static LinkKeyKind of(int code) {
        return BY_CODE[code];
    }
}
