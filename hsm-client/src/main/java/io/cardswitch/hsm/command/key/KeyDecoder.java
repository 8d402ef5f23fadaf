package io.cardswitch.hsm.command.key;

import io.cardswitch.hsm.HsmAnswer;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmResult;

/**
 * Reads the answers that bring one key: key | [check value, 6 or 16 digits]. Reusable; the key is a
 * copy and stays.
 */
public final class KeyDecoder {
    private static final String CODES = "A1A5A7A9B1BXBZFBGDFDFFFLFNMJMHAXAVDXDZAFAH";
    private static final String IMPORT_CODES = "A7FBFDFLMJAXDXBZ";
    private static final int PARITY_ADVICE = HsmRequest.chars('0', '1');
    private static final int SINGLE = 16;
    private static final int DOUBLE = 32;

    private HsmKey key;
    private int checkValue;
    private boolean hasParityAdvice;

    /** Reads an answer; the fields stand only behind {@link HsmResult#OK}. */
    public HsmResult decode(HsmAnswer answer) {
        key = null;
        hasParityAdvice = answer.errorCode() == PARITY_ADVICE;
        if (hasParityAdvice ? answer.open(IMPORT_CODES, PARITY_ADVICE) : answer.open(CODES)) {
            key = answer.takeKey(length(answer));
            checkValue = CheckValue.take(answer);
        }
        return answer.close();
    }

    /** A key without scheme is as long as the check value behind it leaves. */
    private static int length(HsmAnswer answer) {
        final int length = answer.keyLength();
        if (length != SINGLE || CheckValue.isLength(answer.remaining() - SINGLE)) {
            return length;
        }
        return DOUBLE;
    }

    /** The key. */
    public HsmKey key() {
        return key;
    }

    /** First three bytes of the check value; {@link HsmAnswer#ABSENT} when none came. */
    public int checkValue() {
        return checkValue;
    }

    /** Whether the imported key had wrong parity, which the HSM has mended. */
    public boolean hasParityAdvice() {
        return hasParityAdvice;
    }
}
