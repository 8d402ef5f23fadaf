package io.cardswitch.core.edge.security;

import io.cardswitch.core.edge.mac.MacFormat;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.PinBlockFormat;

/**
 * What a link's PIN blocks and message authentication codes are made with.
 *
 * @param pinKey under the LMK; null when PINs of this link cannot be checked
 * @param isTerminalKey whether that is a terminal's key (TPK) and not a zone's (ZPK)
 * @param format of the PIN blocks
 * @param macKey under the LMK; null when messages of this link have no codes
 * @param macFormat how the codes are made; null when there are none
 * @param exchange how the link brings new keys; null when it brings none
 */
public record LinkKeys(
        HsmKey pinKey,
        boolean isTerminalKey,
        PinBlockFormat format,
        HsmKey macKey,
        MacFormat macFormat,
        KeyExchangeConfig exchange) {
    /** A link without keys. */
    public static final LinkKeys NONE =
            new LinkKeys(null, false, PinBlockFormat.ISO_0, null, null, null);
}
