package io.cardswitch.hsm.transport;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Commands that the pool has taken over: a slot each, with the command's bytes, until it completes.
 * The bytes stay for a repeat and are zeroed when the slot is given back. Fixed size.
 */
final class CommandTable {
    /** No slot is free. */
    static final int FULL = -1;

    private final int slotLength;
    private final UnsafeBuffer bytes;
    private final int[] free;
    private final int[] lengths;
    private final int[] clients;
    private final int[] attempts;
    private final long[] correlationIds;
    private final long[] deadlinesMs;
    private final long[] triedEndpoints;
    private final long[] wireIds;
    private final boolean[] areRepeatable;
    private final HsmLink[] links;
    private int freeCount;

    CommandTable(int slots, int maxRequestLength) {
        slotLength = maxRequestLength;
        bytes = new UnsafeBuffer(new byte[Math.multiplyExact(slots, maxRequestLength)]);
        free = new int[slots];
        lengths = new int[slots];
        clients = new int[slots];
        attempts = new int[slots];
        correlationIds = new long[slots];
        deadlinesMs = new long[slots];
        triedEndpoints = new long[slots];
        wireIds = new long[slots];
        areRepeatable = new boolean[slots];
        links = new HsmLink[slots];
        for (int i = 0; i < slots; i++) {
            free[i] = slots - 1 - i;
        }
        freeCount = slots;
    }

    /** Takes a slot and copies the command into it, or {@link #FULL}. */
    int claim(DirectBuffer command, int offset, int length) {
        if (freeCount == 0) {
            return FULL;
        }
        freeCount--;
        final int slot = free[freeCount];
        bytes.putBytes(slot * slotLength, command, offset, length);
        lengths[slot] = length;
        attempts[slot] = 0;
        triedEndpoints[slot] = 0;
        links[slot] = null;
        return slot;
    }

    void describe(int slot, int client, long correlationId, long deadlineMs, boolean isRepeatable) {
        clients[slot] = client;
        correlationIds[slot] = correlationId;
        deadlinesMs[slot] = deadlineMs;
        areRepeatable[slot] = isRepeatable;
    }

    /** Zeroes the command and gives the slot back. */
    void release(int slot) {
        bytes.setMemory(slot * slotLength, lengths[slot], (byte) 0);
        links[slot] = null;
        free[freeCount] = slot;
        freeCount++;
    }

    /** Notes that the command goes over a connection. */
    void sendOver(int slot, HsmLink link, long wireId) {
        links[slot] = link;
        wireIds[slot] = wireId;
        attempts[slot]++;
    }

    /** Notes that the command is on no connection any more. */
    void takeBack(int slot) {
        links[slot] = null;
    }

    /** Notes that this HSM is not to be asked again. */
    void markTried(int slot, int endpoint) {
        triedEndpoints[slot] |= 1L << endpoint;
    }

    boolean isTried(int slot, int endpoint) {
        return (triedEndpoints[slot] & 1L << endpoint) != 0;
    }

    DirectBuffer bytes() {
        return bytes;
    }

    int offset(int slot) {
        return slot * slotLength;
    }

    int length(int slot) {
        return lengths[slot];
    }

    int client(int slot) {
        return clients[slot];
    }

    int attempts(int slot) {
        return attempts[slot];
    }

    long correlationId(int slot) {
        return correlationIds[slot];
    }

    long deadlineMs(int slot) {
        return deadlinesMs[slot];
    }

    long wireId(int slot) {
        return wireIds[slot];
    }

    boolean isRepeatable(int slot) {
        return areRepeatable[slot];
    }

    /** Connection that the command is under way on, or null. */
    HsmLink link(int slot) {
        return links[slot];
    }

    /** Response code that belongs to the command: its second character plus one. */
    int expectedResponse(int slot) {
        final int offset = offset(slot);
        return (bytes.getByte(offset) & 0xFF) << Byte.SIZE | (bytes.getByte(offset + 1) & 0xFF) + 1;
    }
}
