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
    static final int KEY_HIGH = 0;
    static final int KEY_LOW = 8;
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
        this.rows = new FixedMemory(capacity, ROW_LENGTH);
        this.index = new WindowIndex(rows, capacity);
    }

    /** The row with this key, or NONE. */
    int find(long keyHigh, long keyLow) {
        return index.find(keyHigh, keyLow, oldest, next);
    }

    /** Bucket of the index that {@link #find} will read first. */
    int bucketOf(long keyHigh, long keyLow) {
        return index.bucketOf(keyHigh, keyLow);
    }

    /** Reads a bucket of the index. */
    long read(int bucket) {
        return index.read(bucket);
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
        rows.putByte(row, KIND, isReversed ? KIND_ORPHAN : KIND_DECISION);
    }

    /** Notes that the transaction with this key, which no row has, was reversed before it came. */
    void addOrphan(long keyHigh, long keyLow, long sequence, long timeMs) {
        add(keyHigh, keyLow, sequence, timeMs, KIND_ORPHAN);
    }

    /** Takes the row's key away: a new decision may have it. */
    void forget(int row) {
        check(!isOrphan(row), "a reversal is never forgotten");
        index.remove(rows.getLong(row, KEY_HIGH), rows.getLong(row, KEY_LOW), oldest, next);
        rows.putByte(row, KIND, KIND_FORGOTTEN);
    }

    /** Drops rows decided before {@code beforeMs}, at most {@code limit} of them. */
    void evict(long beforeMs, int limit) {
        keptFromMs = beforeMs;
        for (int i = 0; i < limit && oldest < next; i++) {
            if (rows.getLong(rowOf(oldest), TIME) >= beforeMs) return;
            evictOldest();
        }
    }

    /** Makes the row the card's latest. */
    void chain(int row, CardTable cards, int card) {
        check(card >= 0, "only transactions of a card are chained");
        final long number = next - 1;
        check(rowOf(number) == row, "only the newest row is chained");
        rows.putInt(row, CARD, card);
        rows.putInt(row, PREVIOUS, cards.lastTransaction(card));
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
                    && rows.getLong(row, TERMINAL) == terminal
                    && rows.getShort(row, LINK) == link
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
        return chained(rows.getInt(row, PREVIOUS), card);
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
        return rows.getByte(row, KIND) == KIND_DECISION && effect(row) != MoneyEffect.NONE;
    }

    private boolean isOfReference(int row, long rrnHead, int rrnTail) {
        return rrnHead(row) == rrnHead && rrnTail(row) == rrnTail;
    }

    boolean isOrphan(int row) {
        return rows.getByte(row, KIND) == KIND_ORPHAN;
    }

    boolean isParked(int row) {
        return rows.getByte(row, KIND) == KIND_PARKED;
    }

    void request(int row, long amountMinor, long tokenHigh, long tokenLow, boolean isAdvice) {
        rows.putLong(row, AMOUNT, amountMinor);
        rows.putLong(row, TOKEN_HIGH, tokenHigh);
        rows.putLong(row, TOKEN_LOW, tokenLow);
        rows.putByte(row, IS_ADVICE, isAdvice ? 1 : 0);
    }

    void reference(int row, int link, long rrnHead, int rrnTail, long terminal) {
        rows.putShort(row, LINK, link);
        rows.putLong(row, RRN_HEAD, rrnHead);
        rows.putInt(row, RRN_TAIL, rrnTail);
        rows.putLong(row, TERMINAL, terminal);
    }

    void effect(int row, MoneyEffect effect, long settledMinor, int hold) {
        check(settledMinor >= 0, "an effect has an amount");
        check(effect == MoneyEffect.NONE || settledMinor > 0, "money moves by an amount");
        rows.putByte(row, EFFECT, effect.code());
        rows.putLong(row, SETTLED, settledMinor);
        rows.putInt(row, HOLD, hold);
    }

    void currency(int row, int currency) {
        rows.putShort(row, CURRENCY, currency);
    }

    void answer(int row, ResultCode result, int approvalCode, int replyFlags) {
        check(approvalCode >= 0 && approvalCode <= 999_999, "DE38 has six digits");
        rows.putByte(row, RESULT, result.code());
        rows.putInt(row, APPROVAL_CODE, approvalCode);
        rows.putShort(row, REPLY_FLAGS, replyFlags);
    }

    void balances(int row, long ledgerMinor, long availableMinor, int accountType) {
        rows.putLong(row, LEDGER, ledgerMinor);
        rows.putLong(row, AVAILABLE, availableMinor);
        rows.putByte(row, ACCOUNT_TYPE, accountType);
    }

    long rrnHead(int row) {
        return rows.getLong(row, RRN_HEAD);
    }

    int rrnTail(int row) {
        return rows.getInt(row, RRN_TAIL);
    }

    long sequence(int row) {
        return rows.getLong(row, SEQUENCE);
    }

    long amountMinor(int row) {
        return rows.getLong(row, AMOUNT);
    }

    boolean isOfToken(int row, long tokenHigh, long tokenLow) {
        return rows.getLong(row, TOKEN_HIGH) == tokenHigh
                && rows.getLong(row, TOKEN_LOW) == tokenLow;
    }

    boolean isAdvice(int row) {
        return rows.getByte(row, IS_ADVICE) != 0;
    }

    MoneyEffect effect(int row) {
        return MoneyEffect.of(rows.getByte(row, EFFECT));
    }

    /** True when there was an effect and reversals have left nothing of it. */
    boolean isUndone(int row) {
        return effect(row) != MoneyEffect.NONE && settledMinor(row) == 0;
    }

    /** What remains of the effect after partial reversals. */
    long settledMinor(int row) {
        return rows.getLong(row, SETTLED);
    }

    void settledMinor(int row, long value) {
        check(value >= 0 && value <= settledMinor(row), "reversals only give back");
        rows.putLong(row, SETTLED, value);
    }

    /** The hold that the row placed or, for a debit, completed. */
    int hold(int row) {
        return rows.getInt(row, HOLD);
    }

    int card(int row) {
        return rows.getInt(row, CARD);
    }

    int currency(int row) {
        return rows.getShort(row, CURRENCY);
    }

    ResultCode result(int row) {
        return ResultCode.of(rows.getByte(row, RESULT));
    }

    int approvalCode(int row) {
        return rows.getInt(row, APPROVAL_CODE);
    }

    int replyFlags(int row) {
        return rows.getShort(row, REPLY_FLAGS);
    }

    long ledgerMinor(int row) {
        return rows.getLong(row, LEDGER);
    }

    long availableMinor(int row) {
        return rows.getLong(row, AVAILABLE);
    }

    int accountType(int row) {
        return rows.getByte(row, ACCOUNT_TYPE);
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
        return rows.hash(seed ^ next ^ oldest << Integer.SIZE, (int) used);
    }

    private int add(long keyHigh, long keyLow, long sequence, long timeMs, int kind) {
        check(sequence > 0 && timeMs >= 0, "a decision has a sequence and a time");
        if (next - oldest == capacity) {
            if (rows.getLong(rowOf(oldest), TIME) >= keptFromMs) evictedEarlyCount++;
            evictOldest();
        }
        final int row = rowOf(next);
        rows.clear(row);
        rows.putLong(row, KEY_HIGH, keyHigh);
        rows.putLong(row, KEY_LOW, keyLow);
        rows.putLong(row, SEQUENCE, sequence);
        rows.putLong(row, TIME, timeMs);
        rows.putInt(row, CARD, CardTable.NONE);
        rows.putByte(row, KIND, kind);
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
        return (int) number & capacity - 1;
    }
}
