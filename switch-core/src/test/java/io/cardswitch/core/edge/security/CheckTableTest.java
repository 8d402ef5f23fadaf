package io.cardswitch.core.edge.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.command.CardCheckFlyweight;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class CheckTableTest {
    private static final long HANDLE = 7L << 32 | 1;

    private final CheckTable table = new CheckTable(3);
    private final CardCheckFlyweight wanted =
            new CardCheckFlyweight()
                    .wrap(new UnsafeBuffer(new byte[CardCheckFlyweight.LENGTH]), 0)
                    .edgeHandle(HANDLE)
                    .pvv(1_234);

    @Test
    void shouldKeepNothingOfACheckThatEnded() {
        table.begin(1, wanted, 1_000);
        table.responseLength(1, 12);
        table.buffer().putLong(table.responseOffset(1), -1);
        assertTrue(table.isOf(1, HANDLE));
        assertEquals(1_234, table.check(1).pvv());
        table.end(1);
        assertFalse(table.isOf(1, HANDLE));
        for (int i = 0; i < table.buffer().capacity(); i++) {
            assertEquals(0, table.buffer().getByte(i));
        }
    }

    @Test
    void shouldLeaveOtherSlotsAlone() {
        table.begin(1, wanted, 1_000);
        table.end(0);
        table.end(2);
        assertTrue(table.isOf(1, HANDLE));
    }
}
