package io.cardswitch.core.ledger;

import static io.cardswitch.core.command.Invariants.check;

/**
 * Open holds: rows with a free list, in a doubly linked list per account, and in {@link
 * HoldExpiryQueue} by the time they end.
 *
 * <pre>
 *  0             8          16         24         36           40     44         48      52
 *  | amountMinor | expiryMs | sequence | rrn (12) | accountRow | next | previous | place | -
 * </pre>
 *
 * The sequence is that of the command which placed the hold: a reference to a hold is its row and
 * sequence, so that a row used again is never mistaken for the old hold. It is 0 in a free row,
 * where next links the free list.
 */
public final class HoldTable {
    /** No hold. */
    public static final int NONE = -1;

    private static final int ROW_LENGTH = FixedMemory.LINE_LENGTH;
    private static final int AMOUNT = 0;
    private static final int EXPIRY = 8;
    private static final int SEQUENCE = 16;
    private static final int RRN = 24;
    private static final int RRN_END = 32;
    private static final int ACCOUNT_ROW = 36;
    private static final int NEXT = 40;
    private static final int PREVIOUS = 44;
    private static final int PLACE = 48;

    private final FixedMemory rows;
    private final int limit;
    private int used; // Rows below this were used once.
    private int firstFree = NONE;
    private int count;

    HoldTable(int limit) {
        check(limit > 0 && limit < 1 << 30, "limits.holds is 1 to 2^30");
        this.limit = limit;
        this.rows = new FixedMemory(limit, ROW_LENGTH);
    }

    /** True when no further hold fits. */
    boolean isFull() {
        return count == limit;
    }

    /** Takes a row for a new hold and makes it the account's first. */
    int add(int accountRow, int nextHold, long amountMinor, long expiryMs, long sequence) {
        check(!isFull(), "room for the hold was checked before");
        check(amountMinor > 0 && accountRow >= 0, "a hold reserves money of an account");
        check(sequence > 0, "a hold names the command that placed it");
        final int row = firstFree != NONE ? firstFree : used++;
        if (firstFree != NONE) firstFree = rows.getInt(row, NEXT);
        check(rows.getLong(row, SEQUENCE) == 0, "a free row holds nothing");
        count++;
        check(row < limit && count <= used, "hold rows stay within the limit");
        rows.putLong(row, AMOUNT, amountMinor);
        rows.putLong(row, EXPIRY, expiryMs);
        rows.putLong(row, SEQUENCE, sequence);
        rows.putInt(row, ACCOUNT_ROW, accountRow);
        rows.putInt(row, NEXT, nextHold);
        rows.putInt(row, PREVIOUS, NONE);
        if (nextHold != NONE) rows.putInt(nextHold, PREVIOUS, row);
        return row;
    }

    /**
     * Takes the hold out of its account's list and frees the row.
     *
     * @return the account's first hold afterwards
     */
    int remove(int row, int firstHold) {
        check(rows.getLong(row, SEQUENCE) != 0, "an open hold is removed");
        final int next = rows.getInt(row, NEXT);
        final int previous = rows.getInt(row, PREVIOUS);
        check(next != row && previous != row, "a hold is not its own neighbour");
        check((previous == NONE) == (firstHold == row), "only the first hold has none before it");
        if (next != NONE) rows.putInt(next, PREVIOUS, previous);
        if (previous != NONE) rows.putInt(previous, NEXT, next);
        rows.clear(row);
        rows.putInt(row, NEXT, firstFree);
        firstFree = row;
        count--;
        check(count >= 0, "no more holds are removed than were placed");
        return previous == NONE ? next : firstHold;
    }

    /** True when the row still is the hold that this command placed. */
    boolean isOpen(int row, long sequence) {
        return row >= 0 && row < used && rows.getLong(row, SEQUENCE) == sequence;
    }

    /** Amount held. */
    long amountMinor(int row) {
        return rows.getLong(row, AMOUNT);
    }

    void amountMinor(int row, long value) {
        check(value > 0, "an open hold reserves something");
        rows.putLong(row, AMOUNT, value);
    }

    /** When the hold ends by itself. */
    long expiryMs(int row) {
        return rows.getLong(row, EXPIRY);
    }

    /** Command that placed the hold; 0 in a free row. */
    long sequence(int row) {
        return rows.getLong(row, SEQUENCE);
    }

    int accountRow(int row) {
        return rows.getInt(row, ACCOUNT_ROW);
    }

    int next(int row) {
        return rows.getInt(row, NEXT);
    }

    /** Stores DE37 as its first eight and last four bytes. */
    void rrn(int row, long head, int tail) {
        check(sequence(row) != 0, "only open holds have a reference");
        rows.putLong(row, RRN, head);
        rows.putInt(row, RRN_END, tail);
    }

    /** First eight bytes of DE37, little endian. */
    long rrnHead(int row) {
        return rows.getLong(row, RRN);
    }

    /** Last four bytes of DE37, little endian. */
    int rrnTail(int row) {
        return rows.getInt(row, RRN_END);
    }

    /** Place in the expiry queue. */
    int place(int row) {
        return rows.getInt(row, PLACE);
    }

    void place(int row, int place) {
        check(place >= 0 && place < limit, "a place in the queue is one of its entries");
        rows.putInt(row, PLACE, place);
    }

    /** Open holds. */
    int count() {
        return count;
    }

    long hash(long seed) {
        return rows.hash(seed ^ count ^ (long) firstFree << 32, used);
    }
}
