package io.cardswitch.iso8583.convert;

import org.agrona.MutableDirectBuffer;

/**
 * Fees. 1987 has two elements for the fee (DE28, DE29) and two for the processing fee (DE30, DE31),
 * in the currencies of transaction and settlement. Later versions have a list of entries in DE46:
 * type, fee, rate, fee in the other currency; the fee is written as type 00, the processing fee as
 * 01. 1993 has the currencies on the outside of an entry, 2003 each in front of its amount, with
 * the exponent. Currency 000 stands where there is no amount.
 */
final class FeeForms {
    private static final int FEES = 46;
    private static final int RATE = 9;
    private static final int FIRST_87 = 28;
    private static final int[][] CURRENCIES = {{4, 49}, {5, 50}};
    private static final int TYPES = 2;
    private static final int TYPE_DIGITS = 2;
    private static final int CURRENCY_DIGITS = 3;
    private static final int AMOUNT = 9;
    private static final int RATE_DIGITS = 8;
    private static final int ENTRY_93 = 34;
    private static final int ENTRY_2003 = 36;

    private FeeForms() {}

    /** DE46 of later versions, of 1987. */
    static int fees(Incoming in, int units, MutableDirectBuffer out, int start) {
        int at = start;
        for (int type = 0; type < TYPES; type++) {
            final int de = FIRST_87 + TYPES * type;
            if (!in.has(de) && !in.has(de + 1)) continue;
            at = Incoming.digits(type, TYPE_DIGITS, out, at);
            final int first = fee(in, de, CURRENCIES[0], true, out, at);
            if (first < 0) return first;
            at = rate(in, in.has(de + 1), out, at + first);
            final int second = fee(in, de + 1, CURRENCIES[1], false, out, at);
            if (second < 0) return second;
            at += second;
        }
        return at == start ? Form.IMPLIED : at - start;
    }

    /** An element of 1987, of DE46. */
    static Form fee(int de) {
        final int type = (de - FIRST_87) / TYPES;
        final int place = (de - FIRST_87) % TYPES;
        return (in, units, out, at) -> {
            final int found = find(in, type);
            if (found < 0) return found;
            in.read(FEES);
            if (isZero(in, currencyAt(in.version(), found, place), CURRENCY_DIGITS)) {
                return Form.IMPLIED;
            }
            return in.copy(amountAt(in.version(), found, place), AMOUNT, out, at) - at;
        };
    }

    /** DE46 and DE66 between 1993 and 2003. */
    static Form entries(int de) {
        return (in, units, out, start) -> {
            final int version = in.version();
            final int length = in.read(de);
            final int entry = entryLength(version);
            if (length % entry != 0) return Form.LOST;
            int at = start;
            for (int from = 0; from < length; from += entry) {
                if (!isExponentKnown(in, from)) return Form.LOST;
                at = in.copy(from, TYPE_DIGITS, out, at);
                at = copy(in, from, 0, out, at);
                final int rateAt = amountAt(version, from, 0) + AMOUNT;
                at = in.copy(rateAt, RATE_DIGITS, out, at);
                at = copy(in, from, 1, out, at);
            }
            return at - start;
        };
    }

    /** Where the entry of a type begins: negative when the list is not one that 1987 can say. */
    private static int find(Incoming in, int type) {
        final int length = in.read(FEES);
        final int entry = entryLength(in.version());
        if (length % entry != 0) return Form.LOST;
        int found = Form.IMPLIED;
        int seen = 0;
        for (int from = 0; from < length; from += entry) {
            in.read(FEES);
            if (!in.isDigits(from, TYPE_DIGITS)) return Form.LOST;
            final int of = (int) in.number(from, TYPE_DIGITS);
            if (of >= TYPES) return Form.NO_CODE;
            if ((seen & 1 << of) != 0 || !isExponentKnown(in, from)) return Form.LOST;
            seen |= 1 << of;
            if (of == type) found = from;
            if (!isInCurrency(in, from, 0) || !isInCurrency(in, from, 1)) return Form.LOST;
        }
        return found;
    }

