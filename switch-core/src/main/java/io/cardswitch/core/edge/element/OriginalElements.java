package io.cardswitch.core.edge.element;

import io.cardswitch.iso8583.codec.MessageDecoder;

/**
 * When a transaction was, and how a reversal names the one it undoes.
 *
 * <pre>
 *  DE90 of 1987  | MTI 4 | DE11 6  | DE7 10  | DE32 11 | DE33 11 |
 *  DE56 of 1993  | MTI 4 | DE11 6  | DE12 12 | length of DE32 2 | DE32 |
 *  DE56 of 2003  | MTI 4 | DE11 12 | DE12 14 | DE32 |
 * </pre>
 */
public final class OriginalElements {
    private static final int TRANSMISSION = 7;
    private static final int LOCAL_TIME = 12;
    private static final int LOCAL_DATE = 13;
    private static final int ORIGINAL = 56;
    private static final int ORIGINAL_1987 = 90;
    private static final int STAN_AT = 4;
    private static final int STAN = 6;
    private static final int STAN_2003 = 12;
    private static final int TIME_1987 = 10;
    private static final int TIME_1993 = 12;
    private static final int TIME_2003 = 14;
    private static final int ACQUIRER_1987 = 11;
    private static final int ACQUIRER_LENGTH_1993 = 2;
    private static final long LOCAL_DATE_UNIT = 1_000_000L;

    private OriginalElements() {}

    /**
     * Whether the message says when its transaction was: DE7, or the local time, DE12 and DE13 in
     * 1987, DE12 alone since 1993.
     */
    public static boolean hasTime(MessageDecoder message) {
        return message.has(TRANSMISSION) || hasLocalTime(message);
    }

    private static boolean hasLocalTime(MessageDecoder message) {
        final boolean hasDate = !MessageVersion.is1987(message) || message.has(LOCAL_DATE);
        return message.has(LOCAL_TIME) && hasDate;
    }

    /**
     * When the transaction was, as the element says it by which its reversal names it: DE7 in 1987,
     * DE12 since 1993, else the other one. The message has one of them.
     */
    public static long time(MessageDecoder message) {
        final boolean isLocal =
                MessageVersion.is1987(message)
                        ? !message.has(TRANSMISSION)
                        : message.has(LOCAL_TIME);
        return isLocal ? localTime(message) : message.number(TRANSMISSION);
    }

    private static long localTime(MessageDecoder message) {
        final long time = message.number(LOCAL_TIME);
        return MessageVersion.is1987(message)
                ? message.number(LOCAL_DATE) * LOCAL_DATE_UNIT + time
                : time;
    }

    /** Whether a reversal names what it undoes. */
    public static boolean isNamed(MessageDecoder reversal) {
        return reversal.has(element(reversal));
    }

    /** Whether what is named has all its parts. */
    public static boolean isReadable(MessageDecoder reversal) {
        return MessageVersion.is1987(reversal)
                || reversal.units(ORIGINAL) >= timeAt(reversal) + timeDigits(reversal);
    }

    /** Second digit of the message type that is named. */
    public static int messageClass(MessageDecoder reversal) {
        return reversal.digit(element(reversal), 1);
    }

    /** DE11 that is named, 0 for none. */
    public static long stan(MessageDecoder reversal) {
        return digits(reversal, STAN_AT, timeAt(reversal) - STAN_AT);
    }

    /**
     * Time that is named. Where it is zero the original had no such element, and the reversal's own
     * elements stand in, which repeat those of the original.
     */
    public static long originalTime(MessageDecoder reversal) {
        final long named = digits(reversal, timeAt(reversal), timeDigits(reversal));
        if (named != 0) return named;
        if (!MessageVersion.is1987(reversal)) return hasTime(reversal) ? time(reversal) : 0;
        if (hasLocalTime(reversal)) return localTime(reversal);
        return reversal.has(TRANSMISSION) ? reversal.number(TRANSMISSION) : 0;
    }

    /** DE32 that is named, 0 for none. */
    public static long acquirer(MessageDecoder reversal) {
        final int from = timeAt(reversal) + timeDigits(reversal);
        if (MessageVersion.is1987(reversal)) return digits(reversal, from, ACQUIRER_1987);
        final int at = MessageVersion.is2003(reversal) ? from : from + ACQUIRER_LENGTH_1993;
        return digits(reversal, at, Math.max(0, reversal.units(ORIGINAL) - at));
    }

    private static int element(MessageDecoder reversal) {
        return MessageVersion.is1987(reversal) ? ORIGINAL_1987 : ORIGINAL;
    }

    private static int timeAt(MessageDecoder reversal) {
        return STAN_AT + (MessageVersion.is2003(reversal) ? STAN_2003 : STAN);
    }

    private static int timeDigits(MessageDecoder reversal) {
        if (MessageVersion.is1987(reversal)) return TIME_1987;
        return MessageVersion.is2003(reversal) ? TIME_2003 : TIME_1993;
    }

    private static long digits(MessageDecoder reversal, int from, int count) {
        return ElementDigits.number(reversal, element(reversal), from, count);
    }
}
