package io.cardswitch.hsm.command.status;

import io.cardswitch.hsm.HsmAnswer;
import io.cardswitch.hsm.HsmResult;

import org.agrona.MutableDirectBuffer;

/**
 * Reads answers that are bytes as they are: B3 (echo), N1 (random), J3, J5, J9, JL (reports for an
 * operator, of several layouts). Reusable; valid as long as the answer.
 */
public final class OctetsDecoder {
    private HsmAnswer answer = new HsmAnswer();
    private int offset;
    private int length;

    /** Reads an answer; the bytes stand only behind {@link HsmResult#OK}. */
    public HsmResult decode(HsmAnswer source) {
        answer = source;
        length = 0;
        if (answer.open("B3N1J3J5J9JL")) {
            length = answer.remaining();
            offset = answer.take(length);
        }
        return answer.close();
    }

    /** As {@link #decode(HsmAnswer)}, and there must be so many bytes. */
    public HsmResult decode(HsmAnswer source, int expectedLength) {
        final HsmResult result = decode(source);
        return result == HsmResult.OK && length != expectedLength
                ? HsmResult.MALFORMED_ANSWER
                : result;
    }

    /** Number of bytes. */
    public int length() {
        return length;
    }

    /** Copies the bytes. */
    public void copy(MutableDirectBuffer target, int at) {
        target.putBytes(at, answer.buffer(), offset, length);
    }
}
