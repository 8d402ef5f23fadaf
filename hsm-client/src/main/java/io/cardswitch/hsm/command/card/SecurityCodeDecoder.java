package io.cardswitch.hsm.command.card;

import io.cardswitch.hsm.HsmAnswer;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmResult;

/**
 * Reads RZ: 3 and the codes of five, four and three digits; or 4 and a verdict on each. Reusable.
 */
public final class SecurityCodeDecoder {
    private static final int MODE_GENERATE = 3;
    private static final int MODE_VERIFY = 4;
    private static final int FAILED = HsmRequest.chars('0', '1');

    private int five;
    private int four;
    private int three;

    /**
     * Reads an answer; codes stand only behind {@link HsmResult#OK} of a request for them.
     *
     * @return {@link HsmResult#VERIFICATION_FAILED} when any code that was given is wrong
     */
    public HsmResult decode(HsmAnswer answer) {
        final boolean hasFailed = answer.errorCode() == FAILED;
        final boolean isOpen = hasFailed ? answer.open("RZ", FAILED) : answer.open("RZ");
        if (isOpen) {
            final int mode = answer.takeDecimal(1);
            final boolean isMade = mode == MODE_GENERATE;
            five = answer.takeDecimal(isMade ? 5 : 1);
            four = answer.takeDecimal(isMade ? 4 : 1);
            three = answer.takeDecimal(isMade ? 3 : 1);
            if (!isMade && mode != MODE_VERIFY) {
                answer.malformed();
            }
        }
        final HsmResult result = answer.close();
        return result == HsmResult.OK && hasFailed ? HsmResult.VERIFICATION_FAILED : result;
    }

    /** The code of five digits. */
    public int five() {
        return five;
    }

    /** The code of four digits. */
    public int four() {
        return four;
    }

    /** The code of three digits. */
    public int three() {
        return three;
    }
}
