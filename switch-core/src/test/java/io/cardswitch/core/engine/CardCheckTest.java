package io.cardswitch.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.command.CardCheckFlyweight;
import io.cardswitch.core.command.CheckOutcome;
import io.cardswitch.core.command.Commands;
import io.cardswitch.core.command.Effects;
import io.cardswitch.core.command.ReplyFlyweight;
import io.cardswitch.core.command.RequestEvidence;
import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.command.sbe.CardCheckResultEncoder;
import io.cardswitch.core.command.sbe.MessageHeaderEncoder;
import io.cardswitch.core.command.sbe.TransactionRequestEncoder;
import io.cardswitch.core.domain.CardCheck;
import io.cardswitch.core.domain.Product;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.management.ManagementFactory;

/** Requests whose card is checked by a security module before money moves. */
final class CardCheckTest {
    private final CardCheckFixture cards = new CardCheckFixture();
    private final EngineDriver driver = cards.driver;

    @AfterEach
    void replayMustAgree() {
        cards.checkReplay();
    }

    @Test
    void shouldMoveNothingAndAskWhenTheRequestBringsAPin() {
        final long sequence = cards.park(100, 1, RequestEvidence.PIN);
        final CardCheckFlyweight check = driver.effects().cardCheck(0);
        assertEquals(1, driver.effects().count());
        assertEquals(sequence, check.sequence());
        assertEquals(1, check.edgeHandle());
        assertEquals(1, check.productId());
        assertEquals(1_234, check.pvv());
        assertEquals(1, check.pvki());
        assertEquals(CardCheck.PIN_PVV.bit(), check.checks());
        assertEquals(10_000, driver.availableMinor("A1"));
        assertEquals(1, driver.engine().waitingCheckCount());
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 4", "4, 8", "8, 16", "15, 29", "11, 21"})
    void shouldAskForWhatTheEvidenceIsThere(int evidence, int checks) {
        cards.park(100, 1, evidence);
        assertEquals(checks, driver.effects().cardCheck(0).checks());
    }

    @Test
    void shouldMoveTheMoneyOnceWhenTheCheckPasses() {
        final long sequence = cards.park(100, 1, RequestEvidence.PIN);
        driver.pass(300);
        final ReplyFlyweight reply = driver.result(sequence, 1, CheckOutcome.PASSED.code());
        assertEquals(ResultCode.APPROVED.code(), reply.resultCode());
        assertEquals(1, reply.edgeHandle());
        assertEquals(ReplyFlyweight.HAS_APPROVAL_CODE, reply.flags());
        assertEquals(9_900, driver.ledgerMinor("A1"));
        assertEquals(0, driver.engine().waitingCheckCount());
        assertNull(driver.result(sequence, 1, CheckOutcome.PASSED.code()));
        assertEquals(1, driver.engine().unmatchedCheckCount());
        assertEquals(9_900, driver.ledgerMinor("A1"));
    }

    @ParameterizedTest
    @CsvSource({
        "PIN_WRONG, 55, 117",
        "PIN_BLOCK_INVALID, 81, 126",
        "PIN_KEY_INVALID, 86, 128",
        "CVV_WRONG, 82, 122",
        "CVV2_WRONG, 82, 122",
        "ARQC_WRONG, 82, 122",
        "HSM_AWAY, 91, 912",
        "HSM_ERROR, 96, 909"
    })
    void shouldRefuseByCauseWhenTheCheckFails(CheckOutcome outcome, String code87, String code93) {
        final long sequence = cards.park(100, 1, RequestEvidence.PIN);
        final ResultCode result = cards.finish(sequence, 1, outcome);
        assertEquals(outcome.resultCode(), result);
        assertEquals(code87, result.responseCode().text87());
        assertEquals(code93, result.responseCode().text93());
        assertEquals(10_000, driver.availableMinor("A1"));
        final int again = cards.send(100, 1, RequestEvidence.PIN).resultCode();
        assertEquals(result.code(), again, "the repeat is answered, not checked again");
    }

    @Test
    void shouldRefuseWhenTheOutcomeIsUnknown() {
        assertEquals(
                ResultCode.CHECK_FAILED.code(),
                driver.result(cards.park(100, 1, RequestEvidence.PIN), 1, 200).resultCode());
        assertEquals(10_000, driver.availableMinor("A1"));
    }

    @Test
    void shouldHoldForTheAuthorizationWhenTheCheckPasses() {
        cards.request(0x0100, 100, 1, RequestEvidence.PIN).rrn("000000000001");
        driver.submit();
        final long sequence = driver.engine().lastSequence();
        assertEquals(0, driver.engine().holdCount());
        assertEquals(ResultCode.APPROVED, cards.finish(sequence, 1, CheckOutcome.PASSED));
        assertEquals(1, driver.engine().holdCount());
        driver.reversal(0x0400, 1, 1, 100, 1);
        driver.sendReversal();
        assertEquals(0, driver.engine().holdCount(), "the reversal finds the hold");
    }

    @Test
    void shouldDecideAtOnceWhenThereIsNothingToCheck() {
        assertEquals(ResultCode.APPROVED.code(), cards.send(100, 1, 0).resultCode());
        driver.request(0x0200, 2, 100, 2).evidence((short) 15);
        assertEquals(ResultCode.APPROVED.code(), driver.send().resultCode());
        cards.request(0x0220, 100, 3, 15);
        assertEquals(ResultCode.APPROVED.code(), driver.send().resultCode(), "an advice");
        assertEquals(0, driver.engine().waitingCheckCount());
        assertEquals(9_700, driver.ledgerMinor("A1"));
    }

    @Test
    void shouldRefuseBeforeTheCheckWhenARuleDoes() {
        assertEquals(
                ResultCode.FUNDS_INSUFFICIENT.code(),
                cards.send(10_001, 1, RequestEvidence.PIN).resultCode());
        assertEquals(0, driver.engine().waitingCheckCount());
    }

    @Test
    void shouldJudgeByTheBooksAsTheyAreWhenTheResultComes() {
        final long first = cards.park(6_000, 1, RequestEvidence.PIN);
        final long second = cards.park(6_000, 2, RequestEvidence.PIN);
        assertEquals(ResultCode.APPROVED, cards.finish(second, 2, CheckOutcome.PASSED));
        assertEquals(ResultCode.FUNDS_INSUFFICIENT, cards.finish(first, 1, CheckOutcome.PASSED));
        assertEquals(4_000, driver.ledgerMinor("A1"));
    }

    @Test
    void shouldAnswerInProgressWhenTheRequestComesAgainMeanwhile() {
        final long sequence = cards.park(100, 1, RequestEvidence.PIN);
        final ReplyFlyweight reply = cards.send(100, 1, RequestEvidence.PIN);
        assertEquals(ResultCode.CHECK_IN_PROGRESS.code(), reply.resultCode());
        assertEquals("09", ResultCode.CHECK_IN_PROGRESS.responseCode().text87());
        assertEquals(
                ResultCode.DUPLICATE_DIFFERS.code(),
                cards.send(200, 1, RequestEvidence.PIN).resultCode());
        assertEquals(1, driver.engine().waitingCheckCount());
        assertEquals(ResultCode.APPROVED, cards.finish(sequence, 1, CheckOutcome.PASSED));
        final ReplyFlyweight later = cards.send(100, 1, RequestEvidence.PIN);
        assertEquals(ResultCode.APPROVED.code(), later.resultCode());
        assertTrue((later.flags() & ReplyFlyweight.IS_REPEAT) != 0);
        assertEquals(9_900, driver.ledgerMinor("A1"));
    }

    @Test
    void shouldRefuseWhenItWasReversedMeanwhile() {
        final long sequence = cards.park(100, 1, RequestEvidence.PIN);
        driver.reversal(0x0400, 2, 1, 100, 1);
        assertEquals(ResultCode.APPROVED.code(), driver.sendReversal().resultCode());
        assertEquals(0, driver.engine().unmatchedReversalCount());
        assertEquals(
                ResultCode.REVERSED_BEFORE_ARRIVAL, cards.finish(sequence, 1, CheckOutcome.PASSED));
        assertEquals(10_000, driver.availableMinor("A1"));
    }

    @Test
    void shouldRefuseWhenItWasReversedByReferenceMeanwhile() {
        cards.request(0x0200, 100, 1, RequestEvidence.PIN).rrn("000000000077");
        driver.submit();
        final long sequence = driver.engine().lastSequence();
        driver.reversal(0x0400, 2, 1, 100, 500).rrn("000000000077");
        driver.sendReversal();
        assertEquals(
                ResultCode.REVERSED_BEFORE_ARRIVAL, cards.finish(sequence, 1, CheckOutcome.PASSED));
        assertEquals(10_000, driver.availableMinor("A1"));
    }

    @Test
    void shouldGoOnWhenTheReversalMeansAnotherCard() {
        final long sequence = cards.park(100, 1, RequestEvidence.PIN);
        driver.reversal(0x0400, 2, 2, 100, 1);
        driver.sendReversal();
        assertEquals(1, driver.engine().unmatchedReversalCount());
        assertEquals(ResultCode.APPROVED, cards.finish(sequence, 1, CheckOutcome.PASSED));
    }

    @Test
    void shouldPostTheAdviceOnceWhenItComesBeforeTheResult() {
        final long sequence = cards.park(100, 1, RequestEvidence.PIN);
        cards.request(0x0220, 100, 1, 0);
        assertEquals(ResultCode.APPROVED.code(), driver.send().resultCode());
        assertEquals(9_900, driver.ledgerMinor("A1"));
        final ReplyFlyweight reply = driver.result(sequence, 1, CheckOutcome.PASSED.code());
        assertTrue((reply.flags() & ReplyFlyweight.IS_REPEAT) != 0);
        assertEquals(9_900, driver.ledgerMinor("A1"));
    }

    @Test
    void shouldRefuseTheRequestWhoseCheckFailsThoughItsAdviceHasCome() {
        final long sequence = cards.park(100, 1, RequestEvidence.PIN);
        cards.request(0x0220, 100, 1, 0);
        driver.send();
        final ReplyFlyweight reply = driver.result(sequence, 1, CheckOutcome.PIN_WRONG.code());
        assertEquals(ResultCode.PIN_WRONG.code(), reply.resultCode());
        assertEquals(9_900, driver.ledgerMinor("A1"), "the advice states what has happened");
    }

    @Test
    void shouldRefuseTheNextWhenTheTableIsFull() {
        for (int stan = 1; stan <= CardCheckFixture.CONFIG.maxCardChecks(); stan++) {
            cards.park(100, stan, RequestEvidence.PIN);
        }
        assertEquals(
                ResultCode.CAPACITY_EXCEEDED.code(),
                cards.send(100, 9, RequestEvidence.PIN).resultCode());
        assertEquals(ResultCode.APPROVED.code(), cards.send(100, 10, 0).resultCode());
        assertEquals(CardCheckFixture.CONFIG.maxCardChecks(), driver.engine().waitingCheckCount());
    }

    @Test
    void shouldRefuseWhenNoResultComesInTime() {
        cards.park(100, 1, RequestEvidence.PIN);
        driver.pass(CardCheckFixture.CONFIG.cardCheckMs() - 1);
        driver.tick();
        assertEquals(0, driver.effects().count());
        driver.pass(1);
        driver.tick();
        assertEquals(1, driver.effects().count());
        assertEquals(1, driver.effects().reply(0).edgeHandle());
        assertEquals(ResultCode.CHECK_UNAVAILABLE.code(), driver.effects().reply(0).resultCode());
        assertEquals(0, driver.engine().waitingCheckCount());
        assertEquals(
                ResultCode.CHECK_UNAVAILABLE.code(),
                cards.send(100, 1, RequestEvidence.PIN).resultCode());
    }

    @Test
    void shouldEndTheOldestFirstAndAsManyAsThereIsRoomForWhenTimeIsUp() {
        final long first = cards.park(100, 1, RequestEvidence.PIN);
        cards.park(100, 2, RequestEvidence.PIN);
        cards.park(100, 3, RequestEvidence.PIN);
        cards.park(100, 4, RequestEvidence.PIN);
        driver.pass(CardCheckFixture.CONFIG.cardCheckMs());
        assertEquals(
                ResultCode.APPROVED,
                cards.finish(first, 1, CheckOutcome.PASSED),
                "the result is here");
        assertEquals(2, driver.effects().count());
        assertEquals(2, driver.effects().reply(1).edgeHandle());
        driver.tick();
        assertEquals(3, driver.effects().reply(0).edgeHandle());
        assertEquals(4, driver.effects().reply(1).edgeHandle());
        driver.tick();
        assertEquals(0, driver.effects().count());
        assertEquals(9_900, driver.ledgerMinor("A1"));
    }

    @Test
    void shouldIgnoreTheResultWhenItNamesAnotherSlot() {
        final long sequence = cards.park(100, 1, RequestEvidence.PIN);
        assertNull(driver.result(sequence, 2, CheckOutcome.PASSED.code()));
        assertNull(driver.result(sequence + 1, 1, CheckOutcome.PASSED.code()));
        assertNull(driver.result(-1, 1, CheckOutcome.PASSED.code()));
        assertEquals(3, driver.engine().unmatchedCheckCount());
        assertEquals(ResultCode.APPROVED, cards.finish(sequence, 1, CheckOutcome.PASSED));
    }

    @Test
    void shouldRefuseWhenTheWindowHasForgottenTheRequest() {
        final long sequence = cards.park(100, 1, RequestEvidence.PIN);
        for (int i = 0; i < CardCheckFixture.CONFIG.windowCount(); i++) {
            driver.purchase(2, 1, 1_000 + i);
        }
        assertEquals(ResultCode.CAPACITY_EXCEEDED, cards.finish(sequence, 1, CheckOutcome.PASSED));
        assertEquals(10_000 - CardCheckFixture.CONFIG.windowCount(), driver.ledgerMinor("A1"));
    }

    @Test
    void shouldEndAllWithoutAnAnswerWhenTheNodeStartsAnew() {
        final long sequence = cards.park(100, 1, RequestEvidence.PIN);
        cards.park(100, 2, RequestEvidence.PIN);
        cards.park(100, 3, RequestEvidence.PIN);
        driver.nodeStart();
        assertEquals(0, driver.effects().count());
        assertEquals(0, driver.engine().waitingCheckCount());
        assertNull(driver.result(sequence, 1, CheckOutcome.PASSED.code()));
        assertEquals(
                ResultCode.CHECK_UNAVAILABLE.code(),
                cards.send(100, 1, RequestEvidence.PIN).resultCode());
        assertEquals(10_000, driver.ledgerMinor("A1"));
    }

    @Test
    void shouldNotServeAProductWhoseChecksCannotBeDone() {
        final Product[] unsound = {
            new Product(1, -1, -1, 0, CardCheckFixture.DAY_MS, 7, 32, 3),
            new Product(1, -1, -1, 0, CardCheckFixture.DAY_MS, 7, 64, 3),
            new Product(1, -1, -1, 0, CardCheckFixture.DAY_MS, 7, 3, 3),
            new Product(1, -1, -1, 0, CardCheckFixture.DAY_MS, 7, 1, 0),
            new Product(1, -1, -1, 0, CardCheckFixture.DAY_MS, 7, 2, 10),
            new Product(1, -1, -1, 0, CardCheckFixture.DAY_MS, 7, 4, 1)
        };
        for (final Product product : unsound) {
            assertFalse(product.areChecksSound(), product.toString());
            driver.start(9);
            driver.product(product);
            driver.commit(9);
            assertEquals(1, driver.engine().contentHash());
        }
    }

    @Test
    void shouldNotAllocateWhenCardsAreChecked() {
        final SwitchStateMachine engine = new CardCheckFixture().driver.engine();
        final UnsafeBuffer request = new UnsafeBuffer(new byte[Commands.MAX_LENGTH]);
        request.putBytes(0, cards.request(0x0200, -1, 1, 1).buffer(), 0, Commands.MAX_LENGTH);
        new TransactionRequestEncoder()
                .wrap(request, Commands.HEADER_LENGTH)
                .processingCode(310_000);
        final UnsafeBuffer result = new UnsafeBuffer(new byte[Commands.MAX_LENGTH]);
        final CardCheckResultEncoder outcome = new CardCheckResultEncoder();
        outcome.wrapAndApplyHeader(result, 0, new MessageHeaderEncoder()).edgeHandle(1);
        final Effects effects = new Effects().wrap(new UnsafeBuffer(new byte[Effects.LENGTH]), 0);
        final var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) { // The first rounds also load and compile code.
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 10_000; i++) {
                final long sequence = engine.lastSequence() + 1;
                request.putLong(
                        Commands.HEADER_LENGTH + TransactionRequestEncoder.keyLowEncodingOffset(),
                        sequence);
                engine.onCommand(sequence, request, 0, Commands.MAX_LENGTH, effects.clear());
                outcome.requestSequence(sequence);
                engine.onCommand(sequence + 1, result, 0, Commands.MAX_LENGTH, effects.clear());
            }
            allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertTrue(allocated < 1_000, allocated + " bytes for 10000 checked transactions");
        assertEquals(ResultCode.APPROVED.code(), effects.reply(0).resultCode());
        assertEquals(0, engine.unmatchedCheckCount());
    }
}
