package io.cardswitch.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cardswitch.core.ledger.FixedMemory;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.SplittableRandom;

final class WindowIndexPropertyTest {
    private static final int ROWS = 64;
    private static final int ROW_LENGTH = 16;

    private final FixedMemory rows = new FixedMemory(ROWS, ROW_LENGTH);
    private final WindowIndex index = new WindowIndex(rows, ROWS);
    private final boolean[] isRemoved = new boolean[1 << 16];
    private long oldest = 1;
    private long next = 1;

    /**
     * Goal: exactly the rows in the ring are found. Method: all keys are looked up as rows go by.
     */
    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldFindExactlyTheRowsInTheRingWhenRowsComeAndGo(long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        for (int step = 0; step < 20_000; step++) {
            switch (random.nextInt(8)) {
                case 0 -> oldest = Math.min(next, oldest + random.nextInt(4));
                case 1 -> remove(random);
                default -> add(seed);
            }
            if (step % 8 == 0) agree(seed, step);
        }
    }

    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3})
    void shouldRefuseTheRemovalWhenTheRowIsNotIn(long seed) {
        add(seed);
        index.remove(seed, 1, oldest, next);
        assertThrows(AssertionError.class, () -> index.remove(seed, 1, oldest, next));
    }

    private void add(long seed) {
        if (next - oldest == ROWS) oldest++;
        rows.putLong(rowOf(next), TransactionWindow.KEY_HIGH, seed);
        rows.putLong(rowOf(next), TransactionWindow.KEY_LOW, next);
        index.add(oldest, next);
        next++;
    }

    private void remove(SplittableRandom random) {
        if (oldest == next) return;
        final long number = random.nextLong(oldest, next);
        if (isRemoved[(int) number]) return;
        final long seed = rows.getLong(rowOf(number), TransactionWindow.KEY_HIGH);
        index.remove(seed, number, oldest, next);
        isRemoved[(int) number] = true;
    }

    private void agree(long seed, int step) {
        for (long number = Math.max(1, oldest - ROWS); number < next + 2; number++) {
            final boolean isIn = number >= oldest && number < next && !isRemoved[(int) number];
            assertEquals(
                    isIn ? rowOf(number) : WindowIndex.NONE,
                    index.find(seed, number, oldest, next),
                    "seed=" + seed + " step=" + step + " number=" + number);
        }
    }

    private static int rowOf(long number) {
        return (int) number & ROWS - 1;
    }
}
