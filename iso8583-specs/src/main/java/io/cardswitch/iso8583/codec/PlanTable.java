package io.cardswitch.iso8583.codec;

/**
 * The plans of the bitmaps seen lately. Bounded: a plan makes room for another of the same row, in
 * turn, so that a sender of ever new bitmaps costs time but no memory. Not thread-safe.
 */
final class PlanTable {
    private static final int ROW_BITS = 4;
    private static final int PLANS_A_ROW = 4;

    /** Odd, spreads bits that differ anywhere over the highest ones. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final Layout[] layouts;
    private final Plan[] plans = new Plan[PLANS_A_ROW << ROW_BITS];
    private Plan last = new Plan();
    private int turn;

    PlanTable(MessageSpec spec) {
        layouts = spec.layouts;
    }

    /** The plan of messages with these bitmaps, valid until the next call. */
    Plan of(Bitmaps bitmaps) {
        if (last.isOf(bitmaps)) return last;
        last = find(bitmaps);
        return last;
    }

    private Plan find(Bitmaps bitmaps) {
        final long others = bitmaps.secondary ^ bitmaps.tertiary * SPREAD;
        final long mixed =
                (bitmaps.primary ^ Long.rotateLeft(others * SPREAD, Integer.SIZE)) * SPREAD;
        final int row = (int) (mixed >>> Long.SIZE - ROW_BITS) * PLANS_A_ROW;
        for (int i = row; i < row + PLANS_A_ROW; i++) {
            if (plans[i] == null) plans[i] = new Plan();
            else if (plans[i].isOf(bitmaps)) return plans[i];
            else continue;
            plans[i].make(layouts, bitmaps);
            return plans[i];
        }
        turn = turn + 1 & PLANS_A_ROW - 1;
        plans[row + turn].make(layouts, bitmaps);
        return plans[row + turn];
    }
}
