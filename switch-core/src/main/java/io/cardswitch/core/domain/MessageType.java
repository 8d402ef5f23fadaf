package io.cardswitch.core.domain;

/** Questions to an MTI given as four BCD digits, 0x0200. ISO 8583, message type identifier. */
public final class MessageType {
    /** Class digit of authorization messages. */
    public static final int AUTHORIZATION = 1;

    /** Class digit of financial messages. */
    public static final int FINANCIAL = 2;

    /** Class digit of reversals. */
    public static final int REVERSAL = 4;

    private static final int FUNCTION_REQUEST = 0;
    private static final int FUNCTION_ADVICE = 2;

    private MessageType() {}

    /** Second digit. */
    public static int classOf(int mti) {
        return mti >>> 8 & 0xF;
    }

    /** True for requests (xx0x). */
    public static boolean isRequest(int mti) {
        return functionOf(mti) == FUNCTION_REQUEST;
    }

    /** True for advices (xx2x): statements of fact. */
    public static boolean isAdvice(int mti) {
        return functionOf(mti) == FUNCTION_ADVICE;
    }

    private static int functionOf(int mti) {
        return mti >>> 4 & 0xF;
    }
}
