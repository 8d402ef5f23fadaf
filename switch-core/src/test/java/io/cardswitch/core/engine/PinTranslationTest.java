package io.cardswitch.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.command.CardCheckFlyweight;
import io.cardswitch.core.command.CheckOutcome;
import io.cardswitch.core.command.RequestEvidence;
import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.domain.CardCheck;
import io.cardswitch.core.domain.Product;
import io.cardswitch.core.domain.RouteDestination;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests with a PIN whose cards another issuer authorizes. */
final class PinTranslationTest {
    private static final int ISSUER = 7;

    private final CardCheckFixture cards = new CardCheckFixture();
    private final EngineDriver driver = cards.driver;

    @BeforeEach
    void leadElsewhere() {
        serve(2, RouteDestination.ISSUER, ISSUER);
    }

    private void serve(long version, RouteDestination destination, int issuer) {
        driver.start(version);
        driver.product(new Product(1, -1, -1, 0, CardCheckFixture.DAY_MS, 7, 0, 0));
        driver.route(EngineDriver.BIN, EngineDriver.BIN, destination, issuer);
        driver.commit(version);
    }

    @AfterEach
    void replayMustAgree() {
        cards.checkReplay();
    }

    @Test
    void shouldAskForTheTranslationOfAPin() {
        final long sequence = cards.park(100, 1, RequestEvidence.PIN | RequestEvidence.EMV);
        final CardCheckFlyweight wanted = driver.effects().cardCheck(0);
        assertEquals(CardCheck.PIN_TRANSLATION.bit(), wanted.checks());
        assertEquals(ISSUER, wanted.productId());
        assertEquals(sequence, wanted.sequence());
        assertEquals(1, wanted.edgeHandle());
        assertEquals(
                ResultCode.CHECK_IN_PROGRESS.code(),
                cards.send(100, 1, RequestEvidence.PIN).resultCode(),
                "a repeat");
        assertEquals(1, driver.engine().waitingCheckCount());
    }

    @ParameterizedTest
    @CsvSource({
        "PASSED, ISSUER_UNAVAILABLE",
        "PIN_BLOCK_INVALID, PIN_BLOCK_INVALID",
        "PIN_KEY_INVALID, PIN_UNVERIFIABLE",
        "HSM_AWAY, CHECK_UNAVAILABLE",
        "HSM_ERROR, CHECK_FAILED"
    })
    void shouldRefuseByWhatBecameOfThePin(CheckOutcome outcome, ResultCode result) {
        final long sequence = cards.park(100, 1, RequestEvidence.PIN);
        assertEquals(result, cards.finish(sequence, 1, outcome));
        assertEquals(10_000, driver.availableMinor("A1"));
        assertEquals(0, driver.engine().waitingCheckCount());
        assertEquals(
                result.code(), cards.send(100, 1, RequestEvidence.PIN).resultCode(), "a repeat");
    }

    @Test
    void shouldRefuseAtOnceWhenThereIsNothingToTranslateOrNobodyToDoItFor() {
        final int without = cards.send(100, 1, RequestEvidence.EMV).resultCode();
        assertEquals(ResultCode.ISSUER_UNAVAILABLE.code(), without);
        cards.request(0x0220, 100, 2, RequestEvidence.PIN);
        assertEquals(ResultCode.ISSUER_UNAVAILABLE.code(), driver.send().resultCode(), "an advice");
        serve(3, RouteDestination.ISSUER, 0);
        final int unkeyed = cards.send(100, 3, RequestEvidence.PIN).resultCode();
        assertEquals(ResultCode.ISSUER_UNAVAILABLE.code(), unkeyed, "an issuer without a PIN key");
    }

    @Test
    void shouldNotApproveHereWhatWasMadeReadyForAnother() {
        final long sequence = cards.park(100, 1, RequestEvidence.PIN);
        serve(3, RouteDestination.ON_US, 0);
        assertEquals(ResultCode.ISSUER_UNAVAILABLE, cards.finish(sequence, 1, CheckOutcome.PASSED));
        assertEquals(10_000, driver.availableMinor("A1"));
    }

    @Test
    void shouldRefuseWhenTooManyWait() {
        for (int stan = 1; stan <= 4; stan++) {
            cards.park(100, stan, RequestEvidence.PIN);
        }
        assertEquals(
                ResultCode.CAPACITY_EXCEEDED.code(),
                cards.send(100, 5, RequestEvidence.PIN).resultCode());
        assertTrue(driver.engine().waitingCheckCount() == 4);
        assertFalse(driver.effects().isCardCheck(0));
    }
}
