package io.cardswitch.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardswitch.core.command.CheckOutcome;
import io.cardswitch.core.command.RequestEvidence;
import io.cardswitch.core.command.ResultCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the books know of a PIN: whether it had to come, and how often it was wrong. */
final class PinTriesTest {
    private final CardCheckFixture cards = new CardCheckFixture();
    private final EngineDriver driver = cards.driver;

    @AfterEach
    void replayMustAgree() {
        cards.checkReplay();
    }

    @Test
    void shouldRefuseWhenTheChannelNeedsAPinThatDidNotCome() {
        cards.request(0x0200, 100, 1, RequestEvidence.TRACK2).merchantType(CardCheckFixture.ATM);
        assertEquals(ResultCode.PIN_MISSING.code(), driver.send().resultCode());
        driver.request(0x0200, 2, 100, 2).merchantType(CardCheckFixture.ATM);
        assertEquals(ResultCode.APPROVED.code(), driver.send().resultCode(), "another product");
    }

    @Test
    void shouldRefuseWhenTheCardHasNothingToHoldThePinAgainst() {
        driver.request(0x0200, 3, 100, 1).evidence((short) RequestEvidence.PIN);
        assertEquals(ResultCode.PIN_UNVERIFIABLE.code(), driver.send().resultCode());
    }

    @Test
    void shouldRefuseTheCardWhenThePinWasWrongTooOften() {
        assertEquals(ResultCode.PIN_WRONG, wrongPin(1));
        assertEquals(ResultCode.PIN_WRONG, wrongPin(2));
        assertEquals(ResultCode.PIN_TRIES_EXCEEDED, wrongPin(3));
        assertEquals("75", ResultCode.PIN_TRIES_EXCEEDED.responseCode().text87());
        assertEquals(
                ResultCode.PIN_TRIES_EXCEEDED.code(),
                cards.send(100, 4, RequestEvidence.PIN).resultCode());
        assertEquals(0, driver.engine().waitingCheckCount(), "the module is not asked any more");
        final long withoutPin = cards.park(100, 5, RequestEvidence.CVV2);
        assertEquals(ResultCode.APPROVED, cards.finish(withoutPin, 5, CheckOutcome.PASSED));
    }

    @Test
    void shouldCountFromZeroWhenThePinWasRight() {
        wrongPin(1);
        wrongPin(2);
        assertEquals(
                ResultCode.APPROVED,
                cards.finish(cards.park(100, 3, RequestEvidence.PIN), 3, CheckOutcome.PASSED));
        assertEquals(ResultCode.PIN_WRONG, wrongPin(4));
        assertEquals(ResultCode.PIN_WRONG, wrongPin(5));
        cards.finish(cards.park(100, 6, RequestEvidence.CVV2), 6, CheckOutcome.PASSED);
        cards.finish(cards.park(100, 7, RequestEvidence.PIN), 7, CheckOutcome.HSM_AWAY);
        assertEquals(ResultCode.PIN_TRIES_EXCEEDED, wrongPin(8), "only a right PIN clears");
    }

    @Test
    void shouldNotGuessFasterWhenPinsAreTriedSideBySide() {
        final long[] sequences = new long[4];
        for (int i = 0; i < sequences.length; i++) {
            sequences[i] = cards.park(100, i + 1, RequestEvidence.PIN);
        }
        for (int i = 0; i < CardCheckFixture.TRIES; i++) {
            cards.finish(sequences[i], i + 1, CheckOutcome.PIN_WRONG);
        }
        assertEquals(
                ResultCode.PIN_TRIES_EXCEEDED,
                cards.finish(
                        sequences[CardCheckFixture.TRIES],
                        CardCheckFixture.TRIES + 1,
                        CheckOutcome.PASSED));
        assertEquals(
                ResultCode.PIN_TRIES_EXCEEDED.code(),
                cards.send(100, 9, RequestEvidence.PIN).resultCode());
        assertEquals(10_000, driver.ledgerMinor("A1"));
    }

    @Test
    void shouldCountTheTryWhenTheRequestWasReversedMeanwhile() {
        for (int stan = 1; stan <= CardCheckFixture.TRIES; stan++) {
            final long sequence = cards.park(100, stan, RequestEvidence.PIN);
            driver.reversal(0x0400, 2, 1, 100, stan);
            driver.sendReversal();
            cards.finish(sequence, stan, CheckOutcome.PIN_WRONG);
        }
        assertEquals(
                ResultCode.PIN_TRIES_EXCEEDED.code(),
                cards.send(100, 9, RequestEvidence.PIN).resultCode());
    }

    private ResultCode wrongPin(int stan) {
        return cards.finish(
                cards.park(100, stan, RequestEvidence.PIN), stan, CheckOutcome.PIN_WRONG);
    }
}
