package io.cardswitch.core.engine;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.command.Commands;
import io.cardswitch.core.command.sbe.MessageHeaderDecoder;
import io.cardswitch.core.command.sbe.TransactionRequestDecoder;
import io.cardswitch.core.ledger.Hashes;

import org.agrona.collections.Hashing;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;

/**
 * Requests that wait for their card check, each with its whole command: the rules are asked again
 * when the check has ended. Listed in the order of their coming, which is that of their deadlines,
 * because all wait equally long and time never runs back.
 *
 * <pre>
 *  0          8            16      20         24       28       32              224
 *  | sequence | deadlineMs | newer | older    | checks | -      | command (192) | - | 256
 * </pre>
 */
final class ParkedTable {
    static final int NONE = -1;

    private static final int MAX_LIMIT = 1 << 20;

    private static final int ROW_LENGTH = 256;
    private static final int DEADLINE = 8;
    private static final int NEWER = 16; // In a free row: the next free one.
    private static final int OLDER = 20;
    private static final int CHECKS = 24;
    private static final int COMMAND = 32;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final TransactionRequestDecoder request = new TransactionRequestDecoder();
    private final UnsafeBuffer rows;
    private final Long2LongHashMap rowOf; // By sequence; large enough never to grow.
    private final int limit;
    private int used; // Rows below this were used once.
    private int firstFree = NONE;
    private int oldest = NONE;
    private int newest = NONE;

    ParkedTable(int limit) {
        check(limit > 0 && limit <= MAX_LIMIT, "limits.card_checks is 1 to 2^20");
        this.limit = limit;
        this.rows = new UnsafeBuffer(ByteBuffer.allocateDirect(limit * ROW_LENGTH));
        this.rowOf = new Long2LongHashMap(2 * limit, Hashing.DEFAULT_LOAD_FACTOR, NONE);
    }

    boolean isFull() {
        return rowOf.size() == limit;
    }

    int count() {
        return rowOf.size();
    }

    /** Keeps the request that this command is. */
    void add(TransactionRequestDecoder parked, int checks, long sequence, long deadlineMs) {
        check(!isFull(), "room for a request was checked before");
        check(checks != 0, "a request waits for something");
        check(newest == NONE || deadlineMs >= deadlineMs(newest), "deadlines come in order");
        final int row = firstFree != NONE ? firstFree : used++;
        if (firstFree != NONE) firstFree = rows.getInt(at(row) + NEWER);
        check(row < limit, "rows stay within the limit");
        final int length = Commands.HEADER_LENGTH + parked.encodedLength();
        check(length <= Commands.MAX_LENGTH, "a command fits its row");
        rows.putLong(at(row), sequence);
        rows.putLong(at(row) + DEADLINE, deadlineMs);
        rows.putInt(at(row) + NEWER, NONE);
        rows.putInt(at(row) + OLDER, newest);
        rows.putInt(at(row) + CHECKS, checks);
        rows.putBytes(
                at(row) + COMMAND,
                parked.buffer(),
                parked.offset() - Commands.HEADER_LENGTH,
                length);
        if (newest != NONE) rows.putInt(at(newest) + NEWER, row);
        if (oldest == NONE) oldest = row;
        newest = row;
        rowOf.put(sequence, row);
    }

    /** The row of the request with this sequence, or NONE when it does not wait. */
    int find(long sequence) {
        return (int) rowOf.get(sequence);
    }

    /** The request that has waited longest, or NONE. */
    int oldest() {
        return oldest;
    }

    /** True when a request has waited its time. */
    boolean isDue(long nowMs) {
        return oldest != NONE && deadlineMs(oldest) <= nowMs;
    }

    /** Forgets the request; its row is used again. */
    void remove(int row) {
        check(find(sequence(row)) == row, "a waiting request is removed");
        final int newer = rows.getInt(at(row) + NEWER);
        final int older = rows.getInt(at(row) + OLDER);
        check((older == NONE) == (oldest == row), "only the oldest has none before it");
        check((newer == NONE) == (newest == row), "only the newest has none behind it");
        if (older != NONE) rows.putInt(at(older) + NEWER, newer);
        if (newer != NONE) rows.putInt(at(newer) + OLDER, older);
        if (oldest == row) oldest = newer;
        if (newest == row) newest = older;
        rowOf.remove(sequence(row));
        rows.setMemory(at(row), ROW_LENGTH, (byte) 0);
        rows.putInt(at(row) + NEWER, firstFree);
        firstFree = row;
    }

    /** The request itself; the view is reused by the next call and ends with the row. */
    TransactionRequestDecoder request(int row) {
        check(find(sequence(row)) == row, "only waiting requests are read");
        header.wrap(rows, at(row) + COMMAND);
        return request.wrap(
                rows,
                at(row) + COMMAND + Commands.HEADER_LENGTH,
                header.blockLength(),
                header.version());
    }

    long sequence(int row) {
        return rows.getLong(at(row));
    }

    /** What is being checked, a bit set. */
    int checks(int row) {
        return rows.getInt(at(row) + CHECKS);
    }

    /** Hash of what waits, in order, continued from {@code seed}: the seed when nothing does. */
    long hash(long seed) {
        long hash = seed;
        for (int row = oldest; row != NONE; row = rows.getInt(at(row) + NEWER)) {
            hash = Hashes.mix(hash ^ sequence(row) ^ deadlineMs(row));
            for (int i = COMMAND; i < ROW_LENGTH; i += Long.BYTES) {
                hash = Hashes.mix(hash ^ rows.getLong(at(row) + i));
            }
        }
        return hash;
    }

    private long deadlineMs(int row) {
        return rows.getLong(at(row) + DEADLINE);
    }

    private static int at(int row) {
        return row * ROW_LENGTH;
    }
}
