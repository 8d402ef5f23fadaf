package io.cardswitch.core.simulator;

import io.cardswitch.core.simulator.request.LoadFraming;
import io.cardswitch.core.simulator.request.LoadMix;
import io.cardswitch.core.simulator.request.SimulatedCard;
import io.cardswitch.core.simulator.request.TransactionKind;
import io.cardswitch.iso8583.spec.Dialects;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A network of simulated terminals for demonstrations: points of sale on the binary listener, cash
 * machines on the ASCII one, with cards of every status, at a rate that leaves the machine alone.
 */
public final class TerminalNetwork implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int CONNECTIONS = 4;
    private static final int WINDOW = 256;
    private static final int SHOP_PERCENT = 70;
    private static final Map<TransactionKind, Integer> SHOPS =
            Map.of(
                    TransactionKind.PURCHASE, 88,
                    TransactionKind.AUTHORIZATION, 6,
                    TransactionKind.REVERSAL, 3,
                    TransactionKind.REPEAT, 3);
    private static final Map<TransactionKind, Integer> CASH_MACHINES =
            Map.of(
                    TransactionKind.CASH, 70,
                    TransactionKind.BALANCE, 25,
                    TransactionKind.REVERSAL, 3,
                    TransactionKind.REPEAT, 2);

    private final List<LoadGenerator> generators = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /**
     * Connects and starts to send.
     *
     * @param binaryPort listener of {@code iso87-binary} in {@code BIN2} on this machine
     * @param asciiPort listener of {@code iso87-ascii} in {@code ASC4} on this machine
     * @param cards presented at random
     * @param requestsPerSecond over all terminals, at least 2
     * @throws IOException when a connection is refused
     */
    public TerminalNetwork(
            int binaryPort, int asciiPort, List<SimulatedCard> cards, int requestsPerSecond)
            throws IOException {
        final int shops = Math.max(1, requestsPerSecond * SHOP_PERCENT / 100);
        final int cashMachines = Math.max(1, requestsPerSecond - shops);
        try {
            start("shops", binaryPort, "iso87-binary", shops, mix(cards, SHOPS));
            start(
                    "cash-machines",
                    asciiPort,
                    "iso87-ascii",
                    cashMachines,
                    mix(cards, CASH_MACHINES));
        } catch (final IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The figures of all terminals so far; after {@link #close()}, the final ones. */
    public LoadReport snapshot() {
        return generators.stream()
                .map(LoadGenerator::report)
                .reduce(LoadReport::plus)
                .orElseThrow();
    }

    /** Stops sending, waits for the last answers, closes the connections. */
    @Override
    public void close() {
        generators.forEach(LoadGenerator::stop);
        for (final Thread thread : threads) {
            try {
                thread.join();
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void start(String name, int port, String dialect, int rate, LoadMix mix)
            throws IOException {
        final LoadFraming framing = LoadFraming.of(dialect);
        final LoadConfig config =
                new LoadConfig(
                        LOOPBACK,
                        port,
                        Dialects.bundled(dialect),
                        framing,
                        CONNECTIONS,
                        WINDOW,
                        rate,
                        0,
                        0,
                        false,
                        false);
        final LoadGenerator generator = new LoadGenerator(config, mix, null);
        generators.add(generator);
        threads.add(Thread.ofPlatform().name(name).start(generator));
    }

    private static LoadMix mix(List<SimulatedCard> cards, Map<TransactionKind, Integer> weights) {
        final Set<String> expected = new HashSet<>(LoadMix.CARDHOLDER_ANSWERS);
        expected.addAll(Set.of("14", "41", "43")); // Cards of every status are among them.
        return new LoadMix(
                cards,
                weights,
                LoadMix.SMALLEST_MINOR,
                LoadMix.LARGEST_MINOR,
                LoadMix.ACQUIRER,
                expected);
    }
}
