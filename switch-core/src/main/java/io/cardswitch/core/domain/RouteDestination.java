package io.cardswitch.core.domain;

/** Who authorizes a card; the code stands in the journal. */
public enum RouteDestination {
    /** No route matches. */
    NONE(0),
    /** This switch keeps the account. */
    ON_US(1),
    /** An issuer behind a link. */
    ISSUER(2);

    private static final RouteDestination[] BY_CODE = {NONE, ON_US, ISSUER};

    private final int code;

    RouteDestination(int code) {
        this.code = code;
    }

    /** Stable number of this destination. */
    public int code() {
        return code;
    }

    /** True when some destination has this code. */
    public static boolean isCode(int code) {
        return code >= 0 && code < BY_CODE.length;
    }

    /** The destination with this code, which {@link #isCode} accepts. */
    public static RouteDestination of(int code) {
        return BY_CODE[code];
    }
}
