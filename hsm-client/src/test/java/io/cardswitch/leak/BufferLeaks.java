package io.cardswitch.leak;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Netty buffers that were collected as garbage before they were released. */
final class BufferLeaks {
    private static final Queue<String> REPORTED = new ConcurrentLinkedQueue<>();

    /** Each round lets the collector find dropped buffers and the detector report them. */
    private static final int ROUNDS = 2;

    private BufferLeaks() {}

    /** Sees every leak from now on; must run before the first buffer is allocated. */
    static void install() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new ReportingFactory());
    }

    /** Leaks reported since the last call, the first line of each. */
    static List<String> drain() {
        for (int round = 0; round < ROUNDS; round++) {
            System.gc();
            final ByteBuf probe = PooledByteBufAllocator.DEFAULT.buffer(1);
            probe.release();
        }
        final List<String> leaks = new ArrayList<>();
        String leak = REPORTED.poll();
        while (leak != null) {
            leaks.add(leak);
            leak = REPORTED.poll();
        }
        return leaks;
    }

    private static final class ReportingFactory extends ResourceLeakDetectorFactory {
        @Override
        @SuppressWarnings("deprecation") // The only way in that the factory offers.
        public <T> ResourceLeakDetector<T> newResourceLeakDetector(
                Class<T> resource, int samplingInterval, long maxActive) {
            return new Reporting<>(resource, samplingInterval);
        }
    }

    private static final class Reporting<T> extends ResourceLeakDetector<T> {
        Reporting(Class<?> resource, int samplingInterval) {
            super(resource, samplingInterval);
        }

        @Override
        protected boolean needReport() {
            return true;
        }

        @Override
        protected void reportTracedLeak(String resourceType, String records) {
            REPORTED.add(resourceType + " touched at " + records.strip());
        }

        @Override
        protected void reportUntracedLeak(String resourceType) {
            REPORTED.add(resourceType);
        }
    }
}
