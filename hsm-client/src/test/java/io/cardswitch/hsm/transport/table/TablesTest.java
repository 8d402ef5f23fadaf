package io.cardswitch.hsm.transport.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** The tables against plain collections. */
final class TablesTest {
    @Test
    void shouldGiveEachCommandItsOwnIdWhenWindowIsReused() {
        final CorrelationTable table = new CorrelationTable(4, 4);
        final long stuck = table.add(7);
        for (int i = 0; i < 100; i++) {
            final long id = table.add(i);
            assertTrue(id != stuck);
            assertEquals(i, table.match(id));
            assertEquals(CorrelationTable.DUPLICATE, table.match(id));
        }
        assertEquals(7, table.match(stuck));
        assertEquals(0, table.waiting());
    }

    @Test
    void shouldTellLateFromUnknown() {
        final CorrelationTable table = new CorrelationTable(4, 2);
        final long id = table.add(1);
        table.giveUp(id);
        assertEquals(CorrelationTable.LATE, table.match(id));
        assertEquals(CorrelationTable.UNKNOWN, table.match(id + 2));
        assertEquals(CorrelationTable.UNKNOWN, table.match(-1));
        table.add(2);
        table.add(3);
        assertFalse(table.hasRoom());
        assertEquals(5, table.takeAny() + table.takeAny());
        assertEquals(CorrelationTable.UNKNOWN, table.takeAny());
    }

    @Test
    void shouldReadHeaderItWrote() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[12]);
        for (final int length : new int[] {4, 8, 12}) {
            final CorrelationTable table = new CorrelationTable(length, 1_024);
            for (long id = 1; id > 0 && id < 1L << 5 * length; id = id * 31 + 7) {
                table.putHeader(buffer, 0, id);
                assertEquals(id, table.readHeader(buffer, 0));
            }
        }
        buffer.putByte(2, (byte) 'v');
        assertTrue(new CorrelationTable(4, 2).readHeader(buffer, 0) < 0);
    }

    @Test
    void shouldEndEveryWaitOnceAndNotBeforeItsTime() {
        final SplittableRandom random = new SplittableRandom(11);
        final int slots = 200;
        final long[] due = new long[slots];
        final long[] now = {1_000};
        final TimeoutWheel wheel = new TimeoutWheel(slots, now[0]);
        for (int step = 0; step < 20_000; step++) {
            final int slot = random.nextInt(slots);
            if (random.nextInt(4) == 0) {
                wheel.cancel(slot);
                due[slot] = 0;
            } else {
                due[slot] = now[0] + random.nextInt(10_000);
                wheel.schedule(slot, due[slot]);
            }
            now[0] += random.nextInt(20) == 0 ? random.nextInt(9_000) : random.nextInt(5);
            wheel.poll(
                    now[0],
                    ended -> {
                        assertTrue(due[ended] != 0, "was cancelled or ended before");
                        assertTrue(due[ended] <= now[0], "too early");
                        due[ended] = 0;
                    });
            final long late = now[0] - 16;
            assertTrue(Arrays.stream(due).allMatch(at -> at == 0 || at > late), "too late");
        }
    }

    @Test
    void shouldKeepOrderWhenSlotsLeaveFromTheMiddle() {
        final SplittableRandom random = new SplittableRandom(5);
        final SlotQueue queue = new SlotQueue(50);
        final List<Integer> model = new ArrayList<>();
        final ArrayDeque<Integer> free = new ArrayDeque<>();
        for (int slot = 0; slot < 50; slot++) {
            free.add(slot);
        }
        for (int step = 0; step < 5_000; step++) {
            if (!free.isEmpty() && random.nextBoolean()) {
                final int slot = free.poll();
                queue.add(slot);
                model.add(slot);
            } else if (!model.isEmpty()) {
                final Integer slot = model.remove(random.nextInt(model.size()));
                queue.remove(slot);
                free.add(slot);
            }
            assertEquals(model.isEmpty(), queue.isEmpty());
            assertEquals(model.isEmpty() ? SlotQueue.NONE : model.getFirst(), queue.first());
        }
    }
}
