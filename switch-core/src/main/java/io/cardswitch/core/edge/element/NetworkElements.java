package io.cardswitch.core.edge.element;

import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.convert.CodeTable;

/**
 * What a network management message asks for: DE70 in 1987, the function code (DE24) since 1993,
 * where DE70 has another meaning.
 */
public final class NetworkElements {
    private static final int FUNCTION = 24;
    private static final int NETWORK_CODE = 70;

    private NetworkElements() {}

    /** Whether the message says what it asks for. */
    public static boolean hasCode(MessageDecoder message) {
        return isByFunction(message)
                || !MessageVersion.is2003(message) && message.has(NETWORK_CODE);
    }

    /** The code of 1987; 0 for a function that has none. The message says what it asks for. */
    public static int code(MessageDecoder message) {
        return isByFunction(message)
                ? Math.max(0, CodeTable.network((int) message.number(FUNCTION)))
                : (int) message.number(NETWORK_CODE);
    }

    /** Peers of 1993 that know DE70 alone are understood, too. */
    private static boolean isByFunction(MessageDecoder message) {
        return !MessageVersion.is1987(message) && message.has(FUNCTION);
    }
}
