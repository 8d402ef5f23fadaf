package io.cardswitch.hsm.command.pin;

import io.cardswitch.hsm.HsmAnswer;
import io.cardswitch.hsm.HsmResult;
import io.cardswitch.hsm.PinBlockFormat;

import org.agrona.MutableDirectBuffer;

/**
 * Reads CB, CD and G1: PIN length, two digits | block as hex | format. Reusable; valid as long as
 * the answer.
 */
public final class TranslatedPinDecoder {
    private static final int MIN_PIN_LENGTH = 4;
    private static final int MAX_PIN_LENGTH = 12;
    private static final int FORMAT_LENGTH = 2;

    private HsmAnswer answer = new HsmAnswer();
    private int pinLength;
    private int blockOffset;
    private int blockDigits;
    private PinBlockFormat format;

    /** Reads an answer; the fields stand only behind {@link HsmResult#OK}. */
    public HsmResult decode(HsmAnswer source) {
        answer = source;
        format = null;
        if (answer.open("CBCDG1")) {
            pinLength = answer.takeDecimal(2);
            blockDigits = answer.remaining() - FORMAT_LENGTH;
            blockOffset = answer.takeHex(Math.max(0, blockDigits));
            format = PinBlockFormat.of(answer.takeDecimal(FORMAT_LENGTH));
            if (pinLength < MIN_PIN_LENGTH
                    || pinLength > MAX_PIN_LENGTH
                    || format == null
                    || blockDigits != 2 * format.blockLength()) {
                answer.malformed();
            }
        }
        return answer.close();
    }

    /** Number of PIN digits. */
    public int pinLength() {
        return pinLength;
    }

    /** Format of the block. */
    public PinBlockFormat format() {
        return format;
    }

    /** Bytes of the block. */
    public int blockLength() {
        return blockDigits / 2;
    }

    /** Copies the block, as bytes. */
    public void copyBlock(MutableDirectBuffer target, int offset) {
        answer.copyHex(blockOffset, blockDigits, target, offset);
    }
}
