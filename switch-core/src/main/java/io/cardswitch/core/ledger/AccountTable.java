package io.cardswitch.core.ledger;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.domain.AccountStatus;
import io.cardswitch.core.domain.AccountType;
import io.cardswitch.core.domain.Amounts;

import org.agrona.DirectBuffer;

/**
 * Accounts in the order of their loading, one cache line each, and an index by identification that
 * only loading and operators use.
 *
 * <pre>
 *  0             8            16                 24          28
 *  | ledgerMinor | holdsMinor | creditLimitMinor | firstHold | currency
 *  30     31       32               60
 *  | type | status | accountId (28) | -
 * </pre>
 */
public final class AccountTable {
    /** Answer of {@link #find} when there is no such account. */
    public static final int NONE = -1;

    /** Bytes of an account identification, zero padded. */
    public static final int ID_LENGTH = 28;

    private static final int ROW_LENGTH = FixedMemory.LINE_LENGTH;
    private static final int LEDGER = 0;
    private static final int HOLDS = 8;
    private static final int CREDIT_LIMIT = 16;
    private static final int FIRST_HOLD = 24;
    private static final int CURRENCY = 28;
    private static final int TYPE = 30;
    private static final int STATUS = 31;
    private static final int ID = 32;

    private final FixedMemory rows;
    private final FixedMemory index; // Row + 1 by hash of the identification; 0 is free.
    private final int limit;
    private final int slots;
    private int count;

    /** Room for {@code limit} accounts. */
    AccountTable(int limit) {
        check(limit > 0 && limit < 1 << 30, "limits.accounts is 1 to 2^30");
        this.limit = limit;
        this.slots = (limit + limit / 2 + 2) & ~1;
        this.rows = new FixedMemory(limit, ROW_LENGTH);
        this.index = new FixedMemory(slots, Integer.BYTES);
    }

    /** Row of the account whose 28-byte identification stands at {@code at}. */
    public int find(DirectBuffer id, int at) {
        return index.getInt(slotOf(id, at), 0) - 1;
    }

    /** Adds an account whose identification is new. */
    int add(DirectBuffer id, int idAt, int currency, AccountType type, AccountStatus status) {
        check(count < limit, "the account table is full: raise limits.accounts and start again");
        check(currency > 0, "an account has a currency");
        final int slot = slotOf(id, idAt);
        check(index.getInt(slot, 0) == 0, "an account is added once");
        final int row = count++;
        rows.putInt(row, FIRST_HOLD, HoldTable.NONE);
        rows.putShort(row, CURRENCY, currency);
        rows.putByte(row, TYPE, type.code());
        rows.putByte(row, STATUS, status.code());
        rows.putBytes(row, ID, id, idAt, ID_LENGTH);
        index.putInt(slot, 0, row + 1);
        return row;
    }

    /** Booked balance. */
    public long ledgerMinor(int row) {
        return rows.getLong(row, LEDGER);
    }

    void ledgerMinor(int row, long value) {
        check(Amounts.isBalance(value), "a balance stays in bounds");
        rows.putLong(row, LEDGER, value);
    }

    /** Sum of the open holds. */
    public long holdsMinor(int row) {
        return rows.getLong(row, HOLDS);
    }

    void holdsMinor(int row, long value) {
        check(value >= 0 && Amounts.isBalance(value), "the sum of holds stays in bounds");
        rows.putLong(row, HOLDS, value);
    }

    /** How far the balance may fall below zero. */
    public long creditLimitMinor(int row) {
        return rows.getLong(row, CREDIT_LIMIT);
    }

    void creditLimitMinor(int row, long value) {
        check(value >= 0 && Amounts.isBalance(value), "a credit limit stays in bounds");
        rows.putLong(row, CREDIT_LIMIT, value);
    }

    /** What can be spent: ledger balance less holds plus credit limit. */
    public long availableMinor(int row) {
        return ledgerMinor(row) - holdsMinor(row) + creditLimitMinor(row);
    }

    int firstHold(int row) {
        return rows.getInt(row, FIRST_HOLD);
    }

    void firstHold(int row, int hold) {
        rows.putInt(row, FIRST_HOLD, hold);
    }

    /** ISO 4217 numeric. */
    public int currency(int row) {
        return rows.getShort(row, CURRENCY);
    }

    /** Type. */
    public AccountType type(int row) {
        return AccountType.of(rows.getByte(row, TYPE));
    }

    /** Status. */
    public AccountStatus status(int row) {
        return AccountStatus.of(rows.getByte(row, STATUS));
    }

    /** Number of accounts; rows are 0 to this. */
    public int count() {
        return count;
    }

    long hash(long seed) {
        return rows.hash(seed ^ count, count);
    }

    private int slotOf(DirectBuffer id, int idAt) {
        long hash = 0;
        for (int i = 0; i < ID_LENGTH; i++) {
            hash = Hashes.mix(hash + id.getByte(idAt + i));
        }
        int slot = (int) Math.unsignedMultiplyHigh(hash, slots);
        int row = index.getInt(slot, 0);
        while (row != 0 && !rows.equalBytes(row - 1, ID, id, idAt, ID_LENGTH)) {
            slot = slot + 1 == slots ? 0 : slot + 1;
            row = index.getInt(slot, 0);
        }
        return slot; // Ends: a third of the slots is always free.
    }
}
