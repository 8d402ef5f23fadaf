package io.cardswitch.hsm.command.data;

import io.cardswitch.hsm.HsmField;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.KeySerial;
import io.cardswitch.hsm.command.TypedKey;

import org.agrona.DirectBuffer;

/**
 * How data is encrypted under one key.
 *
 * @param mode {@link #ECB}, {@link #CBC} or another two digits of the device
 * @param key ZEK, DEK, BDK or key block
 * @param serial of the transaction, behind a BDK; otherwise null. A view that is reused
 */
public record CipherMethod(String mode, TypedKey key, KeySerial serial) {
    /** Electronic code book, no vector. */
    public static final String ECB = "00";

    /** Cipher block chaining. */
    public static final String CBC = "01";

    private static final int MODE_LENGTH = 2;

    /** Under a key that stays. */
    public CipherMethod(String mode, TypedKey key) {
        this(mode, key, null);
    }

    HsmRequest appendKey(HsmRequest request, HsmField field) {
        key.append(request, field);
        return serial == null ? request : request.keySerial(serial);
    }

    HsmRequest appendMode(HsmRequest request) {
        return request.code(HsmField.MODE, mode, MODE_LENGTH);
    }

    HsmRequest appendVector(HsmRequest request, DirectBuffer vector) {
        if (mode.equals(ECB)) {
            return request;
        }
        final int length = vector.capacity();
        return request.require(
                        length == Long.BYTES || length == 2 * Long.BYTES, HsmField.CHAINING_VECTOR)
                .asHex(vector, 0, length);
    }
}
