package io.cardswitch.core.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.domain.AccountStatus;
import io.cardswitch.core.domain.AccountType;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Iterator;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;

final class LedgerPropertyTest {
    private static final int ACCOUNTS = 8;
    private static final int MAX_HOLDS = 64;

    private record ModelHold(int row, int account, long amountMinor, long expiryMs) {}

    private final Ledger ledger = new Ledger(ACCOUNTS, ACCOUNTS, MAX_HOLDS);
    private final long[] balances = new long[ACCOUNTS];
    private final TreeMap<Long, ModelHold> holds = new TreeMap<>(); // By sequence.

    /** Goal: no sequence of changes makes money. Method: seeded walk beside a naive model. */
    @ParameterizedTest(name = "seed={0}")
    @MethodSource("seeds")
    void shouldAgreeWithTheModelForAnySequenceOfChanges(long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        open();
        for (long step = 1; step <= 3_000; step++) {
            final int account = random.nextInt(ACCOUNTS);
            final long amountMinor = random.nextLong(1, 1_000);
            switch (random.nextInt(5)) {
                case 0 -> post(account, amountMinor);
                case 1 -> post(account, -amountMinor);
                case 2 -> hold(account, amountMinor, step + random.nextLong(200), step);
                case 3 -> release(random);
                default -> expire(step);
            }
            agree("seed=" + seed + " step=" + step);
        }
    }

    @Test
    void shouldRefuseTheChangeWhenNobodyAskedForRoom() {
        open();
        assertThrows(AssertionError.class, () -> ledger.post(0, Long.MAX_VALUE));
        assertThrows(AssertionError.class, () -> ledger.placeHold(0, -1, 1, 1));
        assertThrows(AssertionError.class, () -> ledger.releaseHold(0));
        agree("unchanged");
    }

    @Test
    void shouldStopAtTheNamedLimitWhenThereAreTooManyAccounts() {
        open();
        final AssertionError error = assertThrows(AssertionError.class, () -> open(ACCOUNTS));
        assertTrue(error.getMessage().contains("limits.accounts"), error.getMessage());
    }

    private void open() {
        for (int i = 0; i < ACCOUNTS; i++) {
            open(i);
        }
    }

    private void open(int number) {
        final UnsafeBuffer id = new UnsafeBuffer(new byte[AccountTable.ID_LENGTH]);
        id.putStringWithoutLengthAscii(0, "A" + number);
        final int row = ledger.addAccount(id, 0, 840, AccountType.DEBIT, AccountStatus.ACTIVE);
        ledger.open(row, 1_000, 0);
        balances[row] = 1_000;
    }

    private void post(int account, long deltaMinor) {
        if (!ledger.canPost(account, deltaMinor)) return;
        ledger.post(account, deltaMinor);
        balances[account] += deltaMinor;
    }

    private void hold(int account, long amountMinor, long expiryMs, long sequence) {
        assertEquals(holds.size() < MAX_HOLDS, ledger.canHold(account, amountMinor));
        if (holds.size() == MAX_HOLDS) return;
        final int row = ledger.placeHold(account, amountMinor, expiryMs, sequence);
        holds.put(sequence, new ModelHold(row, account, amountMinor, expiryMs));
    }

    private void release(SplittableRandom random) {
        if (holds.isEmpty()) return;
        final Long sequence = holds.floorKey(random.nextLong(holds.lastKey() + 1));
        if (sequence == null) return;
        final ModelHold hold = holds.remove(sequence);
        assertTrue(ledger.isHoldOpen(hold.row(), sequence));
        ledger.releaseHold(hold.row());
        assertTrue(!ledger.isHoldOpen(hold.row(), sequence));
    }

    private void expire(long nowMs) {
        ledger.expireHolds(nowMs, MAX_HOLDS);
        final Iterator<ModelHold> all = holds.values().iterator();
        while (all.hasNext()) {
            if (all.next().expiryMs() <= nowMs) all.remove();
        }
    }

    private void agree(String where) {
        assertTrue(ledger.isConserved(), where);
        assertEquals(0, ledger.postingsSumMinor(840), where);
        assertEquals(holds.size(), ledger.holdCount(), where);
        for (int account = 0; account < ACCOUNTS; account++) {
            final int row = account;
            final long held =
                    holds.values().stream()
                            .filter(hold -> hold.account() == row)
                            .mapToLong(ModelHold::amountMinor)
                            .sum();
            assertEquals(balances[row], ledger.accounts().ledgerMinor(row), where);
            assertEquals(balances[row] - held, ledger.accounts().availableMinor(row), where);
        }
    }

    /** A fixed set first, then a fresh one; -Dseed=N replays one. */
    static LongStream seeds() {
        final Long seed = Long.getLong("seed");
        if (seed != null) return LongStream.of(seed);
        return LongStream.concat(LongStream.range(0, 10), LongStream.of(System.nanoTime()));
    }
}
