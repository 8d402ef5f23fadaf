package io.cardswitch.leak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.PooledByteBufAllocator;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The fixture sees a planted thread and a planted buffer, and forgives what ends by itself. */
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

    private static void dropBuffer() {
        PooledByteBufAllocator.DEFAULT.buffer(64).writeLong(1);
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
