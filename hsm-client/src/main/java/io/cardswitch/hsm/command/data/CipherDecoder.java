package io.cardswitch.hsm.command.data;

import io.cardswitch.hsm.HsmAnswer;
import io.cardswitch.hsm.HsmResult;

import org.agrona.MutableDirectBuffer;

/**
 * Reads M1, M3 and M5: [vector of the next part] | length 4H | data as hex. Reusable; valid as long
 * as the answer.
 */
public final class CipherDecoder {
    private static final int LENGTH_DIGITS = 4;

    private HsmAnswer answer = new HsmAnswer();
    private int offset;
    private int digits;

    /**
     * Reads an answer; the data stands only behind {@link HsmResult#OK}.
     *
     * @param vectorLength bytes of the vector that was sent along, 0 in ECB
     */
    public HsmResult decode(HsmAnswer source, int vectorLength) {
        answer = source;
        digits = 0;
        if (answer.open("M1M3M5")) {
            answer.takeHex(2 * vectorLength);
            digits = answer.takeHexNumber(LENGTH_DIGITS);
            offset = answer.takeHex(Math.max(0, digits));
            if (digits % 2 != 0) {
                answer.malformed();
            }
        }
        return answer.close();
    }

    /** Bytes of data. */
    public int length() {
        return digits / 2;
    }

    /** Copies the data. */
    public void copyMessage(MutableDirectBuffer target, int at) {
        answer.copyHex(offset, digits, target, at);
    }
}
