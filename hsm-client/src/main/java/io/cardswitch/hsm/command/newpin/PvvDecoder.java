package io.cardswitch.hsm.command.newpin;

import io.cardswitch.hsm.HsmAnswer;
import io.cardswitch.hsm.HsmResult;
import io.cardswitch.hsm.command.PvvMethod;

/** Reads DH, FX and CV: a PVV of four digits. Reusable. */
public final class PvvDecoder {
    private int pvv;

    /** Reads an answer; the PVV stands only behind {@link HsmResult#OK}. */
    public HsmResult decode(HsmAnswer answer) {
        pvv = answer.open("DHFXCV") ? answer.takeDecimal(PvvMethod.VALUE_LENGTH) : 0;
        return answer.close();
    }

    /** The PVV. */
    public int pvv() {
        return pvv;
    }
}
