package io.cardswitch.core.engine;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.command.sbe.TransactionRequestDecoder;
import io.cardswitch.core.ledger.AccountTable;
import io.cardswitch.core.ledger.CardTable;
import io.cardswitch.core.ledger.Ledger;

/**
 * Reads what coming transactions will need, and changes nothing. Places are gathered first and read
 * in loops of their own: with nothing else between the reads, the processor waits for their memory
 * all at once instead of one by one.
 */
final class ReadAhead {
    private static final int GROUP = 16;

    private final TransactionWindow window;
    private final CardTable cards;
    private final AccountTable accounts;
    private final int[] buckets = new int[GROUP];
    private final int[] cardRows = new int[GROUP];
    private int count;
    private long seen; // Keeps the reads alive; no part of the state.

    ReadAhead(TransactionWindow window, Ledger ledger) {
        this.window = window;
        this.cards = ledger.cards();
        this.accounts = ledger.accounts();
    }

    /** Notes a request that will be applied soon. */
    void add(TransactionRequestDecoder request) {
        check(count < GROUP, "a full group is read");
        buckets[count] = window.bucketOf(request.keyHigh(), request.keyLow());
        cardRows[count] = cards.firstRowOf(request.tokenHigh(), request.tokenLow());
        if (++count == GROUP) read();
    }

    private void read() {
        long sum = 0;
        for (int i = 0; i < GROUP; i++) {
            sum += window.read(buckets[i]) + cards.accountRow(cardRows[i]);
        }
        // The account may be another one, when tokens collide: it is only read.
        for (int i = 0; i < GROUP && accounts.count() > 0; i++) {
            sum += accounts.ledgerMinor(cards.accountRow(cardRows[i]));
        }
        seen = sum;
        count = 0;
        check(count < GROUP, "there is room for the next");
    }

    @Override
    public String toString() {
        return "last read " + seen;
    }
}
