package io.cardswitch.hsm.command.mac;

import io.cardswitch.hsm.HsmAnswer;
import io.cardswitch.hsm.HsmResult;

import org.agrona.MutableDirectBuffer;

/**
 * Reads M7, MB, MF, MR, MT, MV and GX: a MAC, or the vector of the next part; also M9 of such a
 * part. Reusable; valid as long as the answer.
 */
public final class MacDecoder {
    private static final int SHORT_DIGITS = 8;
    private static final int LONG_DIGITS = 16;

    private HsmAnswer answer = new HsmAnswer();
    private int offset;
    private int digits;

    /** Reads an answer; the MAC stands only behind {@link HsmResult#OK}. */
    public HsmResult decode(HsmAnswer source) {
        answer = source;
        digits = 0;
        if (answer.open("M7MBMFMRMTMVGXM9")) {
            digits = answer.remaining();
            offset = answer.takeHex(digits);
            if (digits != SHORT_DIGITS && digits != LONG_DIGITS) {
                answer.malformed();
            }
        }
        return answer.close();
    }

    /** Bytes of the MAC: 4 or 8. */
    public int length() {
        return digits / 2;
    }

    /** Copies the MAC, as bytes. */
    public void copyMac(MutableDirectBuffer target, int at) {
        answer.copyHex(offset, digits, target, at);
    }
}
