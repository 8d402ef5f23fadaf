package io.cardswitch.hsm.command.card;

import io.cardswitch.hsm.HsmField;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmRequest.Repeat;

import org.agrona.DirectBuffer;

/**
 * Card security codes of American Express: three of five, four and three digits.
 *
 * <pre>
 *  RY  3 | 0 | CSCK | card number 19N, zeros behind | expiry 4N
 *  RY  4 | 0 | CSCK | card number 19N, zeros behind | expiry 4N | 5 | 4 | 3, F where none is given
 * </pre>
 */
public final class SecurityCodeEncoder {
    /** A code that is not to be verified. */
    public static final int NONE = -1;

    private static final int NUMBER_LENGTH = 19;
    private static final int MIN_NUMBER_LENGTH = 15;

    private SecurityCodeEncoder() {}

    /**
     * RY mode 3: computes the three codes.
     *
     * @param cardNumber ASCII digits, its whole capacity
     * @param expiry YYMM
     */
    public static HsmRequest generate(
            HsmRequest request, HsmKey key, DirectBuffer cardNumber, int expiry) {
        return begin(request, "30", key, cardNumber, expiry);
    }

    /** RY mode 4: verifies those codes that are not {@link #NONE}. */
    public static HsmRequest verify(
            HsmRequest request, HsmKey key, DirectBuffer cardNumber, int expiry, Codes codes) {
        begin(request, "40", key, cardNumber, expiry);
        append(request, codes.five, 5);
        append(request, codes.four, 4);
        return append(request, codes.three, 3);
    }

    /**
     * The codes of a card.
     *
     * @param five of five digits, or {@link #NONE}
     * @param four of four digits, or {@link #NONE}
     * @param three of three digits, or {@link #NONE}
     */
    public record Codes(int five, int four, int three) {
        @Override
        public String toString() {
            return "codes";
        }
    }

    private static HsmRequest begin(
            HsmRequest request, String mode, HsmKey key, DirectBuffer cardNumber, int expiry) {
        final int length = cardNumber.capacity();
        return request.begin("RY", Repeat.SAFE)
                .text(mode)
                .key(HsmField.KEY, key)
                .require(
                        length >= MIN_NUMBER_LENGTH && length <= NUMBER_LENGTH,
                        HsmField.CARD_NUMBER)
                .digits(HsmField.CARD_NUMBER, cardNumber, 0, length)
                .decimal(HsmField.CARD_NUMBER, 0, Math.max(0, NUMBER_LENGTH - length))
                .decimal(HsmField.EXPIRY, expiry, 4);
    }

    private static HsmRequest append(HsmRequest request, int code, int digits) {
        return code == NONE
                ? request.text("FFFFF".substring(0, digits))
                : request.decimal(HsmField.CARD_VALUE, code, digits);
    }
}
