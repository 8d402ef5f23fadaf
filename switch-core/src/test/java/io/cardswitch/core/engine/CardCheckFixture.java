package io.cardswitch.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.command.CheckOutcome;
import io.cardswitch.core.command.ReplyFlyweight;
import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.command.sbe.TransactionRequestEncoder;
import io.cardswitch.core.domain.CardCheck;
import io.cardswitch.core.domain.CardStatus;
import io.cardswitch.core.domain.Product;
import io.cardswitch.core.domain.RouteDestination;

/**
 * An engine with an account of 10000 and three cards: card 1 is checked, card 2 of another product
 * is not, card 3 has no PIN.
 */
final class CardCheckFixture {
    static final int ATM = 6_011;
    static final int TRIES = 3;
    static final long DAY_MS = 86_400_000;
    static final EngineConfig CONFIG = new EngineConfig(64, 64, 64, 256, 2 * DAY_MS, 256, 4, 5_000);
    private static final int CHECKS =
            CardCheck.PIN_PVV.bit()
                    | CardCheck.CVV.bit()
                    | CardCheck.CVV2.bit()
                    | CardCheck.ARQC.bit()
                    | CardCheck.PIN_AT_ATM.bit();

    final EngineDriver driver = new EngineDriver(CONFIG);

    CardCheckFixture() {
        driver.start(1);
        driver.product(new Product(1, -1, -1, 0, DAY_MS, 7, CHECKS, TRIES));
        driver.product(new Product(2, -1, -1, 0, DAY_MS, 7, 0, 0));
        driver.route(EngineDriver.BIN, EngineDriver.BIN, RouteDestination.ON_US);
        driver.commit(1);
        driver.account("A1", 10_000);
        driver.card(1, "A1", 3012, 1, CardStatus.ACTIVE, 1_234);
        driver.card(2, "A1", 3012, 2, CardStatus.ACTIVE, 1_234);
        driver.card(3, "A1", 3012, 1, CardStatus.ACTIVE, 65_534);
    }

    /** Sends a purchase of card 1 that has to wait, and returns its sequence. */
    long park(long amountMinor, int stan, int evidence) {
        request(0x0200, amountMinor, stan, evidence);
        driver.submit();
        assertTrue(driver.effects().isCardCheck(0));
        return driver.engine().lastSequence();
    }

    ResultCode finish(long sequence, int stan, CheckOutcome outcome) {
        return ResultCode.of(driver.result(sequence, stan, outcome.code()).resultCode());
    }

    ReplyFlyweight send(long amountMinor, int stan, int evidence) {
        request(0x0200, amountMinor, stan, evidence);
        return driver.send();
    }

    TransactionRequestEncoder request(int mti, long amountMinor, int stan, int evidence) {
        return driver.request(mti, 1, amountMinor, stan).evidence((short) evidence);
    }

    /** Money is conserved, and the same log leads to the same state. */
    void checkReplay() {
        assertTrue(driver.engine().isConserved());
        assertEquals(driver.engine().stateHash(), driver.replay().stateHash());
    }
}
