package io.cardswitch.core.ledger;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.domain.AccountStatus;
import io.cardswitch.core.domain.AccountType;
import io.cardswitch.core.domain.Amounts;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Double-entry books. Every change of a cardholder's balance has its counter posting in the same
 * currency; holds reserve without posting. A change is asked for only after its {@code can}
 * question was answered with yes, so nothing is ever undone.
 */
public final class Ledger {
    /** Answer of {@link #findHold} when no hold matches. */
    public static final int NO_HOLD = HoldTable.NONE;

    private static final int MAX_HOLDS_SEARCHED = 256;

    private final AccountTable accounts;
    private final CardTable cards;
    private final HoldTable holds;
    private final HoldExpiryQueue expiries;
    private final CurrencyBook book = new CurrencyBook();

    /** Empty books with room for so many accounts, cards and open holds. */
    public Ledger(int maxAccounts, int maxCards, int maxHolds) {
        accounts = new AccountTable(maxAccounts);
        cards = new CardTable(maxCards);
        holds = new HoldTable(maxHolds);
        expiries = new HoldExpiryQueue(maxHolds, holds);
    }

    /** The accounts, for reading. */
    public AccountTable accounts() {
        return accounts;
    }

    /** The cards, for reading. */
    public CardTable cards() {
        return cards;
    }

    /** True when the code can be a currency. */
    public static boolean isCurrency(int currency) {
        return currency > 0 && currency < CurrencyBook.CURRENCY_LIMIT;
    }

    /** True when an account can open with these figures. */
    public boolean canOpen(int currency, long openingMinor, long creditLimitMinor) {
        return isCurrency(currency)
                && Amounts.isBalance(openingMinor)
                && Amounts.isBalance(creditLimitMinor)
                && creditLimitMinor >= 0
                && book.fits(currency, CurrencyBook.OPENING, CurrencyBook.ACCOUNTS, openingMinor);
    }

    /** Opens an account; the counter posting goes to the opening side of its currency. */
    public void open(int row, long openingMinor, long creditLimitMinor) {
        check(accounts.ledgerMinor(row) == 0, "an account opens once");
        check(accounts.firstHold(row) == HoldTable.NONE, "an account opens without holds");
        accounts.creditLimitMinor(row, creditLimitMinor);
        accounts.ledgerMinor(row, openingMinor);
        book.move(
                accounts.currency(row), CurrencyBook.OPENING, CurrencyBook.ACCOUNTS, openingMinor);
    }

    /** Adds an account with balance zero; its 28-byte identification is new. */
    public int addAccount(
            DirectBuffer id, int idAt, int currency, AccountType type, AccountStatus status) {
        check(isCurrency(currency), "an account has a currency");
        check(accounts.find(id, idAt) == AccountTable.NONE, "an identification is loaded once");
        return accounts.add(id, idAt, currency, type, status);
    }

    /** True when the account and the books have room for the change. */
    public boolean canPost(int account, long deltaMinor) {
        return Amounts.isBalance(accounts.ledgerMinor(account) + deltaMinor)
                && book.fits(
                        accounts.currency(account),
                        CurrencyBook.SETTLEMENT,
                        CurrencyBook.ACCOUNTS,
                        deltaMinor);
    }

    /** Changes the balance against settlement: negative is paid by the cardholder. */
    public void post(int account, long deltaMinor) {
        accounts.ledgerMinor(account, accounts.ledgerMinor(account) + deltaMinor);
        book.move(
                accounts.currency(account),
                CurrencyBook.SETTLEMENT,
                CurrencyBook.ACCOUNTS,
                deltaMinor);
    }

    /** True when the suspense side of the currency has room for the change. */
    public boolean canPostSuspense(int currency, long deltaMinor) {
        return isCurrency(currency)
                && book.fits(currency, CurrencyBook.SETTLEMENT, CurrencyBook.SUSPENSE, deltaMinor);
    }

    /** Books against settlement what no account can carry; people sort it out. */
    public void postSuspense(int currency, long deltaMinor) {
        check(canPostSuspense(currency, deltaMinor), "room in suspense was checked before");
        book.move(currency, CurrencyBook.SETTLEMENT, CurrencyBook.SUSPENSE, deltaMinor);
    }

    /** True when the account and the hold table have room for one more hold. */
    public boolean canHold(int account, long amountMinor) {
        return !holds.isFull() && Amounts.isBalance(accounts.holdsMinor(account) + amountMinor);
    }

    /** Reserves an amount. Returns the hold's row; with {@code sequence} it names the hold. */
    public int placeHold(int account, long amountMinor, long expiryMs, long sequence) {
        check(amountMinor > 0, "a hold reserves something");
        check(canHold(account, amountMinor), "room for the hold was checked before");
        final int hold =
                holds.add(account, accounts.firstHold(account), amountMinor, expiryMs, sequence);
        accounts.firstHold(account, hold);
        accounts.holdsMinor(account, accounts.holdsMinor(account) + amountMinor);
        expiries.add(hold);
        check(expiries.count() == holds.count(), "every hold waits for its end");
        return hold;
    }

    /** Notes DE37 of the authorization, packed little endian, for {@link #findHold}. */
    public void referHold(int hold, long rrnHead, int rrnTail) {
        check(holds.sequence(hold) != 0, "an open hold is referred to");
        holds.rrn(hold, rrnHead, rrnTail);
    }

