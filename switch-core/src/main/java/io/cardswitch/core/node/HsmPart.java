package io.cardswitch.core.node;

import io.cardswitch.core.config.SwitchConfig;
import io.cardswitch.core.config.keys.HsmConfig;
import io.cardswitch.core.domain.LinkKeyKind;
import io.cardswitch.core.edge.EdgeConfig;
import io.cardswitch.core.edge.security.LinkKeyBook;
import io.cardswitch.core.edge.security.LinkKeyRing;
import io.cardswitch.core.engine.link.LinkKey;
import io.cardswitch.core.metrics.SwitchCounters;
import io.cardswitch.core.transport.Transport;
import io.cardswitch.hsm.HsmClient;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.transport.HsmCounters;
import io.cardswitch.hsm.transport.HsmPool;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** The HSMs of a node, or none. */
final class HsmPart implements AutoCloseable {
    private static final long POLL_NS = 1_000_000;

    private final Optional<HsmConfig> config;
    private final Optional<HsmPool> pool;

    private HsmPart(Optional<HsmConfig> config, Optional<HsmPool> pool) {
        this.config = config;
        this.pool = pool;
    }

    /**
     * Begins to connect; does not wait for it: what needs no HSM is served without one.
     *
     * @throws StartException when a certificate is not usable
     */
    static HsmPart open(
            SwitchConfig config,
            SwitchCounters counters,
            Consumer<String> operatorLog,
            Consumer<Throwable> fatal) {
        try {
            final Optional<HsmPool> pool =
                    config.hsm()
                            .map(settings ->
                                    new HsmPool(
                                            settings.pool(),
                                            new HsmPool.Ports(operatorLog, fatal)));
            pool.ifPresent(opened -> register(counters, opened.counters()));
            return new HsmPart(config.hsm(), pool);
        } catch (final IllegalArgumentException e) {
            throw new StartException(ExitCode.USAGE, "switch.yaml: " + e.getMessage(), e);
        }
    }

    private static void register(SwitchCounters counters, HsmCounters pool) {
        counters.gauge("switch_hsm_commands_total", "Commands sent to the HSMs.", pool::sent);
        counters.gauge(
                "switch_hsm_timeouts_total", "Attempts without an answer in time.", pool::timedOut);
        counters.gauge(
                "switch_hsm_repeated_total",
                "Commands that another HSM was asked.",
                pool::repeated);
        counters.gauge(
                "switch_hsm_unavailable_total",
                "Commands refused because no HSM was there.",
                pool::unavailable);
        counters.gauge("switch_hsm_connections_lost_total", "Connections that ended.", pool::lost);
    }

    /**
     * Waits a moment for a connection, so that the first transactions find one.
     *
     * @return false when no HSM has answered
     */
    boolean awaitConnection() {
        if (pool.isEmpty()) {
            return true;
        }
        final long limitNs = TimeUnit.MILLISECONDS.toNanos(config.orElseThrow().timeoutMs());
        final long start = System.nanoTime();
        while (pool.get().usableConnections() == 0) {
            if (System.nanoTime() - start > limitNs) {
                return false;
            }
            LockSupport.parkNanos(POLL_NS);
        }
        return true;
    }

    boolean isPresent() {
        return pool.isPresent();
    }

    /** The way of an event loop to the HSMs; null without. */
    HsmClient newClient(int loop, Transport transport) {
        return pool.map(opened ->
                        opened.newClient(
                                config.orElseThrow().pending(), transport.checkWaker(loop)))
                .orElse(null);
    }

    /**
     * The keys of all links: as configured, or as exchanged since. Null without an HSM.
     *
     * @param exchanged what the engine has written down
     */
    static LinkKeyBook linkKeys(EdgeConfig config, List<LinkKey> exchanged) {
        if (config.security().isEmpty()) {
            return null;
        }
        final LinkKeyBook keys = new LinkKeyBook(config.security().get().links());
        for (final LinkKey key : exchanged) {
            final LinkKeyRing ring = keys.ring(key.linkId());
            if (ring.configured().exchange() != null) { // Else what it exchanged once is history.
                ring.restore(
                        key.kind(),
                        new LinkKeyRing.NewKey(
                                HsmKey.parse(key.keyBlock()),
                                HexFormat.fromHexDigits(key.checkValue()),
                                key.stan()),
                        previous(key, ring),
                        key.previousEndsMs());
            }
        }
        return keys;
    }

    private static HsmKey previous(LinkKey key, LinkKeyRing ring) {
        if (!key.previousKeyBlock().isEmpty()) {
            return HsmKey.parse(key.previousKeyBlock());
        }
        return key.kind() == LinkKeyKind.PIN ? ring.pinKey() : ring.macKey();
    }

    @Override
    public void close() {
        pool.ifPresent(HsmPool::close);
    }
}
