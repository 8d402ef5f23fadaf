package io.cardswitch.core.metrics;

import java.util.function.LongSupplier;

/**
 * What ended within one batch, recorded with one look at the clock: neighbours that began together
 * are one entry. Used by one thread; allocates nothing.
 */
public final class DurationBook {
    private static final int ENTRIES = 64;

    private final LongSupplier clockNs;
    private final Histogram[] histograms = new Histogram[ENTRIES];
    private final long[] startsNs = new long[ENTRIES];
    private final int[] counts = new int[ENTRIES];
    private int last = -1;

    /**
     * @param clockNs as {@link System#nanoTime}; the starts are taken from it too
     */
    public DurationBook(LongSupplier clockNs) {
        this.clockNs = clockNs;
    }

    /** Something that began then ends with this batch. */
    public void add(Histogram histogram, long startNs) {
        if (last >= 0 && histograms[last] == histogram && startsNs[last] == startNs) {
            counts[last]++;
            return;
        }
        if (last == ENTRIES - 1) endBatch(); // A moment early, and still one look for many.
        last++;
        histograms[last] = histogram;
        startsNs[last] = startNs;
        counts[last] = 1;
    }

    /** All that was added has ended now. */
    public void endBatch() {
        if (last < 0) return;
        final long nowNs = clockNs.getAsLong();
        for (int i = 0; i <= last; i++) {
            histograms[i].record(nowNs - startsNs[i], counts[i]);
        }
        last = -1;
    }
}
