package io.cardswitch.iso8583.codec;

/** The first error of a message; later ones are dropped. */
final class FirstError {
    ErrorReason reason = ErrorReason.NONE;
    int element;
    int offset;
    private int actual;
    private int expected;

    void clear() {
        reason = ErrorReason.NONE;
        element = 0;
        offset = 0;
    }

    boolean isNone() {
        return reason == ErrorReason.NONE;
    }

    /**
     * Notes an error unless there is one.
     *
     * @param figures {@code actual} and {@code expected} of the reason's text, two of 32 bits
     */
    void note(ErrorReason reason, int element, int offset, long figures) {
        if (!isNone()) return;
        this.reason = reason;
        this.element = element;
        this.offset = offset;
        actual = (int) (figures >> Integer.SIZE);
        expected = (int) figures;
    }

    /** Two figures in one. */
    static long figures(int actual, int expected) {
        return (long) actual << Integer.SIZE | expected & 0xFFFFFFFFL;
    }

    String text() {
        return reason.describe(actual, expected);
    }
}
