package io.cardswitch.core.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

final class InFlightTableTest {
    private static final int SLOTS = 4;
    private static final int FRAME_BYTES = 300;
    private static final int INDEX_BYTES = 100;

    private final InFlightTable table = new InFlightTable(200, SLOTS, 1, FRAME_BYTES, INDEX_BYTES);

    @Test
    void shouldKeepTheLinkWhenItsIdHasSixteenBits() {
        final int slot = table.acquire(1, 45_371, false);
        assertEquals(45_371, table.linkId(slot));
    }

    @Test
    void shouldGiveBackWhatWasStoredWhenTheHandleIsLive() {
        final int slot = store(filled(FRAME_BYTES));
        final long handle = table.handle(slot);

        assertEquals(slot, table.slotOf(handle));
        assertEquals(200, InFlightTable.loopIndex(handle));
        assertEquals(11, table.sessionId(slot));
        assertEquals(5, table.linkId(slot));
        for (int i = 0; i < FRAME_BYTES; i++) {
            assertEquals((byte) 0xA5, table.buffer().getByte(table.frameOffset(slot) + i));
        }
    }

    @Test
    void shouldWipeFrameAndIndexWhenReleased() {
        final int slot = store(filled(FRAME_BYTES));
        table.buffer().setMemory(table.indexOffset(slot), INDEX_BYTES, (byte) 0x77);
        table.storeIndexLength(slot, INDEX_BYTES);

        table.release(slot);

        for (int i = 0; i < FRAME_BYTES; i++) {
            assertEquals(0, table.buffer().getByte(table.frameOffset(slot) + i));
        }
        for (int i = 0; i < INDEX_BYTES; i++) {
            assertEquals(0, table.buffer().getByte(table.indexOffset(slot) + i));
        }
    }

    @Test
    void shouldNotTouchNeighboursWhenOneIsReleased() {
        final int first = store(filled(FRAME_BYTES));
        final int second = store(filled(FRAME_BYTES));

        table.release(first);

        assertNotEquals(InFlightTable.NONE, table.slotOf(table.handle(second)));
        assertEquals(
                (byte) 0xA5, table.buffer().getByte(table.frameOffset(second) + FRAME_BYTES - 1));
    }

    @Test
    void shouldRecogniseTheHandleAsStaleWhenItsSlotWasReused() {
        final int slot = store(filled(10));
        final long handle = table.handle(slot);
        table.release(slot);
        assertEquals(InFlightTable.NONE, table.slotOf(handle));

        final int again = store(filled(10));

        assertEquals(slot, again);
        assertEquals(InFlightTable.NONE, table.slotOf(handle));
        assertEquals(again, table.slotOf(table.handle(again)));
    }

    @Test
    void shouldRefuseForeignHandlesWhenAsked() {
        final int slot = store(filled(10));
        final long handle = table.handle(slot);
        assertEquals(InFlightTable.NONE, table.slotOf(handle ^ 1L << 56));
        assertEquals(InFlightTable.NONE, table.slotOf(handle & 0xFFFF_FFFF_0000_0000L | SLOTS));
        assertEquals(InFlightTable.NONE, table.slotOf(-1));
    }

    @Test
    void shouldKeepTheReservedSlotForReversalsWhenAllElseIsTaken() {
        for (int i = 0; i < SLOTS - 1; i++) {
            store(filled(10));
        }
        assertEquals(InFlightTable.NONE, table.acquire(1, 1, false));
        assertNotEquals(InFlightTable.NONE, table.acquire(1, 1, true));
        assertEquals(InFlightTable.NONE, table.acquire(1, 1, true));
        assertEquals(SLOTS, table.size());
    }

    @Test
    void shouldNeverRepeatAHandleWhenSlotsAreReusedManyTimes() {
        final Set<Long> handles = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            final int slot = store(filled(1));
            handles.add(table.handle(slot));
            table.release(slot);
        }
        assertEquals(10_000, handles.size());
        assertEquals(0, table.size());
    }

    @Test
    void shouldStopWhenAFrameDoesNotFit() {
        final int slot = table.acquire(1, 1, false);
        assertThrows(
                AssertionError.class,
                () -> table.storeFrame(slot, filled(FRAME_BYTES + 1), 0, FRAME_BYTES + 1));
    }

    private int store(DirectBuffer frame) {
        final int slot = table.acquire(11, 5, false);
        table.storeFrame(slot, frame, 0, frame.capacity());
        return slot;
    }

    private static DirectBuffer filled(int length) {
        final byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 0xA5);
        return new UnsafeBuffer(bytes);
    }
}
