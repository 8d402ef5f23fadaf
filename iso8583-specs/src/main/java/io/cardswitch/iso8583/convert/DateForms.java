package io.cardswitch.iso8583.convert;

import io.cardswitch.iso8583.validate.DateFault;
import io.cardswitch.iso8583.validate.DateForm;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Dates. 1987 leaves the year out (MMDD) and keeps the local time in DE12, the local date in DE13;
 * 1993 writes YYMMDDhhmmss into DE12, 2003 CCYYMMDDhhmmss. A missing year is the one that brings
 * the date nearest to today, of 29 February the nearest leap year; a date of another year is said
 * less exactly without it. Two digits of a year are of 2000 to 2099, others are not written. Days
 * and times that there are not are never written.
 */
final class DateForms {
    private static final int TIME = 12;
    private static final int DATE = 13;
    private static final int TIME_DIGITS = 6;
    private static final int CENTURY = 2000;
    private static final int LEAP_DAY = 229;

    /** From one leap year to the next there are at most so many years. */
    private static final int LEAP_YEARS_APART = 8;

    private static final DateForm DAY = DateForm.of("MMDD");
    private static final DateForm DAY_OF_YEAR = DateForm.of("YYMMDD");
    private static final DateForm DAY_OF_CENTURY = DateForm.of("CCYYMMDD");
    private static final DateForm TIME_OF_DAY = DateForm.of("hhmmss");
    private static final DateForm DAY_AND_TIME = DateForm.of("MMDDhhmmss");
    private static final DateForm LOCAL_TIME_93 = DateForm.of("YYMMDDhhmmss");
    private static final DateForm LOCAL_TIME_2003 = DateForm.of("CCYYMMDDhhmmss");

    private DateForms() {}

    /** MMDD, YYMMDD or CCYYMMDD, as many digits as the outgoing element has. */
    static Form date(int de) {
        return (in, units, out, at) -> write(in, de, in.read(de), units, out, at);
    }

    /** DE12 of 1993 and 2003. */
    static int dateAndTime(Incoming in, int units, MutableDirectBuffer out, int at) {
        if (in.version() == 87 && !(in.has(TIME) && in.has(DATE))) return Form.INCOMPLETE;
        final int de = in.version() == 87 ? DATE : TIME;
        final int dateDigits = in.read(de) - (de == TIME ? TIME_DIGITS : 0);
        final int date = write(in, de, dateDigits, units - TIME_DIGITS, out, at);
        if (date < 0) return date;
        final int time = localTime(in, TIME_DIGITS, out, at + date);
        return time < 0 ? time : date + time;
    }

    /**
     * MMDDhhmmss with the nearest year, of so many digits, in front of it.
     *
     * @return characters written, {@link Form#NO_DATE} when it is none
     */
    static int withYear(
            Incoming in, DirectBuffer time, int yearDigits, MutableDirectBuffer out, int at) {
        final int length = 4 + TIME_DIGITS;
        if (DAY_AND_TIME.check(time, length) != DateFault.NONE) return Form.NO_DATE;
        final int year = nearestYear(time.parseNaturalIntAscii(0, 4), in.today());
        Incoming.digits(year, yearDigits, out, at);
        out.putBytes(at + yearDigits, time, 0, length);
        return yearDigits + length;
    }

    /** Whether a part of the value read last is a local time as DE12 of 1993 or of 2003. */
    static boolean isDateAndTime(Incoming in, int from, int end) {
        final DateForm form = in.version() == 93 ? LOCAL_TIME_93 : LOCAL_TIME_2003;
        in.copy(from, end - from, in.scratch(), 0);
        return form.check(in.scratch(), end - from) == DateFault.NONE;
    }

    /** The time in DE12 of any version, which ends with it. */
    static int localTime(Incoming in, int units, MutableDirectBuffer out, int at) {
        final int from = in.read(TIME) - TIME_DIGITS;
        if (from < 0) return Form.LOST;
        in.copy(from, TIME_DIGITS, in.scratch(), 0);
        final DateFault fault = TIME_OF_DAY.check(in.scratch(), TIME_DIGITS);
        return fault == DateFault.NONE ? in.copy(from, TIME_DIGITS, out, at) - at : lost(fault);
    }

    /** DE13 of 1987. */
    static int localDate(Incoming in, int units, MutableDirectBuffer out, int at) {
        return write(in, TIME, in.read(TIME) - TIME_DIGITS, units, out, at);
    }

    /** Whether the year is the one that two digits of it stand for. */
    static boolean isTwoDigits(int year) {
        return year / 100 * 100 == CENTURY;
    }

    /** The date in the first so many digits of an element, the value read last. */
    private static int write(
            Incoming in, int de, int length, int units, MutableDirectBuffer out, int at) {
        final DateForm form =
                switch (length) {
                    case 4 -> DAY;
                    case 6 -> DAY_OF_YEAR;
                    case 8 -> DAY_OF_CENTURY;
                    default -> null;
                };
        if (form == null || units != 4 && units != 6 && units != 8) return Form.LOST;
        final DateFault fault = form.check(in.value(), length);
        if (fault != DateFault.NONE) return lost(fault);
        final int monthAndDay = (int) in.number(length - 4, 4);
        final int year =
                switch (length) {
                    case 4 -> nearestYear(monthAndDay, in.today());
                    case 6 -> CENTURY + (int) in.number(0, 2);
                    default -> (int) in.number(0, 4);
                };
        if (units == 6 && !isTwoDigits(year)) return Form.NO_YEAR;
        if (units == 4 && year != nearestYear(monthAndDay, in.today())) in.blur(de);
        final int end = Incoming.digits(year, units - 4, out, at);
        return Incoming.digits(monthAndDay, 4, out, end) - at;
    }

    private static int lost(DateFault fault) {
        return fault == DateFault.DIGITS ? Form.LOST : Form.NO_DATE;
    }

    /** The earlier one of two that are as near. */
    private static int nearestYear(int monthAndDay, int today) {
        final int thisYear = today / 10_000;
        final int todayNumber = dayNumber(thisYear, today % 10_000);
        int nearest = thisYear;
        int least = Integer.MAX_VALUE;
        for (int i = -LEAP_YEARS_APART; i <= LEAP_YEARS_APART; i++) {
            final int year = thisYear + i;
            if (monthAndDay == LEAP_DAY && !DateForm.isLeap(year)) continue;
            final int distance = Math.abs(dayNumber(year, monthAndDay) - todayNumber);
            if (distance >= least) continue;
            nearest = year;
            least = distance;
        }
        return nearest;
    }

    /** Days since a day long ago; a year begins in March, so that its leap day is the last. */
    private static int dayNumber(int year, int monthAndDay) {
        final int month = (monthAndDay / 100 + 9) % 12;
        final int years = month < 10 ? year : year - 1;
        final int monthStart = (153 * month + 2) / 5; // 31, 30, 31, 30, 31 days, over and over
        return 365 * years + years / 4 - years / 100 + years / 400 + monthStart + monthAndDay % 100;
    }
}
