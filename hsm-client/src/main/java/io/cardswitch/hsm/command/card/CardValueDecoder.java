package io.cardswitch.hsm.command.card;

import io.cardswitch.hsm.HsmAnswer;
import io.cardswitch.hsm.HsmResult;

/** Reads CX: a value of three digits. Reusable. */
public final class CardValueDecoder {
    private static final int VALUE_LENGTH = 3;

    private int value;

    /** Reads an answer; the value stands only behind {@link HsmResult#OK}. */
    public HsmResult decode(HsmAnswer answer) {
        value = answer.open("CX") ? answer.takeDecimal(VALUE_LENGTH) : 0;
        return answer.close();
    }

    /** The value. */
    public int value() {
        return value;
    }
}
