package io.cardswitch.hsm.transport.table;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.util.Arrays;

/**
 * Commands under way on one connection, by the id in their header. Ids count up, so that an answer
 * that comes late, twice or out of nothing meets no other command. Bounded, nothing is allocated.
 */
public final class CorrelationTable {
    /** The answer came before. */
    public static final int DUPLICATE = -1;

    /** The command was given up before. */
    public static final int LATE = -2;

    /** No such command. */
    public static final int UNKNOWN = -3;

    private static final int BITS_PER_CHARACTER = 5;
    private static final int CHARACTER_MASK = (1 << BITS_PER_CHARACTER) - 1;
    private static final byte[] ALPHABET = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H',
        'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S', 'T', 'U', 'V'
    };

    private static final byte WAITING = 1;
    private static final byte ANSWERED = 2;
    private static final byte GIVEN_UP = 3;

    private final int headerLength;
    private final long idMask;
    private final long[] ids;
    private final int[] slots;
    private final byte[] states;
    private long nextId;
    private int waiting;

    /**
     * Makes an empty table.
     *
     * @param headerLength characters of a header
     * @param window commands at once, a power of two
     */
    public CorrelationTable(int headerLength, int window) {
        this.headerLength = headerLength;
        this.idMask = (1L << BITS_PER_CHARACTER * headerLength) - 1;
        this.ids = new long[window];
        this.slots = new int[window];
        this.states = new byte[window];
    }

    /** Commands under way. */
    public int waiting() {
        return waiting;
    }

    /** Whether another command can be taken in. */
    public boolean hasRoom() {
        return waiting < ids.length;
    }

    /** Takes a command in; there must be room. */
    public long add(int slot) {
        while (states[index(nextId)] == WAITING) {
            nextId = nextId + 1 & idMask;
        }
        final long id = nextId;
        final int index = index(id);
        ids[index] = id;
        slots[index] = slot;
        states[index] = WAITING;
        waiting++;
        nextId = id + 1 & idMask;
        return id;
    }

    /** The command that an answer belongs to, which is taken out; or one of the constants. */
    public int match(long id) {
        final int index = id < 0 ? 0 : index(id);
        if (id < 0 || ids[index] != id || states[index] == 0) {
            return UNKNOWN;
        }
        if (states[index] != WAITING) {
            return states[index] == ANSWERED ? DUPLICATE : LATE;
        }
        states[index] = ANSWERED;
        waiting--;
        return slots[index];
    }

    /** Takes a command out that waits no longer. */
    public void giveUp(long id) {
        states[index(id)] = GIVEN_UP;
        waiting--;
    }

    /** Takes any command out; {@link #UNKNOWN} when there is none left. */
    public int takeAny() {
        for (int i = 0; waiting > 0 && i < states.length; i++) {
            if (states[i] == WAITING) {
                giveUp(ids[i]);
                return slots[i];
            }
        }
        return UNKNOWN;
    }

    /** Forgets everything: another connection begins. */
    public void clear() {
        Arrays.fill(states, (byte) 0);
        waiting = 0;
    }

    private int index(long id) {
        return (int) id & ids.length - 1;
    }

    /** Writes the header of an id. */
    public void putHeader(MutableDirectBuffer target, int offset, long id) {
        long rest = id;
        for (int i = headerLength - 1; i >= 0; i--) {
            target.putByte(offset + i, ALPHABET[(int) rest & CHARACTER_MASK]);
            rest >>= BITS_PER_CHARACTER;
        }
    }

    /** Reads the id of a header; negative when it is none of ours. */
    public long readHeader(DirectBuffer source, int offset) {
        long id = 0;
        for (int i = 0; i < headerLength; i++) {
            final int digit = digit(source.getByte(offset + i));
            if (digit < 0) {
                return UNKNOWN;
            }
            id = id << BITS_PER_CHARACTER | digit;
        }
        return id;
    }

    private static int digit(byte character) {
        if (character >= '0' && character <= '9') {
            return character - '0';
        }
        return character >= 'A' && character <= 'V' ? character - 'A' + 10 : UNKNOWN;
    }
}
