package io.cardswitch.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.command.Commands;
import io.cardswitch.core.command.Effects;
import io.cardswitch.core.command.ReplyFlyweight;
import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.command.sbe.TransactionRequestEncoder;
import io.cardswitch.core.domain.AccountStatus;
import io.cardswitch.core.domain.AccountType;
import io.cardswitch.core.domain.Amounts;
import io.cardswitch.core.domain.CardStatus;
import io.cardswitch.core.domain.Product;
import io.cardswitch.core.domain.RouteDestination;
import io.cardswitch.core.ledger.AccountView;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.Set;

final class SwitchStateMachineTest {
    private static final long DAY_MS = 86_400_000L;

    private final EngineDriver driver = new EngineDriver(EngineConfig.small());

    @Test
    void shouldNotAllocateWhenTransactionsAreDecided() {
        open(driver);
        final UnsafeBuffer command = purchaseTemplate();
        final Effects effects = new Effects().wrap(new UnsafeBuffer(new byte[Effects.LENGTH]), 0);
        final var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) { // The first rounds also load and compile code.
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 20_000; i++) {
                decide(command, effects);
            }
            allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertTrue(allocated < 1_000, allocated + " bytes for 20000 transactions");
        assertEquals(ResultCode.APPROVED.code(), effects.reply(0).resultCode());
    }

    @Test
    void shouldGiveEveryApprovalItsOwnCodeWhenAMillionFollow() {
        open(driver);
        final Set<Integer> codes = new HashSet<>();
        for (int stan = 1; stan <= 5_000; stan++) {
            driver.request(0x0200, 1, 1, stan);
            final ReplyFlyweight reply = driver.send();
            assertEquals(ReplyFlyweight.HAS_APPROVAL_CODE, reply.flags());
            assertTrue(reply.approvalCode() >= 0 && reply.approvalCode() <= 999_999);
            assertTrue(codes.add(reply.approvalCode()), "DE38 differs while six digits last");
        }
    }

    @Test
    void shouldGiveTheSameApprovalCodeWhenTheRequestComesAgain() {
        open(driver);
        driver.request(0x0200, 1, 100, 1);
        final int first = driver.send().approvalCode();
        driver.purchase(1, 100, 2);
        driver.request(0x0201, 1, 100, 1);
        final ReplyFlyweight again = driver.send();
        assertEquals(first, again.approvalCode());
        assertEquals(ReplyFlyweight.HAS_APPROVAL_CODE | ReplyFlyweight.IS_REPEAT, again.flags());
    }

    @Test
    void shouldNameTheAccountsCurrencyWhenTheInquiryNamesAnother() {
        open(driver);
        driver.request(0x0200, 1, -1, 1).processingCode(310_000).currency(978);
        final ReplyFlyweight reply = driver.send();
        assertEquals(ResultCode.APPROVED.code(), reply.resultCode());
        assertEquals(1_000_000, reply.ledgerMinor());
        assertEquals(840, reply.currency());
    }

    @Test
    void shouldCountRowsThatLeaveTheWindowBeforeTheirTime() {
        final EngineConfig small = EngineConfig.small();
        final EngineDriver tight =
                new EngineDriver(
                        new EngineConfig(
                                small.maxAccounts(),
                                small.maxCards(),
                                small.maxHolds(),
                                4,
                                small.windowMs(),
                                small.checkpointHistory(),
                                small.maxCardChecks(),
                                small.cardCheckMs()));
        open(tight);
        for (int stan = 1; stan <= 6; stan++) {
            tight.purchase(1, 1, stan);
        }
        assertEquals(2, tight.engine().evictedCount());
        assertEquals(2, tight.engine().evictedEarlyCount());
        tight.pass(3 * DAY_MS);
        tight.tick();
        assertEquals(6, tight.engine().evictedCount());
        assertEquals(2, tight.engine().evictedEarlyCount(), "the others had their time");
    }

    @Test
    void shouldStopWhenACheckpointRecordsAnotherDecision() {
        open(driver);
        driver.purchase(1, 100, 1);
        final SwitchStateMachine engine = driver.engine();
        final long sequence = engine.lastSequence();
        final long hash = engine.decisionHash();
        driver.purchase(1, 100, 2);
        driver.checkpoint(sequence, hash);
        assertNotEquals(hash, engine.decisionHash());
        final AssertionError error =
                assertThrows(AssertionError.class, () -> driver.checkpoint(sequence, hash + 1));
        assertTrue(error.getMessage().contains("replay divergence"), error.getMessage());
    }

    @Test
    void shouldSkipTheCheckpointWhenItIsOlderThanTheHistory() {
        open(driver);
        for (int i = 0; i < EngineConfig.small().checkpointHistory(); i++) {
            driver.tick();
        }
        driver.checkpoint(1, 0);
        assertEquals(1, driver.engine().skippedCheckpointCount());
    }

    @Test
    void shouldRefuseTheCommandWhenItIsNotTheNext() {
        final Effects effects = new Effects().wrap(new UnsafeBuffer(new byte[Effects.LENGTH]), 0);
        final UnsafeBuffer command = purchaseTemplate();
        assertThrows(
                AssertionError.class,
                () ->
                        driver.engine()
                                .onCommand(2, command, 0, Commands.MAX_LENGTH, effects.clear()));
    }

    @Test
    void shouldKeepTheFirstLoadWhenAnIdentificationComesAgain() {
        open(driver);
        driver.account("A1", 1);
        driver.card(1, "A1", 3001, 9, CardStatus.LOST);
        assertEquals(2, driver.engine().refusedLoadCount());
        assertEquals(1_000_000, driver.ledgerMinor("A1"));
        assertEquals(ResultCode.APPROVED, driver.purchase(1, 1, 1));
    }

    @Test
    void shouldRefuseTheLoadWhenItIsOutOfBounds() {
        driver.account("", 1);
        driver.account("A1", 0, 1, 0, AccountType.DEBIT, AccountStatus.ACTIVE);
        driver.account("A1", 1_000, 1, 0, AccountType.DEBIT, AccountStatus.ACTIVE);
        driver.account("A1", 840, Long.MAX_VALUE, 0, AccountType.DEBIT, AccountStatus.ACTIVE);
        driver.account("A1", 840, 1, -1, AccountType.DEBIT, AccountStatus.ACTIVE);
        driver.card(1, "A1");
        driver.account("A1", 840, 1, 0, AccountType.DEBIT, AccountStatus.ACTIVE);
        driver.card(1, "A1", 3013, 1, CardStatus.ACTIVE);
        assertEquals(7, driver.engine().refusedLoadCount());
        assertEquals(1, driver.engine().accountCount());
        assertEquals(0, driver.engine().cardCount());
        assertTrue(driver.engine().isConserved());
    }

    @Test
    void shouldGoOnServingWhenANewConfigurationIsBroken() {
        open(driver);
        driver.start(2);
        driver.route(5, 4, RouteDestination.ON_US);
        driver.commit(2);
        assertEquals(1, driver.engine().contentHash());
        driver.start(3);
        driver.commit(4);
        assertEquals(1, driver.engine().contentHash());
        driver.product(new Product(2, 1, 0, 0, DAY_MS, 1, 0, 0));
        driver.commit(3);
        assertEquals(1, driver.engine().contentHash());
        assertEquals(ResultCode.APPROVED, driver.purchase(1, 1, 1));
        assertEquals(5, driver.engine().refusedLoadCount());
    }

    @Test
    void shouldRefuseTheHoldWhenTheTableIsFull() {
        final EngineDriver tiny =
                new EngineDriver(new EngineConfig(4, 4, 2, 64, DAY_MS, 64, 4, 1_000));
        open(tiny);
        assertEquals(ResultCode.APPROVED, hold(tiny, 1));
        assertEquals(ResultCode.APPROVED, hold(tiny, 2));
        assertEquals(ResultCode.CAPACITY_EXCEEDED, hold(tiny, 3));
        assertEquals(999_980, tiny.availableMinor("A1"));
        tiny.reversal(0x0400, 1, 1, 10, 1);
        assertEquals(ResultCode.APPROVED.code(), tiny.sendReversal().resultCode());
        assertEquals(ResultCode.APPROVED, hold(tiny, 4));
        assertTrue(tiny.engine().isConserved());
    }

    @Test
    void shouldListTheNewestHoldsFirstWhenAnAccountIsShown() {
        open(driver);
        driver.request(0x0100, 1, 10, 1).rrn("RRN1");
        driver.send();
        driver.request(0x0100, 1, 20, 2).rrn("123456789012");
        driver.send();
        final AccountView view = driver.view("A1");
        assertEquals(2, view.holdCount());
        assertEquals(20, view.holdAmountMinor(0));
        assertEquals("123456789012", view.holdRrn(0));
        assertEquals("RRN1", view.holdRrn(1));
        assertEquals(EngineDriver.START_MS + 7 * DAY_MS, view.holdExpiryMs(1));
        assertEquals(1_000_000, view.ledgerMinor());
        assertEquals(999_970, view.availableMinor());
        assertFalse(driver.engine().findAccount("A2", new AccountView()));
        assertFalse(driver.engine().findAccount("A".repeat(29), new AccountView()));
    }

    @Test
    void shouldKnowWhoIsSignedOnWhenLinksSaySo() {
        assertFalse(driver.engine().isSignedOn(3));
        driver.network(3, 1);
        assertTrue(driver.engine().isSignedOn(3));
        assertFalse(driver.engine().isSignedOn(67));
        driver.network(67, 71);
        driver.network(3, 2);
        assertFalse(driver.engine().isSignedOn(3));
        assertTrue(driver.engine().isSignedOn(67));
    }

    @Test
    void shouldNotMoveMoneyBeyondTheBoundsOfABalance() {
        driver.configure();
        driver.account("A1", Amounts.MAX_BALANCE_MINOR);
        driver.card(1, "A1");
        driver.request(0x0200, 1, 1, 1).processingCode(210_000);
        assertEquals(ResultCode.CAPACITY_EXCEEDED.code(), driver.send().resultCode());
        assertTrue(driver.engine().isConserved());
    }

    private static void open(EngineDriver engine) {
        engine.configure();
        engine.account("A1", 1_000_000);
        engine.card(1, "A1");
    }

    private static ResultCode hold(EngineDriver engine, int stan) {
        engine.request(0x0100, 1, 10, stan);
        return ResultCode.of(engine.send().resultCode());
    }

    private UnsafeBuffer purchaseTemplate() {
        final UnsafeBuffer command = new UnsafeBuffer(new byte[Commands.MAX_LENGTH]);
        command.putBytes(0, driver.request(0x0200, 1, 1, 1).buffer(), 0, Commands.MAX_LENGTH);
        return command;
    }

    private void decide(UnsafeBuffer command, Effects effects) {
        final SwitchStateMachine engine = driver.engine();
        final long sequence = engine.lastSequence() + 1;
        command.putLong(
                Commands.HEADER_LENGTH + TransactionRequestEncoder.keyLowEncodingOffset(),
                sequence);
        engine.onCommand(
                sequence,
                command,
                0,
                Commands.HEADER_LENGTH + TransactionRequestEncoder.BLOCK_LENGTH,
                effects.clear());
    }
}
