package io.cardswitch.benchmarks.peer;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Entry of every peer process: runs the main class named first, and obeys standard input. A line
 * asks for a {@link #SAMPLE}; the end of the input, which the death of the parent brings about too,
 * ends the process.
 */
public final class PeerMain {
    /**
     * Starts the line that answers a request for a sample: allocated bytes, collections, CPU time.
     */
    static final String SAMPLE = "SAMPLE ";

    private PeerMain() {}

    /** Arguments: main class, then its arguments. */
    public static void main(String[] args) throws ReflectiveOperationException {
        Thread.ofPlatform().daemon().name("parent-watch").start(PeerMain::obeyParent);
        Class.forName(args[0])
                .getMethod("main", String[].class)
                .invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
    }

    private static void obeyParent() {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        try (BufferedReader input =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            while (input.readLine() != null) {
                long collections = 0;
                for (final GarbageCollectorMXBean collector :
                        ManagementFactory.getGarbageCollectorMXBeans()) {
                    collections += collector.getCollectionCount();
                }
                System.out.println(
                        SAMPLE
                                + threads.getTotalThreadAllocatedBytes()
                                + " "
                                + collections
                                + " "
                                + system.getProcessCpuTime());
                System.out.flush();
            }
        } catch (final IOException e) {
            System.err.println("parent is gone: " + e.getMessage());
        }
        System.exit(0);
    }
}
