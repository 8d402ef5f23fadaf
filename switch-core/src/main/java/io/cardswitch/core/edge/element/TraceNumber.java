package io.cardswitch.core.edge.element;

import io.cardswitch.iso8583.codec.MessageDecoder;

/** The systems trace audit number (DE11): six digits, twelve in version 2003. */
public final class TraceNumber {
    private static final int STAN = 11;
    private static final int UNIT = 1_000_000;

    private TraceNumber() {}

    /** The last six digits. */
    public static int lower(MessageDecoder message) {
        return lower(message.number(STAN));
    }

    /** What stands in front of the last six digits, 0 where there are no more. */
    public static int upper(MessageDecoder message) {
        return upper(message.number(STAN));
    }

    /** The last six digits of a number. */
    public static int lower(long stan) {
        return (int) (stan % UNIT);
    }

    /** What stands in front of the last six digits of a number. */
    public static int upper(long stan) {
        return (int) (stan / UNIT);
    }
}
