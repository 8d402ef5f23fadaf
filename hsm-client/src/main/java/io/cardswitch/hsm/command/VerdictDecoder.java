package io.cardswitch.hsm.command;

import io.cardswitch.hsm.HsmAnswer;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmResult;

/**
 * Answers that are a verdict and nothing else: DB, EB, DD, ED, BD, BF (PIN), GP and GR (PIN under
 * DUKPT, with a second error code about the MAC), CZ, PN (card value), K3 (token), M9, MD, GX
 * (MAC), RB.
 */
public final class VerdictDecoder {
    private static final String IBM_CODES = "DBEBGP";
    private static final String CODES = "DBEBGPDDEDBDBFGRCZPNK3M9MDGXRB";
    private static final int WEAK_KEY_ADVICE = HsmRequest.chars('0', '2');

    private static final short ZEROS = '0' << Byte.SIZE | '0'; // The same in either byte order.

    private VerdictDecoder() {}

    /**
     * Reads the verdict.
     *
     * @return {@link HsmResult#OK}, {@link HsmResult#VERIFICATION_FAILED}, or why there is none
     */
    public static HsmResult decode(HsmAnswer answer) {
        // The IBM method may advise that the PVK is not of single length, and verify all the same.
        final boolean isOpen =
                answer.errorCode() == WEAK_KEY_ADVICE
                        ? answer.open(IBM_CODES, WEAK_KEY_ADVICE) || answer.open(CODES)
                        : answer.open(CODES);
        if (isOpen && isDukpt(answer) && answer.remaining() > 0) {
            final int macError = answer.takeDigits(2);
            if (macError != HsmAnswer.ABSENT && answer.buffer().getShort(macError) != ZEROS) {
                return HsmResult.VERIFICATION_FAILED;
            }
        }
        return answer.close();
    }

    private static boolean isDukpt(HsmAnswer answer) {
        return answer.responseCode() == HsmRequest.chars('G', 'P')
                || answer.responseCode() == HsmRequest.chars('G', 'R');
    }
}
