package io.cardswitch.core.ledger;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.domain.CardStatus;

/**
 * Cards by token, in one open-addressed array: the row is the slot, so a lookup touches one cache
 * line and the next. Cards are never removed and rows never move.
 *
 * <pre>
 *  0           8          16           20                24             28       30
 *  | tokenHigh | tokenLow | accountRow | lastTransaction | bin, panLen  | last4  | expiry
 *  32        34            36    38         39             40
 *  | product | tries, svc  | pvv | sequence | pvki, status |
 * </pre>
 *
 * A row with a zero token is free: no PAN has that token.
 */
public final class CardTable {
    /** Answer of {@link #find} when there is no such card. */
    public static final int NONE = -1;

    /** {@link #pvv} of a card that has none. */
    public static final int NO_PVV = 65_534;

    /** {@link #pinTries} counts no further. */
    public static final int MAX_PIN_TRIES = 15;

    private static final int ROW_LENGTH = 40;
    private static final int TOKEN_HIGH = 0;
    private static final int TOKEN_LOW = 8;
    private static final int ACCOUNT_ROW = 16;
    private static final int LAST_TRANSACTION = 20;
    private static final int BIN = 24;
    private static final int LAST4 = 28;
    private static final int EXPIRY = 30;
    private static final int PRODUCT = 32;
    private static final int TRIES_SERVICE_CODE = 34;
    private static final int PVV = 36;
    private static final int SEQUENCE = 38;
    private static final int PVKI_STATUS = 39;
    private static final int PAN_LENGTH_SHIFT = 27; // Eight BIN digits need 27 bits.
    private static final int STATUS_SHIFT = 4;
    private static final int NIBBLE = 0xF;
    private static final int TRIES_SHIFT = 12; // Three digits of service code need ten bits.
    private static final int SERVICE_CODE_MASK = (1 << TRIES_SHIFT) - 1;

    private final FixedMemory rows;
    private final int limit;
    private final int capacity;
    private int count;

    /** Room for {@code limit} cards at three quarters full. */
    CardTable(int limit) {
        check(limit > 0 && limit < 1 << 30, "limits.cards is 1 to 2^30");
        this.limit = limit;
        this.capacity = limit + limit / 3 + 1;
        this.rows = new FixedMemory(capacity, ROW_LENGTH);
    }

    /** Row of the card, or {@link #NONE}. */
    public int find(long tokenHigh, long tokenLow) {
        return Math.max(search(tokenHigh, tokenLow), NONE);
    }

    /** Row that {@link #find} looks at first, the card's or not. */
    public int firstRowOf(long tokenHigh, long tokenLow) {
        return (int) Math.unsignedMultiplyHigh(Hashes.mix(tokenHigh, tokenLow), capacity);
    }

    /**
     * Adds a card whose token is new and not zero.
     *
     * @return its row
     */
    public int add(long tokenHigh, long tokenLow, int accountRow) {
        check(count < limit, "the card table is full: raise limits.cards and start again");
        check((tokenHigh | tokenLow) != 0, "a card has a token");
        check(accountRow >= 0, "a card has an account");
        final int found = search(tokenHigh, tokenLow);
        check(found < 0, "a card is added once");
        final int row = ~found;
        rows.putLong(row, TOKEN_HIGH, tokenHigh);
        rows.putLong(row, TOKEN_LOW, tokenLow);
        rows.putInt(row, ACCOUNT_ROW, accountRow);
        count++;
        return row;
    }

    /** Stores what the card says about itself: BIN, PAN length, last digits, expiry. */
    public void describe(int row, int bin, int panLength, int last4, int expiry) {
        check(!isFree(row), "a loaded card is described");
        check(bin >= 0 && bin < 1 << PAN_LENGTH_SHIFT, "a BIN has eight digits");
        check(panLength >= 0 && panLength < 32, "a PAN length fits its bits");
        rows.putInt(row, BIN, bin | panLength << PAN_LENGTH_SHIFT);
        rows.putShort(row, LAST4, last4);
        rows.putShort(row, EXPIRY, expiry);
    }

