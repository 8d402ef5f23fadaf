package io.cardswitch.core.engine;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.command.sbe.ReversalRequestDecoder;
import io.cardswitch.core.ledger.CardTable;
import io.cardswitch.core.ledger.FixedMemory;

import org.agrona.DirectBuffer;

import java.nio.ByteOrder;

/**
 * What was decided lately: answers repeats and finds the originals of reversals. A ring of rows in
 * the order of decision, bounded by count and by time, the oldest out first.
 *
 * <pre>
 *   0          8         16         24       32            40          48         56
 *   | keyHigh  | keyLow  | sequence | timeMs | amountMinor | tokenHigh | tokenLow | settledMinor
 *   64            72               80         92             96           104    108
 *   | ledgerMinor | availableMinor | rrn (12) | approvalCode | terminalId | card | hold
 *   112        116        118    120      121    122          124      125           126
 *   | previous | currency | link | result | kind | replyFlags | effect | accountType | isAdvice
 * </pre>
 *
 * Rows of one card are chained from the card's latest backwards (previous: low half of the row's
 * number), which finds a transaction by its reference without a second index.
 */
final class TransactionWindow {
    static final int NONE = WindowIndex.NONE;

    private static final int ROW_LENGTH = 2 * FixedMemory.LINE_LENGTH;
    private static final int SEQUENCE = 16;
    private static final int TIME = 24;
    private static final int AMOUNT = 32;
    private static final int TOKEN_HIGH = 40;
    private static final int TOKEN_LOW = 48;
    private static final int SETTLED = 56;
    private static final int LEDGER = 64;
    private static final int AVAILABLE = 72;
    private static final int RRN_HEAD = 80;
    private static final int RRN_TAIL = 88;
    private static final int TERMINAL = 96;
    private static final int APPROVAL_CODE = 92;
    private static final int CARD = 104;
    private static final int HOLD = 108;
    private static final int PREVIOUS = 112;
    private static final int CURRENCY = 116;
    private static final int LINK = 118;
    private static final int RESULT = 120;
    private static final int KIND = 121;
    private static final int REPLY_FLAGS = 122;
    private static final int EFFECT = 124;
    private static final int ACCOUNT_TYPE = 125;
    private static final int IS_ADVICE = 126;

    private static final int KIND_FORGOTTEN = 0;
    private static final int KIND_DECISION = 1;
    private static final int KIND_ORPHAN = 2;
    private static final int KIND_PARKED = 3;
    private static final int MAX_CHAIN = 64;

    private final FixedMemory rows;
    private final WindowIndex index;
    private final int capacity;
    private long oldest = 1; // Rows are numbered from 1; row number n lives at n % capacity.
    private long next = 1;
    private long keptFromMs; // Rows decided since then should still be here.
    private long evictedCount;
    private long evictedEarlyCount;

    TransactionWindow(int capacity) {
        check(Integer.bitCount(capacity) == 1, "rows are found by masking");
        this.capacity = capacity;
        this.rows = new FixedMemory((long) capacity * ROW_LENGTH);
        this.index = new WindowIndex(rows, ROW_LENGTH, capacity);
    }

    /** The row with this key, or NONE. */
    int find(long keyHigh, long keyLow) {
        return index.find(keyHigh, keyLow, oldest, next);
    }

    /** Place that {@link #find} will read first. */
    long placeOf(long keyHigh, long keyLow) {
        return index.placeOf(keyHigh, keyLow);
    }

    /** Reads at a place. */
    long read(long place) {
        return index.read(place);
    }

    /** A new decision with this key, which no row has; the oldest row makes room. */
    int addDecision(long keyHigh, long keyLow, long sequence, long timeMs) {
        return add(keyHigh, keyLow, sequence, timeMs, KIND_DECISION);
    }

    /** As {@link #addDecision}, for one that is to be decided later. */
    int addParked(long keyHigh, long keyLow, long sequence, long timeMs) {
        return add(keyHigh, keyLow, sequence, timeMs, KIND_PARKED);
    }

    /** Ends the waiting of a parked row: it is decided now, or was reversed before. */
    void unpark(int row, boolean isReversed) {
        check(isParked(row), "only what is parked ends its waiting");
        rows.putByte(at(row) + KIND, isReversed ? KIND_ORPHAN : KIND_DECISION);
    }

    /** Notes that the transaction with this key, which no row has, was reversed before it came. */
    void addOrphan(long keyHigh, long keyLow, long sequence, long timeMs) {
        add(keyHigh, keyLow, sequence, timeMs, KIND_ORPHAN);
    }

    /** Takes the row's key away: a new decision may have it. */
    void forget(int row) {
        check(!isOrphan(row), "a reversal is never forgotten");
        index.remove(rows.getLong(at(row)), rows.getLong(at(row) + Long.BYTES), oldest, next);
        rows.putByte(at(row) + KIND, KIND_FORGOTTEN);
    }

