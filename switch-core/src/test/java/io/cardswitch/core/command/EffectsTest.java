package io.cardswitch.core.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class EffectsTest {
    private final UnsafeBuffer area = new UnsafeBuffer(new byte[Effects.LENGTH]);
    private final Effects effects = new Effects().wrap(area, 0).clear();

    @Test
    void shouldKeepEveryFieldWhenACardCheckIsReadBack() {
        effects.addReply().edgeHandle(-1);
        effects.addCardCheck()
                .edgeHandle(Long.MIN_VALUE)
                .sequence(Long.MAX_VALUE)
                .productId(0xFFFF)
                .pvv(65_534)
                .pvki(9)
                .checks(31);
        assertEquals(2, effects.count());
        assertFalse(effects.isCardCheck(0));
        assertTrue(effects.isCardCheck(1));
        final UnsafeBuffer copy = new UnsafeBuffer(new byte[CardCheckFlyweight.LENGTH]);
        effects.cardCheck(1).copyTo(copy, 0);
        final CardCheckFlyweight check = new CardCheckFlyweight().wrap(copy, 0);
        assertEquals(Long.MIN_VALUE, check.edgeHandle());
        assertEquals(Long.MAX_VALUE, check.sequence());
        assertEquals(0xFFFF, check.productId());
        assertEquals(65_534, check.pvv());
        assertEquals(9, check.pvki());
        assertEquals(31, check.checks());
        assertEquals(-1, effects.reply(0).edgeHandle());
    }

    @Test
    void shouldRefuseTheOtherViewWhenTheKindDiffers() {
        effects.addReply();
        effects.addCardCheck();
        assertThrows(AssertionError.class, () -> effects.cardCheck(0));
        assertThrows(AssertionError.class, () -> effects.reply(1));
        assertThrows(AssertionError.class, () -> effects.isCardCheck(2));
    }

    @Test
    void shouldForgetKindsWhenCleared() {
        effects.addCardCheck().sequence(7);
        effects.clear();
        assertEquals(0, effects.count());
        effects.addReply();
        assertFalse(effects.isCardCheck(0));
        assertEquals(0, effects.reply(0).edgeHandle());
    }

    @Test
    void shouldGiveEveryOutcomeItsOwnResultWhenAsked() {
        for (final CheckOutcome outcome : CheckOutcome.values()) {
            assertEquals(outcome, CheckOutcome.of(outcome.code()));
            assertEquals(
                    outcome == CheckOutcome.PASSED, outcome.resultCode() == ResultCode.APPROVED);
        }
        assertFalse(CheckOutcome.isCode(CheckOutcome.values().length));
        assertFalse(CheckOutcome.isCode(-1));
        assertFalse(CheckOutcome.isCode(255));
    }
}
