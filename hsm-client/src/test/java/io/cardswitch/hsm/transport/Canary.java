package io.cardswitch.hsm.transport;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;

/** Looks for what should have been wiped. */
final class Canary {
    private Canary() {}

    /** Whether every byte is zero. */
    static boolean isBlank(DirectBuffer buffer) {
        return isBlank(buffer, buffer.capacity());
    }

    /** Whether the records of a ring are zero, its positions left out. */
    static boolean isBlankRing(ManyToOneRingBuffer ring) {
        return isBlank(ring.buffer(), ring.capacity());
    }

    private static boolean isBlank(DirectBuffer buffer, int length) {
        for (int i = 0; i < length; i++) {
            if (buffer.getByte(i) != 0) {
                return false;
            }
        }
        return true;
    }
}
