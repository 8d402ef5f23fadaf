package io.cardswitch.hsm.simulator;

/**
 * What a device under test does wrong on purpose. Counts are per connection: every n-th answer, 0
 * for never.
 *
 * @param delayMs milliseconds that every answer waits
 * @param dropEvery answers that never come
 * @param duplicateEvery answers that come twice
 * @param garbageEvery answers whose bytes behind the header are noise
 * @param cutEvery answers that break off in the middle, and the connection with them
 * @param closeEvery answers instead of which the connection is closed
 * @param refuseEvery answers replaced by an error code
 * @param refusal that error code, two characters
 * @param shuffleWindow answers that are held back and sent in another order, 0 or 1 for none
 * @param isSilent whether it reads and says nothing at all
 */
public record Faults(
        int delayMs,
        int dropEvery,
        int duplicateEvery,
        int garbageEvery,
        int cutEvery,
        int closeEvery,
        int refuseEvery,
        String refusal,
        int shuffleWindow,
        boolean isSilent) {
    /** A device that does what it should. */
    public static final Faults NONE = new Faults(0, 0, 0, 0, 0, 0, 0, "00", 0, false);

    /** Every answer waits that long. */
    public static Faults delay(int delayMs) {
        return new Faults(delayMs, 0, 0, 0, 0, 0, 0, "00", 0, false);
    }

    /** Every n-th answer never comes. */
    public static Faults drop(int every) {
        return new Faults(0, every, 0, 0, 0, 0, 0, "00", 0, false);
    }

    /** Every n-th answer comes twice. */
    public static Faults duplicate(int every) {
        return new Faults(0, 0, every, 0, 0, 0, 0, "00", 0, false);
    }

    /** Every n-th answer is noise behind its header. */
    public static Faults garbage(int every) {
        return new Faults(0, 0, 0, every, 0, 0, 0, "00", 0, false);
    }

    /** Every n-th answer breaks off in the middle. */
    public static Faults cut(int every) {
        return new Faults(0, 0, 0, 0, every, 0, 0, "00", 0, false);
    }

    /** Instead of every n-th answer the connection is closed. */
    public static Faults close(int every) {
        return new Faults(0, 0, 0, 0, 0, every, 0, "00", 0, false);
    }

    /** Every n-th answer is this error code. */
    public static Faults refuse(int every, String code) {
        return new Faults(0, 0, 0, 0, 0, 0, every, code, 0, false);
    }

    /** Answers come in another order within a window. */
    public static Faults shuffle(int window) {
        return new Faults(0, 0, 0, 0, 0, 0, 0, "00", window, false);
    }

    /** Nothing is answered. */
    public static Faults silence() {
        return new Faults(0, 0, 0, 0, 0, 0, 0, "00", 0, true);
    }

    static boolean isDue(int every, long count) {
        return every > 0 && count % every == 0;
    }
}
