package io.cardswitch.iso8583.fuzz;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AllocationTest {
    private static final int LENGTH = 1 << 16;

    private byte[] kept = {};

    @Test
    void shouldFailWhenEveryRunAllocatesTooMuch() {
        final Runnable action = () -> kept = new byte[LENGTH];
        final Error e =
                assertThrows(
                        AssertionError.class, () -> Allocation.assertAtMost(LENGTH - 1, action));
        assertTrue(e.getMessage().endsWith("bytes allocated, at most 65535 expected"));
    }

    @Test
    void shouldPassWhenOnlyTheFirstRunAllocatesTooMuch() {
        final Runnable action =
                () -> {
                    if (kept.length == 0) kept = new byte[LENGTH];
                };
        assertDoesNotThrow(() -> Allocation.assertAtMost(LENGTH / 2, action));
    }
}
