package io.cardswitch.hsm.command.status;

import io.cardswitch.hsm.HsmAnswer;
import io.cardswitch.hsm.HsmResult;

/**
 * Reads NP.
 *
 * <pre>
 *  00  buffer 1 | network 1 | sockets 2, or 4 | firmware 9 | reserved 1 | reserved 4
 *  01  PCI HSM status 1
 * </pre>
 *
 * <p>Reusable.
 */
public final class StatusDecoder {
    private static final int FIRMWARE_LENGTH = 9;
    private static final int RESERVED_LENGTH = 5;
    private static final int LENGTH_WITHOUT_SOCKETS = 2 + FIRMWARE_LENGTH + RESERVED_LENGTH;

    private HsmAnswer answer = new HsmAnswer();
    private int bufferSize;
    private int network;
    private int sockets;
    private int firmwareOffset;
    private int compliance;

    /** Reads an answer; the fields stand only behind {@link HsmResult#OK}. */
    public HsmResult decode(HsmAnswer source) {
        answer = source;
        compliance = HsmAnswer.ABSENT;
        if (answer.open("NP")) {
            if (answer.remaining() == 1) {
                compliance = answer.peek();
                answer.take(1);
            } else {
                readStatus();
            }
        }
        return answer.close();
    }

    private void readStatus() {
        final int socketDigits = answer.remaining() - LENGTH_WITHOUT_SOCKETS;
        if (socketDigits != 2 && socketDigits != 4) {
            answer.malformed();
            return;
        }
        bufferSize = answer.takeDecimal(1);
        network = answer.takeDecimal(1);
        sockets = answer.takeDecimal(socketDigits);
        firmwareOffset = answer.take(FIRMWARE_LENGTH);
        answer.take(RESERVED_LENGTH);
    }

    /** Size of the device's buffer: 0 for 2 kB to 3 for 32 kB. */
    public int bufferSize() {
        return bufferSize;
    }

    /** 1 when the host port speaks TCP. */
    public int network() {
        return network;
    }

    /** Sockets that the device serves at once. */
    public int sockets() {
        return sockets;
    }

    /** Firmware, as an operator knows it. Allocates. */
    public String firmware() {
        return answer.buffer().getStringWithoutLengthAscii(firmwareOffset, FIRMWARE_LENGTH);
    }

    /** PCI HSM status as a character, {@link HsmAnswer#ABSENT} when not asked for. */
    public int compliance() {
        return compliance;
    }
}
