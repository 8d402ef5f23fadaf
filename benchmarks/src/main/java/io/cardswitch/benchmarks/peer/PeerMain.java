package io.cardswitch.benchmarks.peer;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.StringJoiner;

/**
 * Entry of every peer process: runs the main class named first, and obeys standard input. A line
 * asks for a {@link #SAMPLE}; the end of the input, which the death of the parent brings about too,
 * ends the process.
 */
public final class PeerMain {
    /**
     * Starts the line that answers a request for a sample: allocated bytes, collections, CPU time,
     * then name and allocated bytes of each thread, all behind tabs.
     */
    static final String SAMPLE = "SAMPLE";

    static final String SEPARATOR = "\t";

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
                        String.join(
                                SEPARATOR,
                                SAMPLE,
                                Long.toString(threads.getTotalThreadAllocatedBytes()),
                                Long.toString(collections),
                                Long.toString(system.getProcessCpuTime()),
                                allocatedByThread(threads)));
                System.out.flush();
            }
        } catch (final IOException e) {
            System.err.println("parent is gone: " + e.getMessage());
        }
        System.exit(0);
    }

    private static String allocatedByThread(ThreadMXBean threads) {
        final StringJoiner fields = new StringJoiner(SEPARATOR);
        for (final ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null) { // It has ended since.
                fields.add(thread.getThreadName());
                fields.add(Long.toString(threads.getThreadAllocatedBytes(thread.getThreadId())));
            }
        }
        return fields.toString();
    }
}
