package io.cardswitch.iso8583.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;

/** What is a date or time of a form: borders of every part, and all dates as the JDK has them. */
class DateFormTest {
    private static DateFault check(String form, String value) {
        final byte[] characters = value.getBytes(StandardCharsets.US_ASCII);
        return DateForm.of(form).check(new UnsafeBuffer(characters), characters.length);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "MMDD, 9099, MONTH",
        "MMDD, 0000, MONTH",
        "MMDD, 0001, MONTH",
        "MMDD, 1301, MONTH",
        "MMDD, 0100, DAY",
        "MMDD, 0132, DAY",
        "MMDD, 0431, DAY",
        "MMDD, 0229, NONE",
        "MMDD, 0230, DAY",
        "MMDD, 1231, NONE",
        "MMDD, 123, DIGITS",
        "MMDD, 12311, DIGITS",
        "MMDD, 12:1, DIGITS",
        "MMDD, 1/31, DIGITS",
        "YYMM, 9912, NONE",
        "YYMM, 0001, NONE",
        "YYMM, 0000, MONTH",
        "YYMM, 2713, MONTH",
        "YYMMDD, 000229, NONE",
        "YYMMDD, 230229, DAY",
        "YYMMDD, 240229, NONE",
        "CCYYMM, 202713, MONTH",
        "hhmmss, 000000, NONE",
        "hhmmss, 235959, NONE",
        "hhmmss, 240000, HOUR",
        "hhmmss, 236000, MINUTE",
        "hhmmss, 235960, SECOND",
        "hhmm, 2359, NONE",
        "MMDDhhmmss, 0229235959, NONE",
        "MMDDhhmmss, 0229235999, SECOND",
        "YYMMDDhhmmss, 230229000000, DAY",
        "CCYYMMDDhhmmss, 20240229000060, SECOND"
    })
    void shouldTellWhatIsWrong(String form, String value, DateFault fault) {
        assertEquals(fault, check(form, value));
    }

    @Test
    void shouldKnowEveryDayOfFiveCenturies() {
        for (int date = 18_000_000; date < 23_000_000; date++) {
            final int month = date / 100 % 100;
            final int day = date % 100;
            if (month > 13 || day > 32) continue;
            assertEquals(
                    isDate(date / 10_000, month, day),
                    check("CCYYMMDD", Integer.toString(date)) == DateFault.NONE,
                    () -> month + "-" + day);
        }
    }

    private static boolean isDate(int year, int month, int day) {
        try {
            assertNotNull(LocalDate.of(year, month, day));
            return true;
        } catch (final DateTimeException e) {
            return false;
        }
    }
}
