package io.cardswitch.iso8583.convert;

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
        final boolean isFrom87 = in.version() == 87;
        final int entry = isFrom87 ? 20 : 21;
        final int length = in.read(54);
        if (isFrom87 == (in.toVersion == 87)) {
            in.copy(0, length, out, start);
            return length;
        }
        if (length % entry != 0) return Form.LOST;
        int at = start;
        for (int from = 0; from < length; from += entry) {
            if (!in.isDigits(from + 4, 3)) return Form.LOST;
            final int exponent = Currencies.exponent((int) in.number(from + 4, 3));
            if (isFrom87 && exponent < 0) return Form.LOST;
            if (!isFrom87 && in.character(from + 7) != '0' + exponent) return Form.LOST;
            at = in.copy(from, 7, out, at);
            if (isFrom87) at = Incoming.digits(exponent, 1, out, at);
            at = in.copy(from + entry - 13, 13, out, at);
        }
        return at - start;
    }
}
