package io.cardswitch.hsm.command.newpin;

import io.cardswitch.hsm.HsmAnswer;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmResult;

/** Reads DF, BL and DV: 12 characters, digits and then {@code F}. Reusable. */
public final class OffsetDecoder {
    private static final int LENGTH = 12;
    private static final int WEAK_KEY_ADVICE = HsmRequest.chars('0', '2');

    private long offset;
    private int length;

    /** Reads an answer; the offset stands only behind {@link HsmResult#OK}. */
    public HsmResult decode(HsmAnswer answer) {
        final boolean isOpen =
                answer.errorCode() == WEAK_KEY_ADVICE
                        ? answer.open("DFBLDV", WEAK_KEY_ADVICE)
                        : answer.open("DFBLDV");
        offset = 0;
        length = 0;
        if (isOpen) {
            read(answer, answer.take(LENGTH));
        }
        return answer.close();
    }

    private void read(HsmAnswer answer, int at) {
        if (at == HsmAnswer.ABSENT) {
            return;
        }
        int i = 0;
        while (i < LENGTH && isDigit(answer.buffer().getByte(at + i))) {
            offset = offset * 10 + answer.buffer().getByte(at + i) - '0';
            i++;
        }
        length = i;
        while (i < LENGTH && answer.buffer().getByte(at + i) == 'F') {
            i++;
        }
        if (i < LENGTH || length == 0) {
            answer.malformed();
        }
    }

    private static boolean isDigit(byte character) {
        return character >= '0' && character <= '9';
    }

    /** The offset as a number of {@link #length} digits. */
    public long offset() {
        return offset;
    }

    /** Digits of the offset. */
    public int length() {
        return length;
    }
}
