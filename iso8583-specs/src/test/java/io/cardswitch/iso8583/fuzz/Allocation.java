package io.cardswitch.iso8583.fuzz;

import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;

import java.lang.management.ManagementFactory;

/**
 * Bytes that the calling thread allocates, whether they survive or not. What the virtual machine
 * allocates once (a class loaded, compiled code given up) is not repeated; what the code under test
 * allocates for the same bytes is, so a bound is only broken by an action that breaks it each time.
 */
final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int TRIES = 4;

    private Allocation() {}

    /** Bytes allocated by one run. */
    static long of(Runnable action) {
        final long before = THREADS.getCurrentThreadAllocatedBytes();
        action.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    /**
     * Runs the action, again only while it seems to allocate too much.
     *
     * @param action the same each time it is run
     * @throws AssertionError when each run allocates more than {@code most} bytes
     */
    static void assertAtMost(long most, Runnable action) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < TRIES && least > most; i++) {
            least = Math.min(least, of(action));
        }
        if (least > most) fail(least + " bytes allocated, at most " + most + " expected");
    }
}
