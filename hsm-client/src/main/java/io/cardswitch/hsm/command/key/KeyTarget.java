package io.cardswitch.hsm.command.key;

import io.cardswitch.hsm.HsmField;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.command.TypedKey;

/**
 * What a key that the HSM is to make or import becomes.
 *
 * @param type key type code, {@link TypedKey#BLOCK} under a key-block LMK
 * @param scheme form under the LMK: Z, U, X, T, Y or S
 * @param lmkId LMK, or {@link #DEFAULT_LMK}
 * @param attributes of a key block; null under a variant LMK
 */
public record KeyTarget(String type, char scheme, int lmkId, KeyAttributes attributes) {
    /** No LMK is named. */
    public static final int DEFAULT_LMK = -1;

    static final String SCHEMES = "ZUXTYSR";

    /** A key under the default variant LMK. */
    public static KeyTarget variant(String type, char scheme) {
        return new KeyTarget(type, scheme, DEFAULT_LMK, null);
    }

    HsmRequest appendType(HsmRequest request) {
        return TypedKey.appendType(request, type);
    }

    HsmRequest appendScheme(HsmRequest request) {
        return request.choice(HsmField.KEY_SCHEME, scheme, SCHEMES);
    }

    HsmRequest appendOptions(HsmRequest request) {
        if (lmkId != DEFAULT_LMK) {
            request.lmk(lmkId);
        }
        return attributes == null ? request : attributes.append(request);
    }
}
