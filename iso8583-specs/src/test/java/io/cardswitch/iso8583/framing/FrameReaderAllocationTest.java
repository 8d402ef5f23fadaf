package io.cardswitch.iso8583.framing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;

/** Cutting large reads into frames leaves no garbage. */
class FrameReaderAllocationTest {
    private static final int ROUNDS = 2_000;
    private static final int MESSAGES = 50;
    private static final int BODY_LENGTH = 200;

    @ParameterizedTest
    @EnumSource
    void shouldAllocateNothingWhenWarm(Framing framing) {
        final SplittableRandom random = new SplittableRandom(1);
        final ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int i = 0; i < MESSAGES; i++) {
            stream.writeBytes(Frames.frame(framing, Frames.body(framing, random, BODY_LENGTH)));
        }
        final UnsafeBuffer buffer = new UnsafeBuffer(stream.toByteArray());
        final FrameReader reader = new FrameReader(framing, BODY_LENGTH);
        final Frames.Count count = new Frames.Count();
        run(reader, buffer, count);

        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long thread = Thread.currentThread().threadId();
        final long before = threads.getThreadAllocatedBytes(thread);
        run(reader, buffer, count);
        final long allocated = threads.getThreadAllocatedBytes(thread) - before;

        assertEquals(0, allocated / ROUNDS, "bytes a round, " + allocated + " in all");
        assertEquals(2L * ROUNDS * MESSAGES, count.bodies());
    }

    private static void run(FrameReader reader, UnsafeBuffer buffer, Frames.Count count) {
        for (int i = 0; i < ROUNDS; i++) {
            reader.read(buffer, 0, buffer.capacity(), count);
        }
    }
}
