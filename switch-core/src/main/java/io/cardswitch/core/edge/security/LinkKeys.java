package io.cardswitch.core.edge.security;

import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.PinBlockFormat;

/**
 * Keys that a link shares with its peer, all under the LMK; null where it has none.
 *
 * @param pinKey what the PIN blocks of DE52 are under
 * @param isTerminalKey whether that is a terminal's key (TPK) and not a zone's (ZPK)
 * @param format of the PIN blocks
 * @param macKey what the MACs of DE64 and DE128 are made with
 * @param transportKey what new keys of a key exchange are under
 */
public record LinkKeys(
        HsmKey pinKey,
        boolean isTerminalKey,
        PinBlockFormat format,
        HsmKey macKey,
        HsmKey transportKey) {
    /** A link without keys. */
    public static final LinkKeys NONE = new LinkKeys(null, false, PinBlockFormat.ISO_0, null, null);
}