    /** Drops rows decided before {@code beforeMs}, at most {@code limit} of them. */
    void evict(long beforeMs, int limit) {
        keptFromMs = beforeMs;
        for (int i = 0; i < limit && oldest < next; i++) {
            if (rows.getLong(at(rowOf(oldest)) + TIME) >= beforeMs) return;
            evictOldest();
        }
    }

    /** Makes the row the card's latest. */
    void chain(int row, CardTable cards, int card) {
        check(card >= 0, "only transactions of a card are chained");
        final long number = next - 1;
        check(rowOf(number) == row, "only the newest row is chained");
        rows.putInt(at(row) + CARD, card);
        rows.putInt(at(row) + PREVIOUS, cards.lastTransaction(card));
        cards.lastTransaction(card, (int) number);
    }

    /**
     * The card's newest row that moved money, or still may, and has the reversal's link, DE37, DE41
     * and DE4; NONE when its newest 64 rows have none.
     */
    int findByReference(CardTable cards, int card, ReversalRequestDecoder reversal) {
        final DirectBuffer buffer = reversal.buffer();
        final int block = reversal.offset();
        final int rrnAt = block + ReversalRequestDecoder.rrnEncodingOffset();
        final long rrnHead = Reference.head(buffer, rrnAt);
        final int rrnTail = Reference.tail(buffer, rrnAt);
        if (!Reference.isGiven(rrnHead, rrnTail)) return NONE;
        final long terminal =
                buffer.getLong(
                        block + ReversalRequestDecoder.terminalIdEncodingOffset(),
                        ByteOrder.LITTLE_ENDIAN);
        final int link = reversal.linkId();
        final long amountMinor = reversal.amountMinor();
        int row = latest(cards, card);
        for (int i = 0; i < MAX_CHAIN && row != NONE; i++) {
            if ((isMoneyMoved(row) || isParked(row))
                    && isOfReference(row, rrnHead, rrnTail)
                    && rows.getLong(at(row) + TERMINAL) == terminal
                    && rows.getShort(at(row) + LINK) == link
                    && amountMinor(row) == amountMinor) {
                return row;
            }
            row = earlier(row, card);
        }
        return NONE;
    }

    /** The advice of the same card that completed this row's hold; NONE when there is none. */
    int findCompletion(CardTable cards, int authorization) {
        check(effect(authorization) == MoneyEffect.HOLD, "only holds are completed");
        final int card = card(authorization);
        int row = latest(cards, card);
        for (int i = 0; i < MAX_CHAIN && row != NONE && row != authorization; i++) {
            if (isMoneyMoved(row)
                    && effect(row) == MoneyEffect.DEBIT
                    && hold(row) == hold(authorization)
                    && isOfReference(row, rrnHead(authorization), rrnTail(authorization))) {
                return row;
            }
            row = earlier(row, card);
        }
        return NONE;
    }

    private int latest(CardTable cards, int card) {
        return chained(cards.lastTransaction(card), card);
    }

    private int earlier(int row, int card) {
        return chained(rows.getInt(at(row) + PREVIOUS), card);
    }

    /** The card's row whose number has this low half, unless it has left the window. */
    private int chained(int numberLow, int card) {
        if (numberLow == 0) return NONE;
        final long number = next - ((int) next - numberLow & 0xFFFF_FFFFL);
        if (number < oldest || number >= next) return NONE;
        final int row = rowOf(number);
        return card(row) == card ? row : NONE; // Of another card: the number has come round.
    }

    private boolean isMoneyMoved(int row) {
        return rows.getByte(at(row) + KIND) == KIND_DECISION && effect(row) != MoneyEffect.NONE;
    }

    private boolean isOfReference(int row, long rrnHead, int rrnTail) {
        return rrnHead(row) == rrnHead && rrnTail(row) == rrnTail;
    }

    boolean isOrphan(int row) {
        return rows.getByte(at(row) + KIND) == KIND_ORPHAN;
    }

    boolean isParked(int row) {
        return rows.getByte(at(row) + KIND) == KIND_PARKED;
    }

    void request(int row, long amountMinor, long tokenHigh, long tokenLow, boolean isAdvice) {
        rows.putLong(at(row) + AMOUNT, amountMinor);
        rows.putLong(at(row) + TOKEN_HIGH, tokenHigh);
        rows.putLong(at(row) + TOKEN_LOW, tokenLow);
        rows.putByte(at(row) + IS_ADVICE, isAdvice ? 1 : 0);
    }

    void reference(int row, int link, long rrnHead, int rrnTail, long terminal) {
        rows.putShort(at(row) + LINK, link);
        rows.putLong(at(row) + RRN_HEAD, rrnHead);
        rows.putInt(at(row) + RRN_TAIL, rrnTail);
        rows.putLong(at(row) + TERMINAL, terminal);
    }

    void effect(int row, MoneyEffect effect, long settledMinor, int hold) {
        check(settledMinor >= 0, "an effect has an amount");
        check(effect == MoneyEffect.NONE || settledMinor > 0, "money moves by an amount");
        rows.putByte(at(row) + EFFECT, effect.code());
        rows.putLong(at(row) + SETTLED, settledMinor);
        rows.putInt(at(row) + HOLD, hold);
    }

