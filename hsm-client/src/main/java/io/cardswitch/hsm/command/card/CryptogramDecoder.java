package io.cardswitch.hsm.command.card;

import io.cardswitch.hsm.HsmAnswer;
import io.cardswitch.hsm.HsmResult;

import java.nio.ByteOrder;

/**
 * Reads KR and KX: nothing, or eight bytes: the ARPC of method 1, or that of method 2 (four bytes)
 * and the card status update (four bytes), as they go into tag 91. Reusable.
 */
public final class CryptogramDecoder {
    private long response;
    private boolean hasResponse;

    /** Reads an answer; a response stands only behind {@link HsmResult#OK}. */
    public HsmResult decode(HsmAnswer answer) {
        hasResponse = false;
        response = 0;
        if (answer.open("KRKX") && answer.remaining() > 0) {
            final int at = answer.take(Long.BYTES);
            if (at != HsmAnswer.ABSENT) {
                response = answer.buffer().getLong(at, ByteOrder.BIG_ENDIAN);
                hasResponse = true;
            }
        }
        return answer.close();
    }

    /** Whether a response was asked for and came. */
    public boolean hasResponse() {
        return hasResponse;
    }

    /** The eight bytes. */
    public long response() {
        return response;
    }
}
