package io.cardswitch.hsm.command.card;

import io.cardswitch.hsm.HsmField;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmRequest.Repeat;

import org.agrona.DirectBuffer;

/**
 * CVV, CVV2, iCVV: the same computation with another service code (000 for CVV2, 999 for iCVV).
 *
 * <pre>
 *  CW  CVK | card number | ; | expiry, 4 digits | service code, 3 digits
 *  CY  CVK | CVV, 3 digits | card number | ; | expiry | service code
 * </pre>
 */
public final class CardValueEncoder {
    private static final int VALUE_LENGTH = 3;
    private static final int EXPIRY_LENGTH = 4;
    private static final int SERVICE_LENGTH = 3;
    private static final int MIN_NUMBER_LENGTH = 12;
    private static final int MAX_NUMBER_LENGTH = 19;

    private CardValueEncoder() {}

    /**
     * CW: computes a value.
     *
     * @param cardNumber ASCII digits, its whole capacity
     * @param expiry YYMM, or MMYY where the issuer computes CVV2 so
     */
    public static HsmRequest generate(
            HsmRequest request, HsmKey key, DirectBuffer cardNumber, int expiry, int service) {
        request.begin("CW", Repeat.SAFE).key(HsmField.KEY, key);
        return append(request, cardNumber, expiry, service);
    }

    /** CY: verifies a value; fields as in {@link #generate}. */
    public static HsmRequest verify(
            HsmRequest request,
            HsmKey key,
            int value,
            DirectBuffer cardNumber,
            int expiry,
            int service) {
        request.begin("CY", Repeat.SAFE)
                .key(HsmField.KEY, key)
                .decimal(HsmField.CARD_VALUE, value, VALUE_LENGTH);
        return append(request, cardNumber, expiry, service);
    }

    private static HsmRequest append(
            HsmRequest request, DirectBuffer cardNumber, int expiry, int service) {
        return appendNumber(request, cardNumber)
                .decimal(HsmField.EXPIRY, expiry, EXPIRY_LENGTH)
                .decimal(HsmField.SERVICE_CODE, service, SERVICE_LENGTH);
    }

    /** A card number and the delimiter that ends it. */
    static HsmRequest appendNumber(HsmRequest request, DirectBuffer cardNumber) {
        final int length = cardNumber.capacity();
        return request.require(
                        length >= MIN_NUMBER_LENGTH && length <= MAX_NUMBER_LENGTH,
                        HsmField.CARD_NUMBER)
                .digits(HsmField.CARD_NUMBER, cardNumber, 0, length)
                .text(";");
    }
}