    void currency(int row, int currency) {
        rows.putShort(at(row) + CURRENCY, currency);
    }

    void answer(int row, ResultCode result, int approvalCode, int replyFlags) {
        check(approvalCode >= 0 && approvalCode <= 999_999, "DE38 has six digits");
        rows.putByte(at(row) + RESULT, result.code());
        rows.putInt(at(row) + APPROVAL_CODE, approvalCode);
        rows.putShort(at(row) + REPLY_FLAGS, replyFlags);
    }

    void balances(int row, long ledgerMinor, long availableMinor, int accountType) {
        rows.putLong(at(row) + LEDGER, ledgerMinor);
        rows.putLong(at(row) + AVAILABLE, availableMinor);
        rows.putByte(at(row) + ACCOUNT_TYPE, accountType);
    }

    long rrnHead(int row) {
        return rows.getLong(at(row) + RRN_HEAD);
    }

    int rrnTail(int row) {
        return rows.getInt(at(row) + RRN_TAIL);
    }

    long sequence(int row) {
        return rows.getLong(at(row) + SEQUENCE);
    }

    long amountMinor(int row) {
        return rows.getLong(at(row) + AMOUNT);
    }

    boolean isOfToken(int row, long tokenHigh, long tokenLow) {
        return rows.getLong(at(row) + TOKEN_HIGH) == tokenHigh
                && rows.getLong(at(row) + TOKEN_LOW) == tokenLow;
    }

    boolean isAdvice(int row) {
        return rows.getByte(at(row) + IS_ADVICE) != 0;
    }

    MoneyEffect effect(int row) {
        return MoneyEffect.of(rows.getByte(at(row) + EFFECT));
    }

    /** True when there was an effect and reversals have left nothing of it. */
    boolean isUndone(int row) {
        return effect(row) != MoneyEffect.NONE && settledMinor(row) == 0;
    }

    /** What remains of the effect after partial reversals. */
    long settledMinor(int row) {
        return rows.getLong(at(row) + SETTLED);
    }

    void settledMinor(int row, long value) {
        check(value >= 0 && value <= settledMinor(row), "reversals only give back");
        rows.putLong(at(row) + SETTLED, value);
    }

    /** The hold that the row placed or, for a debit, completed. */
    int hold(int row) {
        return rows.getInt(at(row) + HOLD);
    }

    int card(int row) {
        return rows.getInt(at(row) + CARD);
    }

    int currency(int row) {
        return rows.getShort(at(row) + CURRENCY);
    }

    ResultCode result(int row) {
        return ResultCode.of(rows.getByte(at(row) + RESULT));
    }

    int approvalCode(int row) {
        return rows.getInt(at(row) + APPROVAL_CODE);
    }

    int replyFlags(int row) {
        return rows.getShort(at(row) + REPLY_FLAGS);
    }

    long ledgerMinor(int row) {
        return rows.getLong(at(row) + LEDGER);
    }

    long availableMinor(int row) {
        return rows.getLong(at(row) + AVAILABLE);
    }

    int accountType(int row) {
        return rows.getByte(at(row) + ACCOUNT_TYPE);
    }

    /** Rows in the window. */
    long count() {
        return next - oldest;
    }

    /** Rows that left the window. */
    long evictedCount() {
        return evictedCount;
    }

    /** Of them, rows that the window had promised to keep longer but had no room for. */
    long evictedEarlyCount() {
        return evictedEarlyCount;
    }

    long hash(long seed) {
        final long used = Math.min(next, capacity);
        return rows.hash(seed ^ next ^ oldest << Integer.SIZE, used * ROW_LENGTH);
    }

    private int add(long keyHigh, long keyLow, long sequence, long timeMs, int kind) {
        check(sequence > 0 && timeMs >= 0, "a decision has a sequence and a time");
        if (next - oldest == capacity) {
            if (rows.getLong(at(rowOf(oldest)) + TIME) >= keptFromMs) evictedEarlyCount++;
            evictOldest();
        }
        final int row = rowOf(next);
        rows.clear(at(row), ROW_LENGTH);
        rows.putLong(at(row), keyHigh);
        rows.putLong(at(row) + Long.BYTES, keyLow);
        rows.putLong(at(row) + SEQUENCE, sequence);
        rows.putLong(at(row) + TIME, timeMs);
        rows.putInt(at(row) + CARD, CardTable.NONE);
        rows.putByte(at(row) + KIND, kind);
        index.add(oldest, next);
        next++;
        check(next - oldest <= capacity, "the window keeps its size");
        return row;
    }

    private void evictOldest() {
        check(oldest < next, "there is a row to evict");
        oldest++;
        evictedCount++;
    }

    private int rowOf(long number) {
        return (int) (number & capacity - 1);
    }

    private static long at(int row) {
        return (long) row * ROW_LENGTH;
    }
}
