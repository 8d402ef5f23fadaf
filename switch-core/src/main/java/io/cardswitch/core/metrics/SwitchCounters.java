package io.cardswitch.core.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Every number the node shows. Names follow Prometheus: {@code switch_<noun>_<unit>}, ending in
 * {@code _total} for counters. Registered at start, or when what they count happens for the first
 * time; read at any time.
 */
public final class SwitchCounters {
    /**
     * One time series.
     *
     * @param name metric name
     * @param help one sentence
     * @param labels as in the exposition format without braces, or empty
     * @param value read when asked
     */
    public record Series(String name, String help, String labels, LongSupplier value) {}

    /**
     * The series of one histogram.
     *
     * @param name metric name; its series add {@code _bucket}, {@code _sum} and {@code _count}
     * @param help one sentence
     * @param labels as in the exposition format without braces, or empty
     * @param values read when asked
     */
    public record Distribution(String name, String help, String labels, Histogram values) {}

    private final List<Series> series = new ArrayList<>();
    private final List<Distribution> distributions = new ArrayList<>();

    /** Registers a counter with the labels {@code key, value, key, value ...}. */
    public synchronized Counter counter(String name, String help, String... labels) {
        final Counter counter = new Counter();
        gauge(name, help, counter::get, labels);
        return counter;
    }

    /** Registers a number that is computed when it is read. */
    public synchronized void gauge(String name, String help, LongSupplier value, String... labels) {
        series.add(new Series(name, help, text(labels), value));
    }

    /** Registers a histogram and returns it. */
    public synchronized Histogram histogram(
            String name, String help, Histogram histogram, String... labels) {
        distributions.add(new Distribution(name, help, text(labels), histogram));
        return histogram;
    }

    private static String text(String... labels) {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < labels.length; i += 2) {
            text.append(i == 0 ? "" : ",").append(labels[i]).append("=\"");
            text.append(labels[i + 1]).append('"');
        }
        return text.toString();
    }

    /** All series in the order of their registration. */
    public synchronized List<Series> series() {
        return List.copyOf(series);
    }

    /** All histograms in the order of their registration. */
    public synchronized List<Distribution> distributions() {
        return List.copyOf(distributions);
    }
}
