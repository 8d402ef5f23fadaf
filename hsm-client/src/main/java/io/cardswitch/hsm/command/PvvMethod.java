package io.cardswitch.hsm.command;

import io.cardswitch.hsm.HsmField;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmRequest;

/**
 * How an issuer verifies PINs by Visa's PVV. Part of the configuration.
 *
 * @param verificationKey PVK pair
 * @param keyIndex PVKI, 0 to 9
 */
public record PvvMethod(HsmKey verificationKey, int keyIndex) {
    /** Digits of a PVV. */
    public static final int VALUE_LENGTH = 4;

    /** Appends the index, one digit. */
    public HsmRequest appendIndex(HsmRequest request) {
        return request.decimal(HsmField.KEY_INDEX, keyIndex, 1);
    }

    /** Appends index and PVV. */
    public HsmRequest append(HsmRequest request, int pvv) {
        return appendIndex(request).decimal(HsmField.VERIFICATION_VALUE, pvv, VALUE_LENGTH);
    }
}
