package io.cardswitch.iso8583.fuzz;

/**
 * What counted classes did: a step for every method entered, jump met and byte moved at once. The
 * same on every machine, unlike a time. One thread only.
 */
public final class Steps {
    private static long count;

    private Steps() {}

    /** For the code that {@link CountedClasses} puts into classes. */
    public static void one() {
        count++;
    }

    /** As {@link #one}, of something that takes so many. */
    public static void many(int steps) {
        count += steps;
    }

    /** Steps of one run. */
    static long of(Runnable action) {
        final long before = count;
        action.run();
        return count - before;
    }
}
