package io.cardswitch.leak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.PooledByteBufAllocator;

import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The fixture fails classes that leave a thread or a buffer, and forgives what ends by itself. */
final class LeakExtensionTest {
    @Test
    void shouldReportThreadThatStays() throws InterruptedException {
        final CountDownLatch stop = new CountDownLatch(1);
        final ThreadLeaks leaks = ThreadLeaks.before();
        final Thread thread = Thread.ofPlatform().name("planted").start(() -> awaitUnchecked(stop));
        try {
            assertEquals(List.of("planted"), leaks.leftBehind());
        } finally {
            stop.countDown();
            thread.join();
        }
        assertEquals(List.of(), leaks.leftBehind());
    }

    @Test
    void shouldForgiveThreadThatEnds() {
        final ThreadLeaks leaks = ThreadLeaks.before();
        Thread.ofPlatform().name("short").start(Thread::onSpinWait);
        assertEquals(List.of(), leaks.leftBehind());
    }

    @Test
    void shouldReportBufferThatIsDropped() {
        BufferLeaks.drain();
        dropBuffer();
        List<String> leaks = BufferLeaks.drain();
        for (int attempt = 0; attempt < 20 && leaks.isEmpty(); attempt++) {
            leaks = BufferLeaks.drain();
        }
        assertFalse(leaks.isEmpty(), "a dropped buffer went unseen");
        assertTrue(leaks.getFirst().contains("dropBuffer"), leaks::toString);
    }

    @Test
    void shouldReportNothingWhenBufferIsReleased() {
        BufferLeaks.drain();
        PooledByteBufAllocator.DEFAULT.buffer(64).release();
        assertEquals(List.of(), BufferLeaks.drain());
    }

    @Test
    void shouldFailAClassThatLeavesAThread() throws InterruptedException {
        try {
            final List<String> failures = failuresOf(PlantedThreadLeak.class);
            assertEquals(1, failures.size(), failures::toString);
            assertTrue(failures.getFirst().contains("[left-behind]"), failures::toString);
        } finally {
            PlantedThreadLeak.end();
        }
    }

    @Test
    void shouldFailAClassThatDropsABuffer() {
        List<String> failures = failuresOf(PlantedBufferLeak.class);
        for (int attempt = 0; attempt < 20 && failures.isEmpty(); attempt++) {
            failures = failuresOf(PlantedBufferLeak.class); // Nobody commands the collector.
        }
        assertEquals(1, failures.size(), failures::toString);
        assertTrue(failures.getFirst().contains("shouldPassAndDropABuffer"), failures::toString);
    }

    @Test
    void shouldPassAClassThatLeavesNothing() {
        assertEquals(List.of(), failuresOf(PlantedCleanClass.class));
    }

    /** Runs a class as the build does, its one test passing; what the extension says of it. */
    private static List<String> failuresOf(Class<?> planted) {
        BufferLeaks.drain();
        final SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(DiscoverySelectors.selectClass(planted))
                                .build(),
                        listener);
        assertEquals(1, listener.getSummary().getTestsSucceededCount());
        return listener.getSummary().getFailures().stream()
                .map(failure -> failure.getException().getMessage())
                .toList();
    }

    private static void dropBuffer() {
        PooledByteBufAllocator.DEFAULT.buffer(64).writeLong(1);
    }

    static void awaitUnchecked(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
