package io.cardswitch.leak;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Threads that live after a test class and did not before it. */
final class ThreadLeaks {
    /** How long a thread that was told to stop may take to do so. */
    private static final long PATIENCE_MS = 3_000;

    /**
     * Threads that the JDK or a library starts once a process, on its own, and keeps: process
     * reapers, the common pool, the carriers and pollers of virtual threads, Netty's global
     * executor, Chronicle's resource releaser and disk monitor, the test runner's own.
     */
    private static final Pattern KEPT =
            Pattern.compile(
                    "process reaper.*|ForkJoinPool\\.commonPool.*|Common-Cleaner|Cleaner-\\d+"
                            + "|Attach Listener|globalEventExecutor.*|ObjectCleanerThread"
                            + "|background~resource~releaser|main/disk~space~checker|JNA Cleaner"
                            + "|JFR .*|ForkJoinPool-1-.*|VirtualThread-unblocker|.*Poller"
                            + "|surefire.*|junit.*|Keep-Alive-Timer|idle-connection-reaper");

    private final Set<Thread> before;

    private ThreadLeaks(Set<Thread> before) {
        this.before = before;
    }

    /** Remembers the threads that live now. */
    static ThreadLeaks before() {
        return new ThreadLeaks(Set.copyOf(Thread.getAllStackTraces().keySet()));
    }

    /** Names of the threads that are new and do not end within the patience of the fixture. */
    List<String> leftBehind() {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        final List<String> names = new ArrayList<>();
        for (final Thread thread : Thread.getAllStackTraces().keySet()) {
            if (!before.contains(thread) && !isKept(thread) && !endsBefore(thread, deadlineNs)) {
                names.add(thread.getName());
            }
        }
        return names;
    }

    private static boolean isKept(Thread thread) {
        final ThreadGroup group = thread.getThreadGroup();
        return KEPT.matcher(thread.getName()).matches()
                || (group != null && group.getName().equals("system"))
                || thread == Thread.currentThread();
    }

    private static boolean endsBefore(Thread thread, long deadlineNs) {
        final long waitMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
        try {
            thread.join(Math.max(1, waitMs));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
