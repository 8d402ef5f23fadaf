package io.cardswitch.hsm.command.mac;

/** Which part of a message a MAC command carries. */
public enum MacPart {
    /** The whole message. */
    ONLY("0"),
    /** The first of several. */
    FIRST("1"),
    /** Neither the first nor the last. */
    MIDDLE("2"),
    /** The last. */
    LAST("3");

    private final String code;

    MacPart(String code) {
        this.code = code;
    }

    /** Digit of the wire. */
    public String code() {
        return code;
    }

    /** Whether a part went before. */
    public boolean isContinued() {
        return this == MIDDLE || this == LAST;
    }
}
