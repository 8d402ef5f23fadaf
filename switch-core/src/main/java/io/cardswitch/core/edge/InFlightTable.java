package io.cardswitch.core.edge;

import static io.cardswitch.core.command.Invariants.check;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Requests that wait for their decision, with everything of them that must never be stored: the
 * frame may hold track, PIN block and CVV. Off-heap, of fixed size, lost at a crash on purpose, and
 * zeroed entry by entry on release. One per event loop; not thread-safe.
 *
 * <pre>
 *  0         8      10      12           16          20          24         32      .. to 8
 *  | session | link | class | generation | frame len | index len | received | frame | index |
 *
 *  handle:  63     56 55        32 31      0
 *           | loop   | generation | slot   |
 * </pre>
 */
public final class InFlightTable {
    /** No slot: the table is full, or the handle belongs to an entry that is gone. */
    public static final int NONE = -1;

    /** Event loops are numbered below this. */
    public static final int MAX_LOOPS = 1 << 8;

    private static final int SESSION = 0;
    private static final int LINK = 8;
    private static final int CLASS = 10;
    private static final int GENERATION = 12;
    private static final int FRAME_LENGTH = 16;
    private static final int INDEX_LENGTH = 20;
    private static final int RECEIVED = 24;
    private static final int FRAME = 32;
    private static final int GENERATION_MASK = (1 << 24) - 1;

    private final UnsafeBuffer entries;
    private final int[] free; // A stack: the slot released last is still in the cache.
    private final int reservedSlots;
    private final int frameBytes;
    private final int indexBytes;
    private final int stride;
    private final long loopBits;
    private int freeCount;
    private long receivedNs;

    /**
     * @param loopIndex number of the event loop, 0-255; part of every handle
     * @param slots entries in all
     * @param reservedSlots entries that only reversals may take
     * @param frameBytes longest frame that is kept
     * @param indexBytes longest saved decode index
     */
    public InFlightTable(
            int loopIndex, int slots, int reservedSlots, int frameBytes, int indexBytes) {
        check(loopIndex >= 0 && loopIndex < MAX_LOOPS, "loop index fits the handle");
        check(reservedSlots >= 0 && reservedSlots < slots, "some slots are for everybody");
        this.loopBits = (long) loopIndex << 56;
        this.reservedSlots = reservedSlots;
        this.frameBytes = frameBytes;
        this.indexBytes = indexBytes;
        this.stride = entryBytes(frameBytes, indexBytes);
        this.entries =
                new UnsafeBuffer(
                        ByteBuffer.allocateDirect(Math.multiplyExact(slots, stride))
                                .order(ByteOrder.nativeOrder()));
        this.free = new int[slots];
        for (int slot = slots - 1; slot >= 0; slot--) {
            free[freeCount++] = slot;
        }
    }

    /** Bytes that each slot takes; all slots together take less than 2 GiB. */
    public static int entryBytes(int frameBytes, int indexBytes) {
        return align(FRAME + frameBytes + Long.BYTES + indexBytes);
    }

    /** Event loop that owns the entry. */
    public static int loopIndex(long handle) {
        return (int) (handle >>> 56);
    }

    /** When what is taken from now on was received, in nanoseconds of a steady clock. */
    void receivedNs(long nowNs) {
        receivedNs = nowNs;
    }

    /**
     * Takes an entry.
     *
     * @param reserved the entry may be one of those kept for reversals
     * @return slot, or {@link #NONE} when the table is full
     */
    int acquire(long sessionId, int linkId, boolean reserved) {
        if (freeCount <= (reserved ? 0 : reservedSlots)) {
            return NONE;
        }
        final int slot = free[--freeCount];
        final int at = at(slot);
        check(entries.getInt(at + FRAME_LENGTH) == 0, "a free entry holds no frame");
        entries.putLong(at + SESSION, sessionId);
        entries.putShort(at + LINK, (short) linkId);
        entries.putShort(at + CLASS, (short) 0);
        entries.putLong(at + RECEIVED, receivedNs);
        return slot;
    }

    /** Notes the second digit of the request's type, by which its answer is counted. */
    void storeClass(int slot, int messageClass) {
        entries.putShort(at(slot) + CLASS, (short) messageClass);
    }

