package io.cardswitch.hsm.command.card;

import io.cardswitch.hsm.HsmField;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmRequest.Repeat;

import org.agrona.DirectBuffer;

/**
 * Card values that a contactless card makes anew each time.
 *
 * <pre>
 *  PM  0 | 0 | MK-AC | A or B | card number | ; | expiry 4N | service 3N | ATC 6N | dCVV 3N
 *  PM  1 | 0 | MK-CVC3 | A or B | card number | ; | sequence 2N | length 3N, track | UN 8H
 *      | ATC 5N | CVC3 5N
 * </pre>
 *
 * <p>A and B are the options of EMV Book 2, A1.4, by which the card's key is made. Answered by a
 * verdict.
 */
public final class DynamicValueEncoder {
    private static final int MAX_TRACK_LENGTH = 999;
    private static final int COUNTER_LIMIT = 0xFFFF;

    private DynamicValueEncoder() {}

    /**
     * The card that made a value.
     *
     * @param masterKey MK-AC for dCVV, MK-CVC3 for CVC3
     * @param option A or B
     * @param number ASCII digits, its whole capacity
     * @param counter application transaction counter, as the track tells it
     */
    public record Card(HsmKey masterKey, char option, DirectBuffer number, int counter) {
        private HsmRequest begin(HsmRequest request, String scheme) {
            request.begin("PM", Repeat.SAFE)
                    .text(scheme)
                    .key(HsmField.KEY, masterKey)
                    .choice(HsmField.SCHEME, option, "AB");
            return CardValueEncoder.appendNumber(request, number)
                    .require(
                            counter >= 0 && counter <= COUNTER_LIMIT, HsmField.TRANSACTION_COUNTER);
        }

        @Override
        public String toString() {
            return "card";
        }
    }

    /** Verifies a dCVV of Visa. */
    public static HsmRequest verifyDcvv(
            HsmRequest request, Card card, int expiry, int service, int value) {
        return card.begin(request, "00")
                .decimal(HsmField.EXPIRY, expiry, 4)
                .decimal(HsmField.SERVICE_CODE, service, 3)
                .decimal(HsmField.TRANSACTION_COUNTER, card.counter, 6)
                .decimal(HsmField.CARD_VALUE, value, 3);
    }

    /**
     * Verifies a CVC3 of MasterCard.
     *
     * @param sequence card sequence number
     * @param track its static part: the whole capacity
     * @param unpredictable number of the terminal, as it stands in the track
     */
    public static HsmRequest verifyCvc3(
            HsmRequest request,
            Card card,
            int sequence,
            DirectBuffer track,
            int unpredictable,
            int value) {
        final int length = track.capacity();
        return card.begin(request, "10")
                .decimal(HsmField.CARD_SEQUENCE, sequence, 2)
                .require(length > 0 && length <= MAX_TRACK_LENGTH, HsmField.MESSAGE)
                .decimal(HsmField.MESSAGE, length, 3)
                .append(track, 0, length)
                .decimal(HsmField.UNPREDICTABLE_NUMBER, unpredictable, 8)
                .decimal(HsmField.TRANSACTION_COUNTER, card.counter, 5)
                .decimal(HsmField.CARD_VALUE, value, 5);
    }
}
