package io.cardswitch.core.edge.issuer;

import io.cardswitch.hsm.PinBlockFormat;

/**
 * Which format a PIN block may be translated to, the card number unchanged (ISO 9564-1, PCI PIN
 * Security): between formats that bind the PIN to the card number, into them, and never out of
 * them.
 *
 * <pre>
 *  from \ to   0    1    3    4
 *  0           yes  no   yes  yes
 *  1           yes  yes  yes  yes
 *  3           yes  no   yes  yes
 *  4           yes  no   yes  yes
 * </pre>
 */
public final class PinFormatTable {
    private PinFormatTable() {}

    /** Whether a block may become one of the other format. */
    public static boolean isAllowed(PinBlockFormat from, PinBlockFormat to) {
        return isBound(to) && (isBound(from) || from == PinBlockFormat.ISO_1)
                || from == PinBlockFormat.ISO_1 && to == PinBlockFormat.ISO_1;
    }

    private static boolean isBound(PinBlockFormat format) {
        return format == PinBlockFormat.ISO_0
                || format == PinBlockFormat.ISO_3
                || format == PinBlockFormat.ISO_4;
    }
}
