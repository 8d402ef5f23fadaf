package io.cardswitch.core.edge.issuer;

import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.PinBlockFormat;

/**
 * What an issuer takes PINs under.
 *
 * @param name label in metrics
 * @param pinKey zone PIN key under the LMK
 * @param format of the blocks it takes
 */
public record IssuerKeys(String name, HsmKey pinKey, PinBlockFormat format) {}
