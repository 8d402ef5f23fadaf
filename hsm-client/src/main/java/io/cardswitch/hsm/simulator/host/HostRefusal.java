package io.cardswitch.hsm.simulator.host;

/** Ends a command with an error code. Stackless and shared: malformed input is not exceptional. */
public final class HostRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final ErrorCode errorCode;

    HostRefusal(ErrorCode errorCode) {
        super(errorCode.code(), null, false, false);
        this.errorCode = errorCode;
    }

    /** What the answer says. */
    public ErrorCode errorCode() {
        return errorCode;
    }
}
