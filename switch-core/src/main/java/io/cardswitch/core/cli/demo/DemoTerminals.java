package io.cardswitch.core.cli.demo;

import io.cardswitch.core.config.SwitchConfig;
import io.cardswitch.core.edge.LinkConfig;
import io.cardswitch.core.edge.mac.MacAlgorithm;
import io.cardswitch.core.edge.mac.MacFormat;
import io.cardswitch.core.edge.security.LinkKeys;
import io.cardswitch.core.simulator.LoadConfig;
import io.cardswitch.core.simulator.LoadGenerator;
import io.cardswitch.core.simulator.LoadReport;
import io.cardswitch.core.simulator.request.LoadMix;
import io.cardswitch.core.simulator.request.MessageSeal;
import io.cardswitch.core.simulator.request.SimulatedCard;
import io.cardswitch.core.simulator.request.TransactionKind;
import io.cardswitch.core.transport.ListenerConfig;
import io.cardswitch.hsm.simulator.terminal.TestMac;
import io.cardswitch.iso8583.framing.Framing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * Points of sale on the binary listeners, one of them with MACs; cash machines on the ASCII one.
 */
final class DemoTerminals {
    private static final int CASH_SHARE_PERCENT = 20;
    private static final int CONNECTIONS = 2;
    private static final int WINDOW = 256;
    private static final Map<TransactionKind, Integer> AT_POINT_OF_SALE =
            Map.of(
                    TransactionKind.PURCHASE, 80,
                    TransactionKind.AUTHORIZATION, 12,
                    TransactionKind.REVERSAL, 4,
                    TransactionKind.REPEAT, 4);
    private static final Map<TransactionKind, Integer> AT_CASH_MACHINE =
            Map.of(
                    TransactionKind.CASH, 65,
                    TransactionKind.BALANCE, 30,
                    TransactionKind.REVERSAL, 5);

    /** All refusals that the demo's cards are made for. */
    private static final Set<String> EXPECTED =
            Set.of("00", "10", "14", "41", "43", "51", "54", "55", "57", "58", "61", "62", "75");

    private final List<LoadGenerator> generators = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<String> failure = new AtomicReference<>();

    /**
     * Connects all terminals.
     *
     * @param portOf port of a link's listener
     */
    DemoTerminals(SwitchConfig config, ToIntFunction<String> portOf, int tps, long durationMs)
            throws IOException {
        final int atCashMachines = tps * CASH_SHARE_PERCENT / 100;
        final List<ListenerConfig> pointsOfSale = new ArrayList<>();
        final List<ListenerConfig> cashMachines = new ArrayList<>();
        for (final ListenerConfig listener : config.transport().listeners()) {
            if (listener.tls().isEmpty() && isSpoken(config, listener.linkId())) {
                final boolean isBinary = listener.framing() == Framing.BIN2;
                (isBinary ? pointsOfSale : cashMachines).add(listener);
            }
        }
        final Traffic traffic = new Traffic(config, portOf, durationMs);
        connect(traffic, pointsOfSale, tps - atCashMachines, true);
        connect(traffic, cashMachines, atCashMachines, false);
    }

    /** What all terminals have in common. */
    private record Traffic(SwitchConfig config, ToIntFunction<String> portOf, long durationMs) {}

    /** Shares the transactions out among the listeners. */
    private void connect(
            Traffic traffic, List<ListenerConfig> listeners, int tps, boolean isPointOfSale)
            throws IOException {
        for (int i = 0; i < listeners.size(); i++) {
            final int share = tps / listeners.size() + (i < tps % listeners.size() ? 1 : 0);
            if (share > 0) {
                connect(traffic, listeners.get(i), share, isPointOfSale);
            }
        }
    }

    private void connect(Traffic traffic, ListenerConfig listener, int tps, boolean isPointOfSale)
            throws IOException {
        final SwitchConfig config = traffic.config();
        final LinkConfig link =
                config.edge().links().stream()
                        .filter(candidate -> candidate.id() == listener.linkId())
                        .findFirst()
                        .orElseThrow();
        final LoadConfig load =
                new LoadConfig(
                        listener.host(),
                        traffic.portOf().applyAsInt(listener.link()),
                        link.spec(),
                        listener.framing(),
                        link.header(),
                        CONNECTIONS,
                        WINDOW,
                        tps,
                        0,
                        traffic.durationMs(),
                        false,
                        false);
        final List<SimulatedCard> cards =
                new DemoCards(config, listener.linkId()).present(!isPointOfSale);
        generators.add(
                new LoadGenerator(load, mixOf(cards, isPointOfSale, seal(config, link)), null));
    }

    private static LinkKeys keysOf(SwitchConfig config, int linkId) {
        return config.edge()
                .security()
                .map(security -> security.link(linkId))
                .orElse(LinkKeys.NONE);
    }

    /** Whether the terminals can make the MACs that the link asks for. */
    private static boolean isSpoken(SwitchConfig config, int linkId) {
        final MacFormat format = keysOf(config, linkId).macFormat();
        return format == null
                || format.algorithm() == MacAlgorithm.RETAIL && !config.node().isProduction();
    }

    private static MessageSeal seal(SwitchConfig config, LinkConfig link) {
        final LinkKeys keys = keysOf(config, link.id());
        return keys.macFormat() == null
                ? null
                : new MessageSeal(link.spec(), keys.macFormat(), new TestMac(keys.macKey())::of);
    }

    private static LoadMix mixOf(
            List<SimulatedCard> cards, boolean isPointOfSale, MessageSeal seal) {
        return new LoadMix(
                cards,
                isPointOfSale ? AT_POINT_OF_SALE : AT_CASH_MACHINE,
                LoadMix.SMALLEST_MINOR,
                LoadMix.LARGEST_MINOR,
                LoadMix.ACQUIRER,
                EXPECTED,
                seal);
    }

    void start() {
        for (final LoadGenerator generator : generators) {
            threads.add(
                    Thread.ofPlatform()
                            .name("terminals")
                            .daemon()
                            .uncaughtExceptionHandler(
                                    (thread, e) -> failure.compareAndSet(null, e.toString()))
                            .start(generator));
        }
    }

    boolean areRunning() {
        return threads.stream().anyMatch(Thread::isAlive);
    }

    /** Ends the traffic and waits for the last answers. */
    void stop() throws InterruptedException {
        generators.forEach(LoadGenerator::stop);
        for (final Thread thread : threads) {
            thread.join();
        }
    }

    /** What ended a terminal thread before its time. */
    Optional<String> failure() {
        return Stream.concat(
                        Stream.ofNullable(failure.get()),
                        generators.stream().map(LoadGenerator::failure).filter(Objects::nonNull))
                .findFirst();
    }

    LoadReport report() {
        return generators.stream()
                .map(LoadGenerator::report)
                .reduce(LoadReport::plus)
                .orElseThrow();
    }
}
