package io.cardswitch.core.edge.security;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.cardswitch.hsm.HsmClient;
import io.cardswitch.hsm.simulator.SoftwareHsm;
import io.cardswitch.hsm.simulator.SoftwareHsmConfig;
import io.cardswitch.hsm.transport.HsmEndpointConfig;
import io.cardswitch.hsm.transport.HsmPool;
import io.cardswitch.hsm.transport.HsmPoolConfig;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** A software HSM and a pool with one connection to it, which stands. */
public final class LoopbackHsm implements AutoCloseable {
    private static final long PATIENCE_NS = 20_000_000_000L;

    private final SoftwareHsm hsm;
    private final HsmPool pool;

    /** Starts both. */
    public LoopbackHsm() throws IOException {
        hsm = SoftwareHsm.start(SoftwareHsmConfig.onLoopback(0));
        final HsmEndpointConfig endpoint =
                new HsmEndpointConfig("test", "127.0.0.1", hsm.port(), 1, Optional.empty());
        pool =
                new HsmPool(
                        new HsmPoolConfig(
                                List.of(endpoint),
                                4,
                                64,
                                64,
                                4_096,
                                1_024,
                                HsmPoolConfig.Timers.USUAL),
                        new HsmPool.Ports(line -> {}, cause -> {}));
        final long start = System.nanoTime();
        while (pool.usableConnections() == 0) {
            assertFalse(System.nanoTime() - start > PATIENCE_NS, "the HSM is there");
            LockSupport.parkNanos(100_000);
        }
    }

    /** A caller that has so many commands under way at most. */
    public HsmClient newClient(int window) {
        return pool.newClient(window, () -> {});
    }

    /** Commands that went to the HSM. */
    public long sent() {
        return pool.counters().sent();
    }

    /** Requests that the HSM answered. */
    public long answers() {
        return hsm.answers();
    }

    /** Ends the HSM; the pool goes on without. */
    public void stop() {
        hsm.close();
    }

    @Override
    public void close() {
        pool.close();
        hsm.close();
    }
}
