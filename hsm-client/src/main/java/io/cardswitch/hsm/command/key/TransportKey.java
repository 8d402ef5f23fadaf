package io.cardswitch.hsm.command.key;

import io.cardswitch.hsm.HsmField;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmRequest;

/**
 * Key that another key travels under.
 *
 * @param isTerminal whether it is a TMK and not a ZMK
 * @param key encrypted under the LMK
 * @param scheme form of the travelling key: Z, U, X, T, Y, S or R
 */
public record TransportKey(boolean isTerminal, HsmKey key, char scheme) {
    HsmRequest append(HsmRequest request) {
        return request.key(HsmField.TRANSPORT_KEY, key);
    }

    HsmRequest appendScheme(HsmRequest request) {
        return request.choice(HsmField.KEY_SCHEME, scheme, KeyTarget.SCHEMES);
    }

    /** Key blocks say what they are; before another key a delimiter stands in front of the flag. */
    HsmRequest appendFlag(HsmRequest request) {
        final boolean isBlock = key != null && key.characters().getByte(0) == 'S';
        return request.text(isBlock ? "" : ";").text(isTerminal ? "1" : "0");
    }
}
