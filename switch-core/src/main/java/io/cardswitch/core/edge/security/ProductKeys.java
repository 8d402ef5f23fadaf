package io.cardswitch.core.edge.security;

import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.command.IbmMethod;

/**
 * Keys of an issuer's product, all under the LMK; null where it has none.
 *
 * @param pvk PIN verification key for PVVs
 * @param offset how PINs are verified by IBM offsets
 * @param cvk card verification key
 * @param cvvPosition digits between service code and card value on track 2
 * @param imk issuer master key for application cryptograms
 */
public record ProductKeys(HsmKey pvk, IbmMethod offset, HsmKey cvk, int cvvPosition, HsmKey imk) {
    /** Behind PVKI and PVV. */
    public static final int USUAL_POSITION = 5;

    /** A product without keys. */
    public static final ProductKeys NONE = new ProductKeys(null, null, null, USUAL_POSITION, null);
}
