package io.cardswitch.hsm.command.key;

import io.cardswitch.hsm.HsmAnswer;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmResult;

/**
 * Reads the answers that bring a new key twice.
 *
 * <pre>
 *  A1          under LMK | under ZMK or TMK | check value
 *  IB, HD, HB  under ZMK or TMK | under LMK | [check value]
 * </pre>
 *
 * <p>Reusable; the keys are copies and stay.
 */
public final class KeyPairDecoder {
    private static final int SINGLE = 16;
    private static final int DOUBLE = 32;

    private HsmKey first;
    private HsmKey second;
    private boolean isLmkFirst;
    private int checkValue;

    /** Reads an answer; the fields stand only behind {@link HsmResult#OK}. */
    public HsmResult decode(HsmAnswer answer) {
        first = null;
        second = null;
        isLmkFirst = answer.open("A1");
        if (isLmkFirst || answer.open("IBHDHB")) {
            final boolean areDouble = !CheckValue.isLength(answer.remaining() - 2 * SINGLE);
            first = answer.takeKey(length(answer, areDouble));
            second = answer.takeKey(length(answer, areDouble));
            checkValue = CheckValue.take(answer);
        }
        return answer.close();
    }

    private static int length(HsmAnswer answer, boolean areDouble) {
        final int length = answer.keyLength();
        return length == SINGLE && areDouble ? DOUBLE : length;
    }

    /** The key under the LMK. */
    public HsmKey underLmk() {
        return isLmkFirst ? first : second;
    }

    /** The key under the transport key. */
    public HsmKey underTransportKey() {
        return isLmkFirst ? second : first;
    }

    /** First three bytes of the check value; {@link HsmAnswer#ABSENT} when none came. */
    public int checkValue() {
        return checkValue;
    }
}
