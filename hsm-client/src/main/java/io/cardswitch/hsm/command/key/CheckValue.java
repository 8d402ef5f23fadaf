package io.cardswitch.hsm.command.key;

import io.cardswitch.hsm.HsmAnswer;

/** Check value behind a key: none, 6 digits or 16, of which the first six are kept. */
final class CheckValue {
    static final int SHORT = 6;
    static final int LONG = 16;

    private CheckValue() {}

    static boolean isLength(int digits) {
        return digits == 0 || digits == SHORT || digits == LONG;
    }

    /** Takes what remains; {@link HsmAnswer#ABSENT} when that is nothing. */
    static int take(HsmAnswer answer) {
        final int digits = answer.remaining();
        if (digits == 0) {
            return HsmAnswer.ABSENT;
        }
        if (!isLength(digits)) {
            return answer.malformed();
        }
        final int value = answer.takeHexNumber(SHORT);
        answer.takeHex(answer.remaining());
        return value;
    }
}
