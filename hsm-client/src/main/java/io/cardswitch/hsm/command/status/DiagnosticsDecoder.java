package io.cardswitch.hsm.command.status;

import io.cardswitch.hsm.HsmAnswer;
import io.cardswitch.hsm.HsmResult;

/** Reads ND: check value of the LMK, 16 hex digits | firmware, 9 characters. Reusable. */
public final class DiagnosticsDecoder {
    private static final int CHECK_DIGITS = 16;
    private static final int FIRMWARE_LENGTH = 9;

    private HsmAnswer answer = new HsmAnswer();
    private int checkOffset;
    private int firmwareOffset;

    /** Reads an answer; the fields stand only behind {@link HsmResult#OK}. */
    public HsmResult decode(HsmAnswer source) {
        answer = source;
        if (answer.open("ND")) {
            checkOffset = answer.takeHex(CHECK_DIGITS);
            firmwareOffset = answer.take(FIRMWARE_LENGTH);
        }
        return answer.close();
    }

    /** Check value of the LMK: HSMs of one pool must agree. */
    public long lmkCheckValue() {
        long value = 0;
        for (int i = 0; i < CHECK_DIGITS; i++) {
            final byte digit = answer.buffer().getByte(checkOffset + i);
            value = value << 4 | Character.digit(digit, 16);
        }
        return value;
    }

    /** Firmware, as an operator knows it. Allocates. */
    public String firmware() {
        return answer.buffer().getStringWithoutLengthAscii(firmwareOffset, FIRMWARE_LENGTH);
    }
}
