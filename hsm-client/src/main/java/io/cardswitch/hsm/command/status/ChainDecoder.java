package io.cardswitch.hsm.command.status;

import io.cardswitch.hsm.HsmAnswer;
import io.cardswitch.hsm.HsmResult;

/**
 * Reads NL: count, and for each command its length and answer. Reusable; the answers are views that
 * are valid as long as the whole.
 */
public final class ChainDecoder {
    private HsmAnswer answer = new HsmAnswer();
    private int left;

    /** Reads how many answers there are; {@link #next} gives them. */
    public HsmResult open(HsmAnswer source) {
        answer = source;
        left = answer.open("NL") ? answer.takeDecimal(2) : 0;
        return left > 0 ? HsmResult.OK : answer.close();
    }

    /**
     * Looks at the next answer.
     *
     * @return OK when {@code one} is it; MALFORMED_ANSWER when there is no more, or bytes are left
     */
    public HsmResult next(HsmAnswer one) {
        final int length = left > 0 ? answer.takeDecimal(4) : answer.malformed();
        final int at = answer.take(length);
        left--;
        if (at == HsmAnswer.ABSENT || left == 0 && answer.remaining() > 0) {
            return HsmResult.MALFORMED_ANSWER;
        }
        one.wrap(answer.buffer(), at, length);
        return HsmResult.OK;
    }
}
