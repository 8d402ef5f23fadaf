package io.cardswitch.leak;

import io.netty.buffer.PooledByteBufAllocator;

import org.junit.jupiter.api.Test;

/** A test class that drops a buffer; by its name no build runs it. */
final class PlantedBufferLeak {
    @Test
    void shouldPassAndDropABuffer() {
        PooledByteBufAllocator.DEFAULT.buffer(64).writeLong(1);
    }
}
