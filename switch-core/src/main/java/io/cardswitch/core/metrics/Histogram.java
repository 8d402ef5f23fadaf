package io.cardswitch.core.metrics;

/**
 * How often values fell below each of some bounds. One thread writes and any thread reads, as with
 * {@link Counter}; nothing is locked or allocated.
 */
public final class Histogram {
    /** Nanoseconds from 50 us, a good answer, to the 10 s after which nobody waits. */
    private static final long[] DURATION_BOUNDS_NS = {
        50_000L,
        100_000L,
        250_000L,
        500_000L,
        1_000_000L,
        2_500_000L,
        5_000_000L,
        10_000_000L,
        25_000_000L,
        50_000_000L,
        100_000_000L,
        250_000_000L,
        500_000_000L,
        1_000_000_000L,
        2_500_000_000L,
        5_000_000_000L,
        10_000_000_000L
    };

    private static final long[] SIZE_BOUNDS = {1, 4, 16, 64, 256, 1_024, 4_096, 16_384};
    private static final int NANO_DIGITS = 9;

    private final long[] bounds;
    private final int decimals;
    private final Counter[] buckets;
    private final Counter sum = new Counter();

    private Histogram(long[] bounds, int decimals) {
        this.bounds = bounds;
        this.decimals = decimals;
        buckets = new Counter[bounds.length + 1];
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = new Counter();
        }
    }

    /** Of nanoseconds, shown as seconds. */
    public static Histogram ofDurations() {
        return new Histogram(DURATION_BOUNDS_NS, NANO_DIGITS);
    }

    /** Of sizes of batches. */
    public static Histogram ofSizes() {
        return new Histogram(SIZE_BOUNDS, 0);
    }

    /** Counts {@code times} occurrences of a value; only the owning thread calls this. */
    public void record(long value, int times) {
        int bucket = 0;
        while (bucket < bounds.length && value > bounds[bucket]) {
            bucket++;
        }
        buckets[bucket].add(times);
        sum.add(value * times);
    }

    /** Buckets in all; the last has no bound. */
    public int buckets() {
        return buckets.length;
    }

    /** Largest value that a bucket but the last counts. */
    public long bound(int bucket) {
        return bounds[bucket];
    }

    /** Values in one bucket alone. */
    public long count(int bucket) {
        return buckets[bucket].get();
    }

    /** Of all values. */
    public long sum() {
        return sum.get();
    }

    /** Digits behind the point when bounds and sum are shown in the metric's unit. */
    public int decimals() {
        return decimals;
    }
}
