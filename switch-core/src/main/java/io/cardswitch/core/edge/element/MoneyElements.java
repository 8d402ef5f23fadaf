package io.cardswitch.core.edge.element;

import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.convert.CodeTable;
import io.cardswitch.iso8583.convert.Currencies;

/**
 * Amounts and their currency. 1987 and 1993 have the currency in DE49; DE4 of 2003 begins with it,
 * three digits, and with its exponent, one digit. What a partial reversal leaves stands in DE95 in
 * 1987, beside the original amount in DE4; since 1993 it stands in DE4, beside the original in
 * DE30, and DE24 says whether the reversal is a full (400) or a partial one (401).
 */
public final class MoneyElements {
    /** There is no such amount. */
    public static final long ABSENT = -1;

    private static final int AMOUNT = 4;
    private static final int FUNCTION = 24;
    private static final int ORIGINAL_AMOUNTS = 30;
    private static final int CURRENCY = 49;
    private static final int REPLACEMENT_AMOUNTS = 95;
    private static final int CURRENCY_DIGITS = 3;
    private static final int AMOUNT_DIGITS = 12;

    /** Behind currency and exponent, in an amount of 2003. */
    private static final int AMOUNT_AT = 4;

    private static final long EXPONENT_UNIT = 1_000_000_000_000L;
    private static final long CURRENCY_UNIT = 10 * EXPONENT_UNIT;

    private MoneyElements() {}

    /** DE4 in minor units, {@link #ABSENT} without. */
    public static long amountMinor(MessageDecoder message) {
        if (!message.has(AMOUNT)) return ABSENT;
        final long amount = message.number(AMOUNT);
        return MessageVersion.is2003(message) ? amount % EXPONENT_UNIT : amount;
    }

    /** ISO 4217 numeric, 0 when the message names none. */
    public static int currency(MessageDecoder message) {
        if (!MessageVersion.is2003(message)) {
            return message.has(CURRENCY) ? (int) message.number(CURRENCY) : 0;
        }
        return message.has(AMOUNT) ? (int) (message.number(AMOUNT) / CURRENCY_UNIT) : 0;
    }

    /** An amount of 2003, with currency and exponent of another one, the message's DE4. */
    public static long amountLike(MessageDecoder message, long minor) {
        if (!MessageVersion.is2003(message)) return minor;
        final long amount = message.number(AMOUNT);
        return amount - amount % EXPONENT_UNIT + minor;
    }

    /**
     * Whether the currency of a transaction can be told, or stands nowhere: then it is that of the
     * account. The exponent of 2003 must be that of the currency, or the amount is another one.
     *
     * @param mayBeZero an amount of 2003 may be zeros throughout, which name no currency
     */
    public static boolean isReadable(MessageDecoder message, boolean mayBeZero) {
        if (!MessageVersion.is2003(message)) {
            return areDigits(message, CURRENCY, CURRENCY_DIGITS)
                    && (!message.has(CURRENCY) || message.number(CURRENCY) != 0);
        }
        if (!message.has(AMOUNT)) return true;
        final long amount = message.number(AMOUNT);
        final int currency = (int) (amount / CURRENCY_UNIT);
        if (currency == 0) return mayBeZero && amount == 0;
        return amount / EXPONENT_UNIT % 10 == Currencies.decimals(currency);
    }

    /** Whether the amounts of a reversal can be told, where there are some. */
    public static boolean areReversalsReadable(MessageDecoder message) {
        if (MessageVersion.is1987(message)) {
            return areDigits(message, CURRENCY, CURRENCY_DIGITS)
                    && areDigits(message, REPLACEMENT_AMOUNTS, AMOUNT_DIGITS);
        }
        if (MessageVersion.is2003(message)) {
            if (!isReadable(message, !isPartial(message))) return false;
        } else if (!areDigits(message, CURRENCY, CURRENCY_DIGITS)) {
            return false;
        }
        return !isPartial(message) || message.has(AMOUNT) && areOfOneCurrency(message);
    }

    private static boolean areOfOneCurrency(MessageDecoder message) {
        return !MessageVersion.is2003(message)
                || exchangedMinor(message) <= 0
                || ElementDigits.number(message, ORIGINAL_AMOUNTS, 0, AMOUNT_AT)
                        == message.number(AMOUNT) / EXPONENT_UNIT;
    }

    /** The amount of what a reversal undoes, {@link #ABSENT} when it does not say it. */
    public static long originalMinor(MessageDecoder reversal) {
        if (!isPartial(reversal)) return amountMinor(reversal);
        final long exchanged = exchangedMinor(reversal);
        return exchanged > 0 ? exchanged : ABSENT;
    }

    /** What really happened and stays, {@link #ABSENT} when a reversal is a full one. */
    public static long replacementMinor(MessageDecoder reversal) {
        if (!MessageVersion.is1987(reversal)) {
            return isPartial(reversal) ? amountMinor(reversal) : ABSENT;
        }
        return reversal.has(REPLACEMENT_AMOUNTS)
                ? ElementDigits.number(reversal, REPLACEMENT_AMOUNTS, 0, AMOUNT_DIGITS)
                : ABSENT;
    }

    /** Since 1993; without DE24 the amounts tell. */
    private static boolean isPartial(MessageDecoder reversal) {
        if (MessageVersion.is1987(reversal)) return false;
        final long function = reversal.has(FUNCTION) ? reversal.number(FUNCTION) : 0;
        return CodeTable.isPartialReversal(
                function, exchangedMinor(reversal), amountMinor(reversal));
    }

    /** First of the original amounts (DE30), 0 when it is not told. */
    private static long exchangedMinor(MessageDecoder reversal) {
        if (!reversal.has(ORIGINAL_AMOUNTS)) return 0;
        final int from = MessageVersion.is2003(reversal) ? AMOUNT_AT : 0;
        return ElementDigits.number(reversal, ORIGINAL_AMOUNTS, from, AMOUNT_DIGITS);
    }

    /** Whether an element that the standard allows to be text starts with digits, or is absent. */
    private static boolean areDigits(MessageDecoder message, int de, int count) {
        if (!message.has(de)) return true;
        for (int i = 0; i < count; i++) {
            final int digit = message.digit(de, i);
            if (digit < 0 || digit > 9) return false;
        }
        return true;
    }
}
