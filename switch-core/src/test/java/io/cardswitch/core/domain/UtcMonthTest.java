package io.cardswitch.core.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.SplittableRandom;

final class UtcMonthTest {
    private final UtcMonth months = new UtcMonth();

    @Test
    void shouldAgreeWithTheCalendarWhenADayBeginsAndEnds() {
        for (LocalDate day = LocalDate.of(1999, 12, 1);
                day.isBefore(LocalDate.of(2105, 1, 1));
                day = day.plusDays(1)) {
            final long startMs = day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
            assertEquals(expected(startMs), months.of(startMs), day::toString);
            assertEquals(expected(startMs), months.of(startMs + 86_399_999), day::toString);
        }
    }

    @Test
    void shouldAgreeWithTheCalendarForAnyTime() {
        final SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 100_000; i++) {
            final long timeMs = random.nextLong(UtcMonth.MAX_TIME_MS + 1);
            assertEquals(expected(timeMs), months.of(timeMs), () -> "time " + timeMs);
        }
        assertEquals(9_912, months.of(UtcMonth.MAX_TIME_MS));
    }

    private static int expected(long timeMs) {
        final LocalDate day = Instant.ofEpochMilli(timeMs).atZone(ZoneOffset.UTC).toLocalDate();
        return day.getYear() % 100 * 100 + day.getMonthValue();
    }
}