    /** Whether an amount of an entry is in the currency that 1987 takes for granted. */
    private static boolean isInCurrency(Incoming in, int from, int place) {
        final int[] elements = CURRENCIES[place];
        final int currency = AmountForms.currency(in, elements[0], elements[1]);
        in.read(FEES);
        final int at = currencyAt(in.version(), from, place);
        if (!in.isDigits(at, CURRENCY_DIGITS)) return false;
        final int told = (int) in.number(at, CURRENCY_DIGITS);
        if (told == 0) return isZero(in, amountAt(in.version(), from, place) + 1, AMOUNT - 1);
        final boolean isOnlyHere = currency < 0 && in.version() == 2003;
        if (isOnlyHere) in.blur(FEES); // An amount that would tell its currency is missing.
        return isOnlyHere || told == currency;
    }

    private static boolean isZero(Incoming in, int from, int count) {
        return in.isDigits(from, count) && in.number(from, count) == 0;
    }

    private static boolean isExponentKnown(Incoming in, int from) {
        for (int place = 0; place < TYPES; place++) {
            final int at = currencyAt(in.version(), from, place);
            if (!in.isDigits(at, CURRENCY_DIGITS)) return false;
            final int currency = (int) in.number(at, CURRENCY_DIGITS);
            final int exponent = Currencies.exponent(currency);
            if (currency == 0) continue;
            if (exponent < 0) return false;
            if (in.version() == 93) continue;
            if (in.character(at + CURRENCY_DIGITS) != '0' + exponent) return false;
        }
        return true;
    }

    private static int fee(
            Incoming in, int de, int[] currency, boolean isFirst, MutableDirectBuffer out, int at) {
        final boolean isThere = in.has(de);
        final int code = isThere ? AmountForms.currency(in, currency[0], currency[1]) : 0;
        if (isThere && code <= 0) return Form.INCOMPLETE;
        if (isThere && in.read(de) != AMOUNT) return Form.LOST;
        if (isThere) in.copy(0, AMOUNT, in.scratch(), 0);
        else Incoming.zeros(AMOUNT, in.scratch(), 0);
        if (!isThere) in.scratch().putByte(0, (byte) 'C');
        return write(in, code, isFirst, out, at);
    }

    private static int rate(Incoming in, boolean isExchanged, MutableDirectBuffer out, int at) {
        final boolean isThere = isExchanged && in.read(RATE) == RATE_DIGITS;
        return isThere ? in.copy(0, RATE_DIGITS, out, at) : Incoming.zeros(RATE_DIGITS, out, at);
    }

    private static int copy(Incoming in, int from, int place, MutableDirectBuffer out, int at) {
        final int version = in.version();
        in.copy(amountAt(version, from, place), AMOUNT, in.scratch(), 0);
        final int code = (int) in.number(currencyAt(version, from, place), CURRENCY_DIGITS);
        return at + write(in, code, place == 0, out, at);
    }

    /** An amount, from the scratch, and its currency. */
    private static int write(
            Incoming in, int currency, boolean isFirst, MutableDirectBuffer out, int start) {
        final boolean is2003 = in.toVersion == 2003;
        final int exponent = currency == 0 ? 0 : Currencies.exponent(currency);
        if (is2003 && exponent < 0) return Form.LOST;
        int at = start;
        if (is2003 || isFirst) at = Incoming.digits(currency, CURRENCY_DIGITS, out, at);
        if (is2003) at = Incoming.digits(exponent, 1, out, at);
        out.putBytes(at, in.scratch(), 0, AMOUNT);
        at += AMOUNT;
        if (!is2003 && !isFirst) at = Incoming.digits(currency, CURRENCY_DIGITS, out, at);
        return at - start;
    }

    private static int entryLength(int version) {
        return version == 93 ? ENTRY_93 : ENTRY_2003;
    }

    private static int currencyAt(int version, int from, int place) {
        if (place == 0) return from + TYPE_DIGITS;
        final int second = amountAt(version, from, 0) + AMOUNT + RATE_DIGITS;
        return version == 93 ? second + AMOUNT : second;
    }

    private static int amountAt(int version, int from, int place) {
        final int currency = CURRENCY_DIGITS + (version == 93 ? 0 : 1);
        final int first = from + TYPE_DIGITS + currency;
        if (place == 0) return first;
        return first + AMOUNT + RATE_DIGITS + (version == 93 ? 0 : currency);
    }
}
