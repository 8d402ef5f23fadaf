package io.cardswitch.core.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HistogramTest {
    @Test
    void shouldCountABoundBelowItselfWhenAValueEqualsIt() {
        final Histogram histogram = Histogram.ofDurations();
        for (int bucket = 0; bucket < histogram.buckets() - 1; bucket++) {
            histogram.record(histogram.bound(bucket), 1);
            histogram.record(histogram.bound(bucket) + 1, 2);
        }
        assertEquals(1, histogram.count(0));
        for (int bucket = 1; bucket < histogram.buckets() - 1; bucket++) {
            assertEquals(3, histogram.count(bucket), "bucket " + bucket);
        }
        assertEquals(2, histogram.count(histogram.buckets() - 1));
    }

    @Test
    void shouldAddUpEveryOccurrenceWhenSeveralAreRecordedAtOnce() {
        final Histogram histogram = Histogram.ofSizes();
        histogram.record(3, 4);
        histogram.record(1_000_000, 2);
        assertEquals(2_000_012, histogram.sum());
        assertEquals(4, histogram.count(1));
        assertEquals(2, histogram.count(histogram.buckets() - 1));
    }
}
