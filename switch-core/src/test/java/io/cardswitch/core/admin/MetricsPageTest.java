package io.cardswitch.core.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.metrics.Histogram;
import io.cardswitch.core.metrics.SwitchCounters;

import org.junit.jupiter.api.Test;

import java.util.List;

class MetricsPageTest {
    private final SwitchCounters counters = new SwitchCounters();

    @Test
    void shouldShowHistogramsInSecondsWhenTheyHoldNanoseconds() {
        final Histogram pos =
                counters.histogram("d_seconds", "Time.", Histogram.ofDurations(), "link", "pos");
        counters.histogram("d_seconds", "Time.", Histogram.ofDurations(), "link", "atm");
        pos.record(100_000, 2);
        pos.record(100_001, 1);
        pos.record(20_000_000_000L, 1);
        final List<String> page = MetricsPage.of(counters).lines().toList();
        assertEquals(
                List.of("# HELP d_seconds Time.", "# TYPE d_seconds histogram"),
                page.subList(0, 2));
        assertEquals(1, page.stream().filter(line -> line.startsWith("# TYPE")).count());
        assertTrue(page.contains("d_seconds_bucket{link=\"pos\",le=\"0.00005\"} 0"));
        assertTrue(page.contains("d_seconds_bucket{link=\"pos\",le=\"0.0001\"} 2"));
        assertTrue(page.contains("d_seconds_bucket{link=\"pos\",le=\"10\"} 3"));
        assertTrue(page.contains("d_seconds_bucket{link=\"pos\",le=\"+Inf\"} 4"));
        assertTrue(page.contains("d_seconds_sum{link=\"pos\"} 20.000300001"));
        assertTrue(page.contains("d_seconds_count{link=\"pos\"} 4"));
        assertTrue(page.contains("d_seconds_count{link=\"atm\"} 0"));
    }

    @Test
    void shouldShowPlainNumbersWhenAHistogramHoldsSizes() {
        counters.histogram("group_size", "Commands.", Histogram.ofSizes()).record(5, 1);
        final List<String> page = MetricsPage.of(counters).lines().toList();
        assertTrue(page.contains("group_size_bucket{le=\"4\"} 0"));
        assertTrue(page.contains("group_size_bucket{le=\"16\"} 1"));
        assertTrue(page.contains("group_size_sum 5"));
        assertTrue(page.contains("group_size_count 1"));
    }
}
