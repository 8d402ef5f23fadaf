package io.cardswitch.core.domain;

/**
 * The month a time falls in, in UTC, as a card's expiry is written: YYMM. Remembers the last month,
 * so that only the first transaction of a day pays for the calendar.
 */
public final class UtcMonth {
    /** Times are at most this: the end of year 9999. */
    public static final long MAX_TIME_MS = 253_402_300_799_999L;

    private static final long DAY_MS = 86_400_000L;
    private static final long DAYS_0000_TO_1970 = 719_468L; // From 1 March of year 0.
    private static final int DAYS_400_YEARS = 146_097;

    private long day = -1;
    private int month;

    /** YYMM of a time in epoch milliseconds, 0 to {@link #MAX_TIME_MS}. */
    public int of(long timeMs) {
        final long wanted = timeMs / DAY_MS;
        if (wanted != day) {
            day = wanted;
            month = compute(wanted);
        }
        return month;
    }

    /** Gregorian calendar in 400-year eras whose years begin in March: leap days come last. */
    private static int compute(long epochDay) {
        final long marchDay = epochDay + DAYS_0000_TO_1970;
        final int dayOfEra = (int) (marchDay % DAYS_400_YEARS);
        final int yearOfEra =
                (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        final int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        final int marchMonth = (5 * dayOfYear + 2) / 153;
        final int calendarMonth = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
        final int calendarYear = calendarMonth <= 2 ? yearOfEra + 1 : yearOfEra;
        return calendarYear % 100 * 100 + calendarMonth;
    }
}