    /** Stores what the issuer says about the card. */
    public void issue(int row, int product, int serviceCode, int sequence, CardStatus status) {
        check(!isFree(row), "a loaded card is issued");
        rows.putShort(row, PRODUCT, product);
        check(serviceCode <= SERVICE_CODE_MASK, "a service code has three digits");
        rows.putShort(row, TRIES_SERVICE_CODE, serviceCode);
        rows.putByte(row, SEQUENCE, sequence);
        final int pvki = rows.getByte(row, PVKI_STATUS) & NIBBLE;
        rows.putByte(row, PVKI_STATUS, status.code() << STATUS_SHIFT | pvki);
    }

    /** Stores how the PIN is verified. */
    public void pinVerification(int row, int pvki, int pvv) {
        check(!isFree(row), "a loaded card has a PIN");
        check(pvki >= 0 && pvki <= NIBBLE, "a PVKI is one digit");
        final int status = rows.getByte(row, PVKI_STATUS) >>> STATUS_SHIFT;
        rows.putByte(row, PVKI_STATUS, status << STATUS_SHIFT | pvki & NIBBLE);
        rows.putShort(row, PVV, pvv);
    }

    /** Row of the card's account. */
    public int accountRow(int row) {
        return rows.getInt(row, ACCOUNT_ROW);
    }

    /** Expiry as YYMM. */
    public int expiry(int row) {
        return rows.getShort(row, EXPIRY);
    }

    /** Product id. */
    public int product(int row) {
        return rows.getShort(row, PRODUCT);
    }

    /** Status. */
    public CardStatus status(int row) {
        return CardStatus.of(rows.getByte(row, PVKI_STATUS) >>> STATUS_SHIFT);
    }

    /** PIN verification value or PIN offset, or {@link #NO_PVV}. */
    public int pvv(int row) {
        return rows.getShort(row, PVV);
    }

    /** PIN verification key index. */
    public int pvki(int row) {
        return rows.getByte(row, PVKI_STATUS) & NIBBLE;
    }

    /** Wrong PINs since the last right one. */
    public int pinTries(int row) {
        return rows.getShort(row, TRIES_SERVICE_CODE) >>> TRIES_SHIFT;
    }

    /** Sets {@link #pinTries}. */
    public void pinTries(int row, int tries) {
        check(!isFree(row), "a loaded card has a PIN");
        check(tries >= 0 && tries <= MAX_PIN_TRIES, "tries fit their bits");
        final int serviceCode = rows.getShort(row, TRIES_SERVICE_CODE) & SERVICE_CODE_MASK;
        rows.putShort(row, TRIES_SERVICE_CODE, tries << TRIES_SHIFT | serviceCode);
    }

    /** Low 32 bits of the number of the card's latest transaction, 0 before the first. */
    public int lastTransaction(int row) {
        return rows.getInt(row, LAST_TRANSACTION);
    }

    /** Sets {@link #lastTransaction}. */
    public void lastTransaction(int row, int number) {
        check(!isFree(row), "a loaded card has transactions");
        rows.putInt(row, LAST_TRANSACTION, number);
    }

    /** Number of cards. */
    public int count() {
        return count;
    }

    long hash(long seed) {
        return rows.hash(seed ^ count, capacity);
    }

    /** The card's row or, below zero, the complement of the row that it would take. */
    private int search(long tokenHigh, long tokenLow) {
        int row = firstRowOf(tokenHigh, tokenLow);
        while (true) { // Ends: a quarter of the rows is always free.
            final long high = rows.getLong(row, TOKEN_HIGH);
            final long low = rows.getLong(row, TOKEN_LOW);
            if ((high | low) == 0) return ~row;
            if (high == tokenHigh && low == tokenLow) return row;
            row = row + 1 == capacity ? 0 : row + 1;
        }
    }

    private boolean isFree(int row) {
        return (rows.getLong(row, TOKEN_HIGH) | rows.getLong(row, TOKEN_LOW)) == 0;
    }
}
