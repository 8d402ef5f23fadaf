package io.cardswitch.hsm.command.key;

import io.cardswitch.hsm.HsmAnswer;
import io.cardswitch.hsm.HsmResult;

/** Reads BV and KB: a check value of 6 or 16 digits. Reusable. */
public final class CheckValueDecoder {
    private int checkValue;

    /** Reads an answer; the check value stands only behind {@link HsmResult#OK}. */
    public HsmResult decode(HsmAnswer answer) {
        if (answer.open("BVKB")) {
            checkValue = CheckValue.take(answer);
            if (checkValue == HsmAnswer.ABSENT) {
                answer.malformed();
            }
        }
        return answer.close();
    }

    /** The first three bytes. */
    public int checkValue() {
        return checkValue;
    }
}
