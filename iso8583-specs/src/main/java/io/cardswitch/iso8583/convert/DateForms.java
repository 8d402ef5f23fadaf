package io.cardswitch.iso8583.convert;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Dates. 1987 leaves the year out (MMDD) and keeps the local time in DE12, the local date in DE13;
 * 1993 writes YYMMDDhhmmss into DE12, 2003 CCYYMMDDhhmmss. A missing year is the one that brings
 * the date nearest to today.
 */
final class DateForms {
    private static final int TIME = 12;
    private static final int DATE = 13;
    private static final int TIME_DIGITS = 6;
    private static final int DAYS_A_MONTH = 31;
    private static final int HALF_A_YEAR = 6 * DAYS_A_MONTH;
    private static final int CENTURY = 2000;

    private DateForms() {}

    /** MMDD, YYMMDD or CCYYMMDD, as many digits as the outgoing element has. */
    static Form date(int de) {
        return (in, units, out, at) -> {
            final int length = in.read(de);
            if (!in.isDigits(0, length)) return Form.LOST;
            return write(in, length, units, out, at);
        };
    }

    /** DE12 of 1993 and 2003. */
    static int dateAndTime(Incoming in, int units, MutableDirectBuffer out, int at) {
        if (in.version() == 87 && !(in.has(TIME) && in.has(DATE))) return Form.INCOMPLETE;
        final int dateDigits = in.version() == 87 ? in.read(DATE) : in.read(TIME) - TIME_DIGITS;
        if (dateDigits < 4 || !in.isDigits(0, dateDigits)) return Form.LOST;
        final int date = write(in, dateDigits, units - TIME_DIGITS, out, at);
        final int length = in.read(TIME);
        if (date < 0 || length < TIME_DIGITS || !in.isDigits(0, length)) return Form.LOST;
        in.copy(length - TIME_DIGITS, TIME_DIGITS, out, at + date);
        return date + TIME_DIGITS;
    }

    /** MMDDhhmmss with the nearest year, of so many digits, in front of it. */
    static void withYear(
            Incoming in, DirectBuffer time, int yearDigits, MutableDirectBuffer out, int at) {
        int monthAndDay = 0;
        for (int i = 0; i < 4; i++) {
            monthAndDay = monthAndDay * 10 + time.getByte(i) - '0';
        }
        Incoming.digits(nearestYear(monthAndDay, in.today()), yearDigits, out, at);
        out.putBytes(at + yearDigits, time, 0, 4 + TIME_DIGITS);
    }

    /** DE12 of 1987. */
    static int localTime(Incoming in, int units, MutableDirectBuffer out, int at) {
        final int length = in.read(TIME);
        if (length <= TIME_DIGITS) return Form.LOST;
        return in.copy(length - TIME_DIGITS, TIME_DIGITS, out, at) - at;
    }

    /** DE13 of 1987. */
    static int localDate(Incoming in, int units, MutableDirectBuffer out, int at) {
        final int dateDigits = in.read(TIME) - TIME_DIGITS;
        return dateDigits < 4 ? Form.LOST : in.copy(dateDigits - 4, 4, out, at) - at;
    }

    /** The date in the first so many digits of the value read last. */
    static int write(Incoming in, int length, int units, MutableDirectBuffer out, int at) {
        final boolean isKnown = length == 4 || length == 6 || length == 8;
        if (!isKnown || units != 4 && units != 6 && units != 8) return Form.LOST;
        final int monthAndDay = (int) in.number(length - 4, 4);
        final int year =
                switch (length) {
                    case 4 -> nearestYear(monthAndDay, in.today());
                    case 6 -> CENTURY + (int) in.number(0, 2);
                    default -> (int) in.number(0, 4);
                };
        final int end = Incoming.digits(year, units - 4, out, at);
        return Incoming.digits(monthAndDay, 4, out, end) - at;
    }

    /** Months of 31 days tell well enough which side of half a year a date is on. */
    private static int nearestYear(int monthAndDay, int today) {
        final int distance = day(monthAndDay) - day(today % 10_000);
        final int year = today / 10_000;
        if (distance > HALF_A_YEAR) return year - 1;
        return distance < -HALF_A_YEAR ? year + 1 : year;
    }

    private static int day(int monthAndDay) {
        return monthAndDay / 100 * DAYS_A_MONTH + monthAndDay % 100;
    }
}
