package io.cardswitch.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cardswitch.core.ledger.FixedMemory;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.SplittableRandom;

final class WindowIndexPropertyTest {
    private static final int ROWS = 256;
    private static final int ROW_LENGTH = 16;

    /** Goal: removal never hides a row. Method: fill, drop and look up all keys at every step. */
    @ParameterizedTest(name = "seed={0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldFindExactlyTheRowsThatAreInWhenRowsComeAndGo(long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        final FixedMemory rows = new FixedMemory((long) ROWS * ROW_LENGTH);
        final WindowIndex index = new WindowIndex(rows, ROW_LENGTH, ROWS);
        final boolean[] isIn = new boolean[ROWS];
        for (int row = 0; row < ROWS; row++) {
            rows.putLong((long) row * ROW_LENGTH, random.nextLong());
            rows.putLong((long) row * ROW_LENGTH + 8, row);
        }
        for (int step = 0; step < 4_000; step++) {
            final int row = random.nextInt(ROWS);
            if (isIn[row]) {
                index.remove(row);
            } else {
                index.add(row);
            }
            isIn[row] = !isIn[row];
            if (step % 16 == 0) agree(index, rows, isIn, "seed=" + seed + " step=" + step);
        }
        for (int row = 0; row < ROWS; row++) {
            final int gone = row;
            if (isIn[row]) index.remove(row);
            assertThrows(AssertionError.class, () -> index.remove(gone));
        }
    }

    private static void agree(WindowIndex index, FixedMemory rows, boolean[] isIn, String where) {
        for (int row = 0; row < ROWS; row++) {
            final long high = rows.getLong((long) row * ROW_LENGTH);
            assertEquals(isIn[row] ? row : WindowIndex.NONE, index.find(high, row), where);
            assertEquals(WindowIndex.NONE, index.find(high, row + ROWS), where);
        }
    }
}
