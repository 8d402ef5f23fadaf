package io.cardswitch.hsm.command.pin;

import io.cardswitch.hsm.HsmAnswer;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmResult;
import io.cardswitch.hsm.LmkPin;

/** Reads JD, JF, JB, BB and EF: a PIN under the LMK. Reusable; valid as long as the answer. */
public final class StoredPinDecoder {
    private static final String CODES = "JDJFJBBBEF";
    private static final int DERIVED = HsmRequest.chars('E', 'F');
    private static final int WEAK_KEY_ADVICE = HsmRequest.chars('0', '2');

    private final LmkPin pin = new LmkPin();

    /** Reads an answer; the PIN stands only behind {@link HsmResult#OK}. */
    public HsmResult decode(HsmAnswer answer) {
        final boolean isOpen =
                answer.responseCode() == DERIVED && answer.errorCode() == WEAK_KEY_ADVICE
                        ? answer.open(CODES, WEAK_KEY_ADVICE)
                        : answer.open(CODES);
        if (isOpen) {
            final int length = answer.remaining();
            if (!pin.wrap(answer.buffer(), answer.take(length), length).isWellFormed()) {
                answer.malformed();
            }
        }
        return answer.close();
    }

    /** The PIN. */
    public LmkPin pin() {
        return pin;
    }
}
