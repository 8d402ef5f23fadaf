package io.cardswitch.core.edge.element;

import io.cardswitch.iso8583.codec.MessageDecoder;

/**
 * What the acceptor sells (ISO 18245): DE18 in 1987, DE26 since 1993. Peers of 1993 that know DE18
 * alone are understood, too; DE26 of 1987 and DE18 of 2003 are other elements.
 */
public final class MerchantCategory {
    private static final int UNTIL_1993 = 18;
    private static final int SINCE_1993 = 26;

    private MerchantCategory() {}

    /** Four digits, 0 when the message has none. */
    public static int of(MessageDecoder message) {
        if (!MessageVersion.is1987(message) && message.has(SINCE_1993)) {
            return (int) message.number(SINCE_1993);
        }
        final boolean isEarlier = !MessageVersion.is2003(message) && message.has(UNTIL_1993);
        return isEarlier ? (int) message.number(UNTIL_1993) : 0;
    }
}
