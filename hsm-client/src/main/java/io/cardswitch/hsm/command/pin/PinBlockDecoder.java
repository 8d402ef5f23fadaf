package io.cardswitch.hsm.command.pin;

import io.cardswitch.hsm.HsmAnswer;
import io.cardswitch.hsm.HsmResult;
import io.cardswitch.hsm.PinBlockFormat;

import org.agrona.MutableDirectBuffer;

/** Reads JH: a PIN block as hex. Reusable; valid as long as the answer. */
public final class PinBlockDecoder {
    private HsmAnswer answer = new HsmAnswer();
    private int offset;
    private int digits;

    /**
     * Reads an answer; the block stands only behind {@link HsmResult#OK}.
     *
     * @param format that was asked for
     */
    public HsmResult decode(HsmAnswer source, PinBlockFormat format) {
        answer = source;
        if (answer.open("JH")) {
            digits = 2 * format.blockLength();
            offset = answer.takeHex(digits);
        }
        return answer.close();
    }

    /** Copies the block, as bytes. */
    public void copyBlock(MutableDirectBuffer target, int at) {
        answer.copyHex(offset, digits, target, at);
    }
}
