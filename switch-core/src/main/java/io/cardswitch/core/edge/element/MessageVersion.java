package io.cardswitch.core.edge.element;

import io.cardswitch.iso8583.codec.MessageDecoder;

/** Which version of ISO 8583 a message is of: the first digit of its type. */
public final class MessageVersion {
    private static final int OF_1987 = 0;
    private static final int OF_2003 = 2;
    private static final int FIRST_DIGIT = 12;

    private MessageVersion() {}

    /** Whether the message is of 1987. */
    public static boolean is1987(MessageDecoder message) {
        return message.mti() >>> FIRST_DIGIT == OF_1987;
    }

    /** Whether the message is of 2003. */
    public static boolean is2003(MessageDecoder message) {
        return message.mti() >>> FIRST_DIGIT == OF_2003;
    }
}
