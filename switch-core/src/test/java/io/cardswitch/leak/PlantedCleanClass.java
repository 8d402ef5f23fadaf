package io.cardswitch.leak;

import io.netty.buffer.PooledByteBufAllocator;

import org.junit.jupiter.api.Test;

/** The twin of the planted leaks that tidies up. */
final class PlantedCleanClass {
    @Test
    void shouldPassAndLeaveNothing() throws InterruptedException {
        PooledByteBufAllocator.DEFAULT.buffer(64).writeLong(1).release();
        Thread.ofPlatform().name("short").start(Thread::onSpinWait).join();
    }
}
