package io.cardswitch.iso8583.convert;

import org.agrona.MutableDirectBuffer;

/**
 * Amounts. 2003 writes currency (3), exponent (1) and then the digits; 1987 and 1993 keep the
 * currency in an element of its own. What a partial reversal leaves stands in DE95 in 1987, beside
 * the original amount in DE4; later versions have it in DE4, beside the original in DE30.
 */
final class AmountForms {
    private static final int WITH_CURRENCY = 4;
    private static final int TRANSACTION = 4;
    private static final int RECONCILIATION = 5;
    private static final int FUNCTION = 24;
    private static final int FUNCTION_DIGITS = 3;
    private static final int ORIGINALS = 30;
    private static final int CURRENCY_TRANSACTION = 49;
    private static final int CURRENCY_RECONCILIATION = 50;
    private static final int REPLACEMENTS = 95;
    private static final int DIGITS = 12;
    private static final int FEES_AT = 24;
    private static final int NO_FEES = 18;

    private AmountForms() {}

    /**
     * An amount whose currency 1987 and 1993 tell in another element.
     *
     * @param hasOther whether the outgoing dialect has the element for the other amount of a
     *     partial reversal; without it the amount is lost, lest the reversal be taken for a full
     *     one
     */
    static Form amount(int de, int currencyElement, boolean hasOther) {
        return (in, units, out, at) -> {
            if (!in.has(de)) return Form.INCOMPLETE; // Only its currency is there.
            long value = value(in, de);
            final boolean isExchanged = de == TRANSACTION || de == RECONCILIATION;
            if (isExchanged && (in.version() == 87) != (in.toVersion == 87) && isPartial(in)) {
                final long other = exchanged(in, de - TRANSACTION);
                if (!hasOther || other < 0) return Form.LOST;
                if (other > 0) value = other;
            }
            return write(value, currency(in, de, currencyElement), in.toVersion, units, out, at);
        };
    }

    /** A currency that 2003 tells within an amount. */
    static Form currency(int de) {
        return (in, units, out, at) ->
                in.read(de) < WITH_CURRENCY || !in.isDigits(0, WITH_CURRENCY)
                        ? Form.LOST
                        : in.copy(0, 3, out, at) - at;
    }

    /** Whether a reversal leaves a part of the amount, by DE95 of 1987, else by its function. */
    static boolean isPartial(Incoming in) {
        if (!in.isReversal()) return false;
        if (in.version() == 87) return part(in, REPLACEMENTS, 0) > 0;
        final boolean isTold =
                in.read(FUNCTION) == FUNCTION_DIGITS && in.isDigits(0, FUNCTION_DIGITS);
        final long function = isTold ? in.number(0, FUNCTION_DIGITS) : 0;
        final long original = in.has(ORIGINALS) ? part(in, ORIGINALS, 0) : 0;
        return CodeTable.isPartialReversal(function, original, value(in, TRANSACTION));
    }

    /** DE30 of later versions: the amounts that were replaced. */
    static int originals(Incoming in, int units, MutableDirectBuffer out, int at) {
        final boolean isFrom87 = in.version() == 87;
        final int source = isFrom87 ? REPLACEMENTS : ORIGINALS;
        final long first = part(in, source, 0);
        final long second = part(in, source, 1);
        if (first < 0 || second < 0 || isFrom87 && !in.isReversal()) return Form.LOST;
        if (isFrom87) loseFees(in);
        if (isFrom87 && first == 0 && second > 0) return Form.LOST;
        if (isFrom87 && first == 0) return Form.IMPLIED; // All of it: DE4 says how much.
        final int each = units / 2;
        final int written =
                write(
                        isFrom87 ? value(in, TRANSACTION) : first,
                        currency(in, TRANSACTION, CURRENCY_TRANSACTION),
                        in.toVersion,
                        each,
                        out,
                        at);
        if (written != each) return Form.LOST;
        if (second == 0) return Incoming.zeros(each, out, at + each) - at;
        final int more =
                write(
                        isFrom87 ? value(in, RECONCILIATION) : second,
                        currency(in, RECONCILIATION, CURRENCY_RECONCILIATION),
                        in.toVersion,
                        each,
                        out,
                        at + each);
        return more == each ? units : Form.LOST;
    }

