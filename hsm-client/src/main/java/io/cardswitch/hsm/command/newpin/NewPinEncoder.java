package io.cardswitch.hsm.command.newpin;

import io.cardswitch.hsm.AccountNumber;
import io.cardswitch.hsm.HsmField;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmRequest.Repeat;

import org.agrona.DirectBuffer;

/**
 * Makes PINs under the LMK.
 *
 * <pre>
 *  JA  account | PIN length, two digits
 *  BA  PIN, F behind it | account            authorised state; test keys and card production only
 * </pre>
 */
public final class NewPinEncoder {
    private static final int MIN_PIN_LENGTH = 4;
    private static final int MAX_PIN_LENGTH = 12;

    private NewPinEncoder() {}

    /** JA: a random PIN. Never sent twice: each time it is another one. */
    public static HsmRequest random(HsmRequest request, AccountNumber account, int pinLength) {
        return request.begin("JA", Repeat.UNSAFE)
                .account(account)
                .require(isPinLength(pinLength), HsmField.PIN_LENGTH)
                .decimal(HsmField.PIN_LENGTH, pinLength, 2);
    }

    /**
     * BA: encrypts a clear PIN.
     *
     * @param clear PIN digits, its whole capacity; the caller wipes it
     * @param fieldLength L, the length of PINs under the LMK as this HSM is configured
     */
    public static HsmRequest encrypt(
            HsmRequest request, DirectBuffer clear, int fieldLength, AccountNumber account) {
        final int length = clear.capacity();
        request.begin("BA", Repeat.SAFE)
                .require(isPinLength(length) && length <= fieldLength, HsmField.PIN)
                .digits(HsmField.PIN, clear, 0, length);
        for (int i = length; i < fieldLength; i++) {
            request.text("F");
        }
        return request.account(account);
    }

    private static boolean isPinLength(int length) {
        return length >= MIN_PIN_LENGTH && length <= MAX_PIN_LENGTH;
    }
}