    /** The account's newest hold with this DE37, among the newest 256; {@link #NO_HOLD} if none. */
    public int findHold(int account, long rrnHead, int rrnTail) {
        int hold = accounts.firstHold(account);
        for (int i = 0; hold != HoldTable.NONE && i < MAX_HOLDS_SEARCHED; i++) {
            check(holds.accountRow(hold) == account, "a hold is listed by its own account");
            if (holds.rrnHead(hold) == rrnHead && holds.rrnTail(hold) == rrnTail) return hold;
            hold = holds.next(hold);
        }
        return NO_HOLD;
    }

    /** True when the row still is the hold that the command with this sequence placed. */
    public boolean isHoldOpen(int hold, long sequence) {
        return holds.isOpen(hold, sequence);
    }

    /** Ends a hold. */
    public void releaseHold(int hold) {
        check(holds.sequence(hold) != 0, "an open hold is released");
        final int account = holds.accountRow(hold);
        accounts.holdsMinor(account, accounts.holdsMinor(account) - holds.amountMinor(hold));
        check(accounts.holdsMinor(account) >= 0, "holds sum to what was reserved");
        expiries.remove(hold);
        accounts.firstHold(account, holds.remove(hold, accounts.firstHold(account)));
        check(expiries.count() == holds.count(), "every hold waits for its end");
    }

    /** Lowers a hold to a smaller, positive amount. */
    public void lowerHold(int hold, long amountMinor) {
        check(amountMinor > 0 && amountMinor < holds.amountMinor(hold), "a hold is lowered");
        check(holds.sequence(hold) != 0, "an open hold is lowered");
        final int account = holds.accountRow(hold);
        final long released = holds.amountMinor(hold) - amountMinor;
        accounts.holdsMinor(account, accounts.holdsMinor(account) - released);
        holds.amountMinor(hold, amountMinor);
    }

    /** Ends holds whose time has come, at most {@code limit} of them, the oldest first. */
    public void expireHolds(long nowMs, int limit) {
        for (int i = 0; i < limit; i++) {
            final int hold = expiries.due(nowMs);
            if (hold == HoldTable.NONE) return;
            check(holds.expiryMs(hold) <= nowMs, "a hold ends when its time has come");
            releaseHold(hold);
        }
    }

    /** Open holds. */
    public int holdCount() {
        return holds.count();
    }

    /** True when anything was ever posted in the currency that has not summed up to nothing. */
    public boolean isCurrencyUsed(int currency) {
        return book.total(currency, CurrencyBook.OPENING) != 0
                || book.total(currency, CurrencyBook.SETTLEMENT) != 0
                || book.total(currency, CurrencyBook.SUSPENSE) != 0;
    }

    /** Sum of all postings of a currency: zero unless there is a bug. Walks all accounts. */
    public long postingsSumMinor(int currency) {
        check(isCurrency(currency), "sums are asked per currency");
        long sum =
                book.total(currency, CurrencyBook.OPENING)
                        + book.total(currency, CurrencyBook.SETTLEMENT)
                        + book.total(currency, CurrencyBook.SUSPENSE);
        for (int row = 0; row < accounts.count(); row++) {
            if (accounts.currency(row) == currency) sum += accounts.ledgerMinor(row);
        }
        return sum;
    }

    /** Recounts everything: postings per currency, holds per account. For tests and operators. */
    public boolean isConserved() {
        for (int currency = 1; currency < CurrencyBook.CURRENCY_LIMIT; currency++) {
            final boolean isUsed =
                    book.total(currency, CurrencyBook.SETTLEMENT) != 0
                            || book.total(currency, CurrencyBook.OPENING) != 0
                            || book.total(currency, CurrencyBook.SUSPENSE) != 0;
            if (isUsed && postingsSumMinor(currency) != 0) return false;
            if (book.sum(currency) != 0) return false;
        }
        int listed = 0;
        for (int row = 0; row < accounts.count(); row++) {
            long held = 0;
            for (int h = accounts.firstHold(row); h != HoldTable.NONE; h = holds.next(h)) {
                held += holds.amountMinor(h);
                listed++;
            }
            if (held != accounts.holdsMinor(row)) return false;
        }
        return listed == holds.count() && expiries.count() == listed;
    }

    /** Copies an account into the view; false when there is none with this identification. */
    public boolean findAccount(CharSequence id, AccountView view) {
        if (id.length() > AccountTable.ID_LENGTH) return false;
        final UnsafeBuffer key = new UnsafeBuffer(new byte[AccountTable.ID_LENGTH]);
        key.putStringWithoutLengthAscii(0, id);
        final int row = accounts.find(key, 0);
        if (row == AccountTable.NONE) return false;
        view.ledgerMinor = accounts.ledgerMinor(row);
        view.availableMinor = accounts.availableMinor(row);
        view.creditLimitMinor = accounts.creditLimitMinor(row);
        view.currency = accounts.currency(row);
        view.type = accounts.type(row);
        view.status = accounts.status(row);
        view.holdCount = 0;
        int hold = accounts.firstHold(row);
        while (hold != HoldTable.NONE && view.holdCount < AccountView.MAX_HOLDS) {
            view.holdAmounts[view.holdCount] = holds.amountMinor(hold);
            view.holdExpiries[view.holdCount] = holds.expiryMs(hold);
            view.holdRrnHeads[view.holdCount] = holds.rrnHead(hold);
            view.holdRrnTails[view.holdCount] = holds.rrnTail(hold);
            view.holdCount++;
            hold = holds.next(hold);
        }
        return true;
    }

    /** Hash of all rows, continued from {@code seed}. */
    public long hash(long seed) {
        return book.hash(expiries.hash(holds.hash(cards.hash(accounts.hash(seed)))));
    }
}
