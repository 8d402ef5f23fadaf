package io.cardswitch.iso8583.convert;

import io.cardswitch.iso8583.AdditionalAmounts;

import org.agrona.MutableDirectBuffer;

/** Values that stay what they are. */
final class TextForms {
    private TextForms() {}

    /** The same characters; of a text that is too long, blanks at the end do not count. */
    static Form same(int de) {
        return (in, units, out, at) -> {
            int length = in.read(de);
            while (length > units && in.character(length - 1) == ' ') {
                length--;
            }
            in.copy(0, length, out, at);
            return length;
        };
    }

    /** The same number, with as many leading zeros as the other version has digits for. */
    static Form number(int de) {
        return (in, units, out, at) -> {
            final int length = in.read(de);
            if (!in.isDigits(0, length)) return Form.LOST;
            int zeros = 0;
            while (length - zeros > units && in.character(zeros) == '0') {
                zeros++;
            }
            in.copy(zeros, length - zeros, out, at);
            return length - zeros;
        };
    }

    /** DE54: 1993 and 2003 put the currency's exponent behind the currency of every amount. */
    static int additionalAmounts(Incoming in, int units, MutableDirectBuffer out, int start) {
        final boolean isTold = AdditionalAmounts.hasExponent(in.version());
        final int entry = AdditionalAmounts.entryLength(in.version());
        final int length = in.read(54);
        if (isTold == AdditionalAmounts.hasExponent(in.toVersion)) {
            in.copy(0, length, out, start);
            return length;
        }
        if (length % entry != 0) return Form.LOST;
        int at = start;
        for (int from = 0; from < length; from += entry) {
            final int currencyAt = from + AdditionalAmounts.CURRENCY_AT;
            final int exponentAt = from + AdditionalAmounts.EXPONENT_AT;
            final int digits = AdditionalAmounts.CURRENCY_DIGITS;
            if (!in.isDigits(currencyAt, digits)) return Form.LOST;
            final int exponent = Currencies.exponent((int) in.number(currencyAt, digits));
            if (!isTold && exponent < 0) return Form.LOST;
            if (isTold && in.character(exponentAt) != '0' + exponent) return Form.LOST;
            at = in.copy(from, AdditionalAmounts.EXPONENT_AT, out, at);
            if (!isTold) at = Incoming.digits(exponent, 1, out, at);
            final int signed = AdditionalAmounts.SIGNED_AMOUNT;
            at = in.copy(from + entry - signed, signed, out, at);
        }
        return at - start;
    }
}
