package io.cardswitch.core.simulator.request;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the simulated terminals send, and which answers are right.
 *
 * @param cards presented in random order, at least one
 * @param weights relative frequency of each kind, positive, at least one original
 * @param smallestMinor lowest amount of DE4
 * @param largestMinor highest amount of DE4
 * @param acquirer DE32, up to six digits
 * @param expected values of DE39 that count as right answers
 * @param seal MACs of requests and answers; null for none
 */
public record LoadMix(
        List<SimulatedCard> cards,
        Map<TransactionKind, Integer> weights,
        long smallestMinor,
        long largestMinor,
        int acquirer,
        Set<String> expected,
        MessageSeal seal) {
    /** Approvals and the refusals that cardholders meet; all others point to a fault. */
    public static final Set<String> CARDHOLDER_ANSWERS =
            Set.of("00", "51", "54", "57", "61", "62", "65");

    /** Smallest amount where a mix does not say. */
    public static final long SMALLEST_MINOR = 100;

    /** Largest amount where a mix does not say. */
    public static final long LARGEST_MINOR = 20_000;

    /** Acquirer where a mix does not say. */
    public static final int ACQUIRER = 100_001;

    /** Copies; refuses a mix without cards or originals. */
    public LoadMix {
        cards = List.copyOf(cards);
        weights = Map.copyOf(weights);
        expected = Set.copyOf(expected);
        if (cards.isEmpty()) {
            throw new IllegalArgumentException("no card to send");
        }
        if (weights.keySet().stream().noneMatch(TransactionKind::isStart)) {
            throw new IllegalArgumentException("reversals and repeats need something to follow");
        }
    }

    /** A mix without MACs. */
    public LoadMix(
            List<SimulatedCard> cards,
            Map<TransactionKind, Integer> weights,
            long smallestMinor,
            long largestMinor,
            int acquirer,
            Set<String> expected) {
        this(cards, weights, smallestMinor, largestMinor, acquirer, expected, null);
    }

    /** Purchases only, with amounts and answers by default. */
    public static LoadMix purchases(List<SimulatedCard> cards) {
        return new LoadMix(
                cards,
                Map.of(TransactionKind.PURCHASE, 1),
                SMALLEST_MINOR,
                LARGEST_MINOR,
                ACQUIRER,
                CARDHOLDER_ANSWERS);
    }

    /** The kinds that have a frame of their own. */
    List<TransactionKind> kinds() {
        return weights.keySet().stream()
                .filter(kind -> kind != TransactionKind.REPEAT)
                .sorted()
                .toList();
    }
}
