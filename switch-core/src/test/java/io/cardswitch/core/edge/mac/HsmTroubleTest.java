package io.cardswitch.core.edge.mac;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.command.ReplyFlyweight;
import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.edge.EdgeFixture;
import io.cardswitch.core.edge.ReplyComposer;
import io.cardswitch.core.edge.RequestAdapter;
import io.cardswitch.hsm.HsmResult;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: an HSM that is away, wrong, late or busy loses no slot and lets nothing pass. */
final class HsmTroubleTest extends SealedEdge {
    @ParameterizedTest
    @CsvSource({
        "UNAVAILABLE,91",
        "CLOSED,91",
        "REQUEST_REFUSED,96",
    })
    void shouldRefuseWithoutACodeWhenTheHsmCannotBeAsked(HsmResult result, String code) {
        hsm.sendResult = result;
        assertEquals(RequestAdapter.HELD, edge.send(0x0200, purchase()));
        assertEquals(code, answer().get(39));
        assertNull(answer().get(64), "nobody could make one");
        assertEquals(1, edge.count(MACS, "unverified"));
        assertAllFree();
    }

    @ParameterizedTest
    @CsvSource({
        "TIMED_OUT,'',91",
        "CONNECTION_LOST,'',91",
        "OK,M910,96",
        "OK,M968,96",
        "OK,X900,96",
        "OK,M9,96",
    })
    void shouldRefuseWithoutACodeWhenTheHsmDoesNotSay(HsmResult result, String text, String code) {
        assertEquals(RequestAdapter.HELD, edge.send(0x0200, purchase()));
        hsm.complete(hsm.next(), result, text);
        assertFalse(work());
        assertEquals(code, answer().get(39));
        assertNull(answer().get(64));
        assertEquals(0, edge.publishedCount);
        assertAllFree();
    }

    @ParameterizedTest
    @CsvSource({
        "TIMED_OUT,''",
        "CONNECTION_LOST,''",
        "OK,M710",
        "OK,M700FEDC",
        "OK,M700FEDCBA98",
    })
    void shouldNotAnswerAtAllWhenTheCodeCannotBeMade(HsmResult result, String text) {
        verify(0x0200, purchase(), "M900");
        assertTrue(reply(ResultCode.APPROVED));
        hsm.complete(hsm.next(), result, text);
        work();
        assertTrue(sent.isEmpty());
        assertEquals(1, edge.count(MACS, "unsent"));
        assertAllFree();
    }

    @Test
    void shouldNotAnswerAtAllWhenTheHsmIsAwayByThen() {
        verify(0x0200, purchase(), "M900");
        hsm.sendResult = HsmResult.UNAVAILABLE;
        assertTrue(reply(ResultCode.APPROVED));
        assertTrue(sent.isEmpty());
        assertEquals(1, edge.count(MACS, "unsent"));
        assertAllFree();
    }

    @Test
    void shouldKeepAVerifiedMessageUntilThereIsRoom() {
        edge.hasOrdinaryRoom = false;
        edge.hasReservedRoom = false;
        verify(0x0200, purchase(), "M900");
        verify(0x0420, reversal(), "M900");
        assertFalse(work());
        assertEquals(0, edge.publishedCount);
        edge.hasReservedRoom = true;
        assertTrue(work());
        assertEquals(1, edge.publishedCount, "reversals have room of their own");
        assertEquals(124, edge.reversalCommand().stan());
        edge.hasOrdinaryRoom = true;
        assertTrue(work());
        assertEquals(2, edge.publishedCount);
        assertEquals(123, edge.transaction().stan());
        assertFalse(work());
        assertEquals(2, edge.publishedCount, "once");
    }

    @Test
    void shouldTakeNoMoreWhenTheHsmHasNoRoom() {
        hsm.sendResult = HsmResult.QUEUE_FULL;
        assertEquals(RequestAdapter.NO_ROOM, edge.send(0x0200, purchase()));
        assertAllFree();
        hsm.sendResult = HsmResult.OK;
        verify(0x0200, purchase(), "M900");
        assertEquals(1, edge.publishedCount);
    }

    @Test
    void shouldKeepAnAnswerUntilTheHsmHasRoom() {
        verify(0x0200, purchase(), "M900");
        hsm.sendResult = HsmResult.QUEUE_FULL;
        assertTrue(reply(ResultCode.APPROVED));
        work();
        assertEquals(1, edge.edge.pendingRequests());
        hsm.sendResult = HsmResult.OK;
        work();
        assertEquals("00", seal().get(39));
        assertAllFree();
    }

    @Test
    void shouldTakeNoMoreThanThereAreSlots() {
        for (int i = 0; i < SLOTS - RESERVED; i++) {
            assertEquals(RequestAdapter.HELD, edge.send(0x0200, purchase()));
        }
        assertEquals(RequestAdapter.NO_ROOM, edge.send(0x0200, purchase()));
        assertEquals(RequestAdapter.NO_ROOM, edge.send(0x0300, purchase()), "its refusal waits");
        for (int i = 0; i < RESERVED; i++) {
            assertEquals(RequestAdapter.HELD, edge.send(0x0420, reversal()));
        }
        assertEquals(RequestAdapter.NO_ROOM, edge.send(0x0420, reversal()));
        assertEquals(SLOTS, hsm.waiting());
        assertEquals(0, edge.count("switch_responses_total", "refused"));
    }

    @Test
    void shouldAnswerOnce() {
        verify(0x0200, purchase(), "M900");
        final ReplyFlyweight reply = EdgeFixture.reply(edge.handle(), ResultCode.APPROVED);
        assertTrue(edge.edge.holdsAnswer(reply));
        assertFalse(edge.edge.holdsAnswer(reply), "its request is gone");
        assertEquals(
                ReplyComposer.STALE,
                edge.composer.compose(reply, edge.out, 0, edge.out.capacity()));
        final ScriptedHsm.Asked made = hsm.next();
        hsm.answer(made, "M700" + ANSWER_CODE);
        hsm.answer(made, "M700" + CODE);
        work();
        assertEquals(1, sent.size());
        assertEquals(ANSWER_CODE, answer().get(64));
        assertEquals(1, edge.count("switch_hsm_late_answers_total", ""));
        assertAllFree();
    }

    @Test
    void shouldDropWhatTheHsmSaysOfAMessageThatIsGone() {
        assertEquals(RequestAdapter.HELD, edge.send(0x0200, purchase()));
        final ScriptedHsm.Asked first = hsm.next();
        hsm.complete(first, HsmResult.TIMED_OUT, "");
        work();
        assertEquals(RequestAdapter.HELD, edge.send(0x0200, purchase()));
        hsm.answer(first, "M900"); // The same slot, another message.
        assertFalse(work());
        assertEquals(0, edge.publishedCount);
        hsm.answer(hsm.next(), "M901");
        work();
        assertEquals("96", seal().get(39));
    }
}
