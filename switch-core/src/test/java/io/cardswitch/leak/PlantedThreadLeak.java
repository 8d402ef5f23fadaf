package io.cardswitch.leak;

import org.junit.jupiter.api.Test;

import java.util.concurrent.CountDownLatch;

/** A test class that leaves a thread running; by its name no build runs it. */
final class PlantedThreadLeak {
    private static CountDownLatch stop = new CountDownLatch(1);
    private static Thread left;

    @Test
    void shouldPassAndLeaveAThread() {
        stop = new CountDownLatch(1);
        left =
                Thread.ofPlatform()
                        .name("left-behind")
                        .start(() -> LeakExtensionTest.awaitUnchecked(stop));
    }

    /** Ends what the test left. */
    static void end() throws InterruptedException {
        stop.countDown();
        left.join();
    }
}