    /** As noted, or 0. */
    int messageClass(int slot) {
        return entries.getShort(at(slot) + CLASS);
    }

    /** When the entry's request was received. */
    long receivedNs(int slot) {
        return entries.getLong(at(slot) + RECEIVED);
    }

    /** Keeps a copy of the frame, at most {@link #frameBytes()} long. */
    void storeFrame(int slot, DirectBuffer frame, int offset, int length) {
        check(length > 0 && length <= frameBytes, "frame fits its entry");
        final int at = at(slot);
        entries.putInt(at + FRAME_LENGTH, length);
        entries.putBytes(at + FRAME, frame, offset, length);
    }

    /**
     * Puts the answer, at most as long as frame and index may be, in the place of the request,
     * which is wiped. The entry gets another handle: nobody but the holder of the answer knows it.
     */
    void storeAnswer(int slot, DirectBuffer answer, int offset, int length) {
        check(length > 0 && length <= frameBytes + indexBytes, "answer fits the entry");
        final int at = at(slot);
        wipe(slot);
        entries.putInt(at + FRAME_LENGTH, length);
        entries.putBytes(at + FRAME, answer, offset, length);
        renew(at);
    }

    /** Notes that {@code length} bytes were written at {@link #indexOffset}. */
    void storeIndexLength(int slot, int length) {
        check(length > 0 && length <= indexBytes, "decode index fits its entry");
        entries.putInt(at(slot) + INDEX_LENGTH, length);
    }

    /** Name of the entry for commands and effects, until its release. */
    long handle(int slot) {
        return loopBits | (long) entries.getInt(at(slot) + GENERATION) << 32 | slot;
    }

    /** Slot of a live entry, or {@link #NONE} when it was released since. */
    int slotOf(long handle) {
        final int slot = (int) handle;
        final boolean isLive =
                slot >= 0
                        && slot < free.length
                        && entries.getInt(at(slot) + FRAME_LENGTH) > 0
                        && handle(slot) == handle;
        return isLive ? slot : NONE;
    }

    /** Session that sent the request. */
    long sessionId(int slot) {
        return entries.getLong(at(slot) + SESSION);
    }

    /** Link that the session belongs to. */
    int linkId(int slot) {
        return entries.getShort(at(slot) + LINK) & 0xFFFF; // Link ids are 16 bits wide.
    }

    /** Holds all entries; see {@link #frameOffset} and {@link #indexOffset}. */
    MutableDirectBuffer buffer() {
        return entries;
    }

    /** Bytes of the entry's frame. */
    int frameLength(int slot) {
        return entries.getInt(at(slot) + FRAME_LENGTH);
    }

    /** Where the entry's frame starts in {@link #buffer()}: at its header, if it has one. */
    int frameOffset(int slot) {
        return at(slot) + FRAME;
    }

    /** Where the saved decode index starts in {@link #buffer()}: behind the frame, on its page. */
    int indexOffset(int slot) {
        final int at = at(slot);
        return at + FRAME + (entries.getInt(at + FRAME_LENGTH) + 7 & -8);
    }

    /** Ends the entry: its bytes are zeroed and its handle is stale from here on. */
    void release(int slot) {
        wipe(slot);
        renew(at(slot));
        check(freeCount < free.length, "an entry is released once");
        free[freeCount++] = slot;
    }

    /** Only what was used: an entry is several times larger than the usual frame. */
    private void wipe(int slot) {
        final int at = at(slot);
        entries.setMemory(at + FRAME, entries.getInt(at + FRAME_LENGTH), (byte) 0);
        entries.setMemory(indexOffset(slot), entries.getInt(at + INDEX_LENGTH), (byte) 0);
        entries.putInt(at + FRAME_LENGTH, 0);
        entries.putInt(at + INDEX_LENGTH, 0);
    }

    private void renew(int at) {
        entries.putInt(at + GENERATION, (entries.getInt(at + GENERATION) + 1) & GENERATION_MASK);
    }

    /** Longest frame that is kept. */
    int frameBytes() {
        return frameBytes;
    }

    /** Entries in all. */
    int slots() {
        return free.length;
    }

    /** Entries in use. */
    public int size() {
        return free.length - freeCount;
    }

    private int at(int slot) {
        return slot * stride;
    }

    private static int align(int length) {
        return (length + 63) & -64;
    }
}