    /** What of the fees in DE95 is no zero of credit, later versions do not say. */
    private static void loseFees(Incoming in) {
        final int each = NO_FEES / 2;
        if (in.read(REPLACEMENTS) != FEES_AT + NO_FEES) return;
        for (int at = FEES_AT; at < in.length(); at += each) {
            if (in.character(at) == 'D') in.blur(REPLACEMENTS);
            final boolean isZero =
                    in.isDigits(at + 1, each - 1) && in.number(at + 1, each - 1) == 0;
            if (!isZero) in.lose(REPLACEMENTS, Losses.Reason.NO_ELEMENT);
        }
    }

    /** DE95 of 1987: the amounts that replace, and no fees. */
    static int replacements(Incoming in, int units, MutableDirectBuffer out, int start) {
        if (!isPartial(in)) return Form.LOST;
        final long second = part(in, ORIGINALS, 1);
        final long replacement = value(in, TRANSACTION);
        final long other = second > 0 ? value(in, RECONCILIATION) : 0;
        if (part(in, ORIGINALS, 0) < 0 || replacement < 0 || other < 0) return Form.LOST;
        int at = Incoming.digits(replacement, DIGITS, out, start);
        at = Incoming.digits(other, DIGITS, out, at);
        at = Incoming.zeros(NO_FEES, out, at);
        out.putByte(at - NO_FEES, (byte) 'C');
        out.putByte(at - NO_FEES / 2, (byte) 'C');
        return at - start;
    }

    /**
     * What takes an amount's place in a partial reversal: 0 when nothing does, -1 when the amounts
     * are not all there.
     */
    private static long exchanged(Incoming in, int part) {
        final int source = in.version() == 87 ? REPLACEMENTS : ORIGINALS;
        final long first = part(in, source, 0);
        final long second = part(in, source, 1);
        final boolean isTransaction = first > 0 && isSayable(in, TRANSACTION, CURRENCY_TRANSACTION);
        final boolean isOther =
                second == 0 || second > 0 && isSayable(in, RECONCILIATION, CURRENCY_RECONCILIATION);
        if (!isTransaction || !isOther) return -1;
        return part == 0 ? first : second;
    }

    /** Whether the outgoing version can say an amount. */
    private static boolean isSayable(Incoming in, int de, int currencyElement) {
        if (value(in, de) < 0) return false;
        final int currency = in.toVersion == 2003 ? currency(in, de, currencyElement) : 0;
        return in.toVersion != 2003 || currency >= 0 && Currencies.exponent(currency) >= 0;
    }

    /** One of the two amounts in DE30 or at the start of DE95, -1 when it cannot be read. */
    private static long part(Incoming in, int de, int part) {
        final int length = in.read(de);
        final int width = de == REPLACEMENTS ? DIGITS : length / 2;
        if (width < DIGITS || !in.isDigits(part * width, width)) return -1;
        final long value = in.number(part * width + width - DIGITS, DIGITS);
        return width == DIGITS || value == 0 || isMinorUnit(in, part * width) ? value : -1;
    }

    /** -1 when there is no such amount. */
    private static long value(Incoming in, int de) {
        final int length = in.read(de);
        final int from = in.version() == 2003 ? WITH_CURRENCY : 0;
        if (length <= from || !in.isDigits(0, length)) return -1;
        if (from > 0 && !isMinorUnit(in, 0)) return -1;
        return in.number(from, length - from);
    }

    /** Whether the exponent behind a currency of 2003 is the one that other versions imply. */
    private static boolean isMinorUnit(Incoming in, int at) {
        return Currencies.exponent((int) in.number(at, 3)) == in.number(at + 3, 1);
    }

    /** Currency of an amount, -1 when it is not told by number. */
    static int currency(Incoming in, int de, int currencyElement) {
        final int length = in.read(in.version() == 2003 ? de : currencyElement);
        return length >= 3 && in.isDigits(0, 3) ? (int) in.number(0, 3) : -1;
    }

    private static int write(
            long value, int currency, int version, int units, MutableDirectBuffer out, int start) {
        int at = start;
        int digits = units;
        if (version == 2003) {
            if (currency < 0) return Form.INCOMPLETE;
            final int exponent = Currencies.exponent(currency);
            if (exponent < 0 || units <= WITH_CURRENCY) return Form.LOST;
            at = Incoming.digits(currency, 3, out, at);
            at = Incoming.digits(exponent, 1, out, at);
            digits -= WITH_CURRENCY;
        }
        if (value < 0 || !Incoming.fits(value, digits)) return Form.LOST;
        return Incoming.digits(value, digits, out, at) - start;
    }
}
