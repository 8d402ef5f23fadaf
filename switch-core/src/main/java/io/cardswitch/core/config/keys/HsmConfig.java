package io.cardswitch.core.config.keys;

import io.cardswitch.hsm.transport.HsmEndpointConfig;
import io.cardswitch.hsm.transport.HsmPoolConfig;

import java.util.List;

/**
 * {@code hsm} of switch.yaml.
 *
 * @param pool the HSMs
 * @param timeoutMs all commands of one transaction together
 * @param pending commands of one event loop that may wait
 */
public record HsmConfig(HsmPoolConfig pool, int timeoutMs, int pending) {
    static final int MAX_IN_FLIGHT = 256; // On one connection: more only queue in the device.

    /** The same with one HSM on this port of this machine. */
    public HsmConfig onLoopback(int port) {
        final HsmEndpointConfig first = pool.endpoints().getFirst();
        final HsmEndpointConfig local =
                new HsmEndpointConfig(
                        first.name(), "127.0.0.1", port, first.connections(), first.tls());
        return new HsmConfig(
                new HsmPoolConfig(
                        List.of(local),
                        pool.headerLength(),
                        pool.maxPending(),
                        pool.maxInFlight(),
                        pool.maxRequestLength(),
                        pool.maxAnswerLength(),
                        pool.timers()),
                timeoutMs,
                pending);
    }
}
