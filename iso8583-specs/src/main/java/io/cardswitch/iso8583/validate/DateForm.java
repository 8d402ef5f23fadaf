package io.cardswitch.iso8583.validate;

import org.agrona.DirectBuffer;

import java.util.regex.Pattern;

/**
 * A date, a time or both as digits, named as ISO 8583 names them: MMDD, hhmmss, CCYYMMDD. Zeros are
 * no date, since an element without a value is left out of a message. 29 February is a day of any
 * year that is not told; of a year of two digits 00 is taken for 2000, a leap year.
 */
public final class DateForm {
    private static final Pattern NOTATION =
            Pattern.compile("(?=.)(?:(?:CC)?YY)?(?:MM(?:DD)?)?(?:hhmm(?:ss)?)?");
    private static final int NO_PART = -1;
    private static final int[] DAYS = {0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    private static final int FEBRUARY = 2;
    private static final int MONTHS = 12;
    private static final int HOURS = 24;
    private static final int SIXTY = 60;
    private static final int YEARS_A_CENTURY = 100;
    private static final int CENTURY = 20;

    private final String notation;
    private final int centuryAt;
    private final int yearAt;
    private final int monthAt;
    private final int dayAt;
    private final int hourAt;
    private final int minuteAt;
    private final int secondAt;

    private DateForm(String notation) {
        this.notation = notation;
        centuryAt = notation.indexOf("CC");
        yearAt = notation.indexOf("YY");
        monthAt = notation.indexOf("MM");
        dayAt = notation.indexOf("DD");
        hourAt = notation.indexOf("hh");
        minuteAt = notation.indexOf("mm");
        secondAt = notation.indexOf("ss");
    }

    /** Null when the notation names no form. */
    public static DateForm of(String notation) {
        return NOTATION.matcher(notation).matches() ? new DateForm(notation) : null;
    }

    /** What is wrong with a value of so many ASCII characters. */
    public DateFault check(DirectBuffer value, int length) {
        if (length != notation.length() || !areDigits(value, length)) return DateFault.DIGITS;
        final int month = part(value, monthAt);
        if (month != NO_PART && (month == 0 || month > MONTHS)) return DateFault.MONTH;
        final int day = part(value, dayAt);
        if (day != NO_PART && !isDay(day, month, value)) return DateFault.DAY;
        if (part(value, hourAt) >= HOURS) return DateFault.HOUR;
        if (part(value, minuteAt) >= SIXTY) return DateFault.MINUTE;
        return part(value, secondAt) < SIXTY ? DateFault.NONE : DateFault.SECOND;
    }

    private static boolean areDigits(DirectBuffer value, int length) {
        for (int i = 0; i < length; i++) {
            final byte character = value.getByte(i);
            if (character < '0' || character > '9') return false;
        }
        return true;
    }

    private static int part(DirectBuffer value, int at) {
        return at < 0 ? NO_PART : value.parseNaturalIntAscii(at, 2);
    }

    private boolean isDay(int day, int month, DirectBuffer value) {
        if (day == 0 || day > DAYS[month]) return false;
        final int year = part(value, yearAt);
        if (month != FEBRUARY || day < DAYS[FEBRUARY] || year == NO_PART) return true;
        final int century = centuryAt < 0 ? CENTURY : part(value, centuryAt);
        return isLeap(century * YEARS_A_CENTURY + year);
    }

    /** Whether a year, as 2028, has a 29 February. */
    public static boolean isLeap(int year) {
        return year % 4 == 0 && (year % YEARS_A_CENTURY != 0 || year % 400 == 0);
    }

    @Override
    public String toString() {
        return notation;
    }
}
