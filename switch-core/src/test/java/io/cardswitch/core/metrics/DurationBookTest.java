package io.cardswitch.core.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.stream.IntStream;

class DurationBookTest {
    private static final long MICROSECOND = 1_000;

    private final Histogram purchases = Histogram.ofDurations();
    private final Histogram reversals = Histogram.ofDurations();
    private long nowNs = 7;
    private int looks;
    private final DurationBook book =
            new DurationBook(() -> {
                looks++;
                return nowNs;
            });

    @Test
    void shouldLookAtTheClockOnceWhenABatchEnds() {
        final long early = nowNs;
        book.add(purchases, early);
        book.add(purchases, early);
        final long late = nowNs + 60 * MICROSECOND;
        book.add(purchases, late);
        book.add(reversals, late);
        nowNs = early + 80 * MICROSECOND;
        book.endBatch();
        assertEquals(1, looks);
        assertEquals(1, purchases.count(0), "20 us");
        assertEquals(2, purchases.count(1), "80 us, of two that began together");
        assertEquals(180 * MICROSECOND, purchases.sum());
        assertEquals(1, reversals.count(0));
        assertEquals(20 * MICROSECOND, reversals.sum());
    }

    @Test
    void shouldNotLookAtTheClockWhenNothingEnded() {
        book.endBatch();
        book.add(purchases, nowNs);
        book.endBatch();
        book.endBatch();
        assertEquals(1, looks);
        assertEquals(1, total(purchases));
    }

    @Test
    void shouldCountAllWhenMoreBeganApartThanItHolds() {
        for (int i = 0; i < 1_000; i++) {
            book.add(i % 2 == 0 ? purchases : reversals, nowNs + i);
        }
        nowNs += 1_000;
        book.endBatch();
        assertEquals(500, total(purchases));
        assertEquals(500, total(reversals));
    }

    private static long total(Histogram histogram) {
        return IntStream.range(0, histogram.buckets()).mapToLong(histogram::count).sum();
    }
}
