package io.cardswitch.core.routing;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.domain.RouteDestination;

import java.util.Arrays;

/**
 * Where the cards of a BIN are authorized. Immutable: the ordered rows of the configuration, cut
 * into ranges that do not overlap, so that a lookup is one binary search.
 */
public final class RoutingTable {
    /** Most rows of one table. */
    public static final int MAX_ROUTES = 4_096;

    /** BINs are below this: eight digits. */
    public static final int BIN_LIMIT = 100_000_000;

    private final int[] starts; // Ascending; range i ends before starts[i + 1].
    private final RouteDestination[] destinations;
    private final int[] issuers;

    private RoutingTable(int[] starts, RouteDestination[] destinations, int[] issuers) {
        check(starts.length == destinations.length, "every range has a destination");
        check(starts.length > 0 && starts[0] == 0, "the first range starts at zero");
        this.starts = starts;
        this.destinations = destinations;
        this.issuers = issuers;
    }

    /** A table of {@code count} rows, inclusive bounds, in order: the first that matches wins. */
    static RoutingTable of(
            int[] lows, int[] highs, RouteDestination[] destinations, int[] issuers, int count) {
        check(count <= MAX_ROUTES, "a table has at most MAX_ROUTES rows");
        final int[] cuts = new int[2 * count + 1];
        for (int i = 0; i < count; i++) {
            check(lows[i] >= 0 && lows[i] <= highs[i] && highs[i] < BIN_LIMIT, "a row is a range");
            check(destinations[i] != null, "a row has a destination");
            cuts[2 * i + 1] = lows[i];
            cuts[2 * i + 2] = highs[i] + 1;
        }
        final int[] starts = Arrays.stream(cuts).sorted().distinct().toArray();
        final RouteDestination[] answers = new RouteDestination[starts.length];
        final int[] named = new int[starts.length];
        for (int i = 0; i < starts.length; i++) {
            answers[i] = RouteDestination.NONE;
            for (int row = count - 1; row >= 0; row--) {
                if (lows[row] <= starts[i] && starts[i] <= highs[row]) {
                    answers[i] = destinations[row];
                    named[i] = issuers[row];
                }
            }
        }
        return new RoutingTable(starts, answers, named);
    }

    /** Who authorizes cards with these first eight digits. */
    public RouteDestination destination(long bin) {
        return bin < 0 || bin >= BIN_LIMIT ? RouteDestination.NONE : destinations[range(bin)];
    }

    /** Number of the issuer that PINs of these cards are translated for, 0 for none. */
    public int issuer(long bin) {
        return bin < 0 || bin >= BIN_LIMIT ? 0 : issuers[range(bin)];
    }

    private int range(long bin) {
        int low = 0;
        for (int left = starts.length; left > 1; ) { // As many steps for every BIN: no guessing.
            final int half = left >>> 1;
            low += starts[low + half] <= bin ? half : 0;
            left -= half;
        }
        check(starts[low] <= bin, "the range found begins at or before the BIN");
        check(low == starts.length - 1 || bin < starts[low + 1], "and ends after it");
        return low;
    }

    long hash(long seed) {
        long hash = seed;
        for (int i = 0; i < starts.length; i++) {
            hash = hash * 31 + starts[i];
            hash = hash * 31 + destinations[i].code();
            hash = hash * 31 + issuers[i];
        }
        return hash;
    }
}
