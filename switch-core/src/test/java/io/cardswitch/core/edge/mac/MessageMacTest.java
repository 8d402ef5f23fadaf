package io.cardswitch.core.edge.mac;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.domain.LinkKeyKind;
import io.cardswitch.core.edge.EdgeFixture;
import io.cardswitch.core.edge.RequestAdapter;
import io.cardswitch.core.edge.element.Message2003;
import io.cardswitch.core.edge.security.LinkKeyRing;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmResult;
import io.cardswitch.iso8583.framing.Header;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/** Goal: nothing goes on without a right code, and nothing leaves without one. */
final class MessageMacTest extends SealedEdge {
    @Test
    void shouldPublishWhenTheCodeIsRightAndAnswerWithOne() {
        final byte[] message = edge.encode(0x0200, purchase());
        assertEquals(RequestAdapter.HELD, edge.send(message));
        assertEquals(0, edge.publishedCount, "not before its code is verified");
        final ScriptedHsm.Asked asked = hsm.next();
        assertArrayEquals(command("M800131", message, 8, CODE), asked.command());
        hsm.answer(asked, "M900");
        assertTrue(work(), "the stages have something to do");
        assertEquals(1, edge.publishedCount);
        assertEquals(12_345, edge.transaction().amountMinor());
        assertEquals(EdgeFixture.NOW_MS, edge.transaction().timeMs());
        assertEquals(1, edge.count("switch_requests_total", "transaction"));

        assertTrue(reply(ResultCode.APPROVED));
        assertTrue(sent.isEmpty(), "not before it has its code");
        final byte[] toBeMade = hsm.next().command();
        hsm.complete(new ScriptedHsm.Asked(toBeMade, 0), HsmResult.OK, "M700" + ANSWER_CODE);
        work();
        assertTrue(sent.isEmpty(), "an answer of the HSM to somebody else");
        assertEquals(1, edge.edge.pendingRequests());
    }

    @Test
    void shouldCoverTheAnswerUpToItsCode() {
        verify(0x0200, purchase(), "M900");
        assertTrue(reply(ResultCode.APPROVED));
        final ScriptedHsm.Asked asked = hsm.next();
        hsm.answer(asked, "M700" + ANSWER_CODE);
        work();
        assertArrayEquals(command("M600131", sent.getLast(), 8, ""), asked.command());
        final Map<Integer, String> answer = answer();
        assertEquals("0210", answer.get(0));
        assertEquals("00", answer.get(39));
        assertEquals(ANSWER_CODE, answer.get(64));
        assertAllFree();
        assertEquals(1, edge.count(MACS, "verified"));
        assertEquals(1, edge.count(MACS, "made"));
    }

    @ParameterizedTest
    @CsvSource({
        "iso87-binary,8,M800131,M600131,8",
        "iso87-ascii,8,M800131,M600131,16",
        "iso87-ebcdic,8,M800131,M600131,8",
        "iso87-ascii,4,M800031,M600031,16",
        "mastercard-cis,4,M800031,M600031,8",
    })
    void shouldReadAndWriteCodesAsTheDialectDoes(
            String dialect, int length, String verify, String make, int codeBytes) {
        edge = open(dialect, Header.NONE, length);
        final byte[] message = edge.encode(0x0200, purchase());
        assertEquals(RequestAdapter.HELD, edge.send(message));
        final ScriptedHsm.Asked asked = hsm.next();
        final String code = CODE.substring(0, 2 * length);
        assertArrayEquals(command(verify, message, codeBytes, code), asked.command());
        hsm.answer(asked, "M900");
        work();
        assertTrue(reply(ResultCode.FUNDS_INSUFFICIENT));
        final ScriptedHsm.Asked made = hsm.next();
        hsm.answer(made, "M700" + ANSWER_CODE.substring(0, 2 * length));
        work();
        assertArrayEquals(command(make, sent.getLast(), codeBytes, ""), made.command());
        assertEquals("51", answer().get(39));
        assertEquals(
                ANSWER_CODE.substring(0, 2 * length) + "0".repeat(16 - 2 * length),
                answer().get(64));
    }

    @Test
    void shouldPutTheCodeIntoTheLastElementWhenThereIsASecondBitmap() {
        final byte[] message = edge.encode(0x0420, reversal());
        assertEquals(RequestAdapter.HELD, edge.send(message));
        final ScriptedHsm.Asked asked = hsm.next();
        assertArrayEquals(command("M800131", message, 8, CODE), asked.command());
        hsm.answer(asked, "M900");
        work();
        assertEquals(123, edge.reversalCommand().stan() - 1);
        assertTrue(reply(ResultCode.APPROVED));
        final Map<Integer, String> answer = seal();
        assertEquals("0430", answer.get(0));
        assertEquals(ANSWER_CODE, answer.get(128));
        assertNull(answer.get(64));
    }

    @Test
    void shouldNotTakeACodeInTheWrongElement() {
        final Map<Integer, String> elements = reversal();
        elements.put(64, elements.remove(128));
        assertEquals(RequestAdapter.HELD, edge.send(0x0420, elements));
        assertEquals("96", seal().get(39));
        assertEquals(0, edge.publishedCount);
    }

    @Test
    void shouldNotCoverTheHeader() {
        edge = open("iso87-binary", Header.TPDU, 8);
        final byte[] message = edge.encode(0x0200, purchase());
        assertEquals(RequestAdapter.HELD, edge.send(EdgeFixture.behind(Header.TPDU, message)));
        final ScriptedHsm.Asked asked = hsm.next();
        assertArrayEquals(command("M800131", message, 8, CODE), asked.command());
        hsm.answer(asked, "M900");
        work();
        assertTrue(reply(ResultCode.APPROVED));
        final ScriptedHsm.Asked made = hsm.next();
        hsm.answer(made, "M700" + ANSWER_CODE);
        work();
        final byte[] whole = sent.getLast();
        final byte[] answer = Arrays.copyOfRange(whole, 5, whole.length);
        assertArrayEquals(command("M600131", answer, 8, ""), made.command());
        assertTrue(HexFormat.of().withUpperCase().formatHex(answer).endsWith(ANSWER_CODE));
    }

    @ParameterizedTest
    @CsvSource({
        "iso87-binary,200,96",
        "iso87-ascii,420,96",
        "iso93-ascii,1200,916",
        "iso2003-ascii,2200,9116",
        "iso2003-ebcdic,2420,9116"
    })
    void shouldRefuseAWrongCode(String dialect, String mti, String code) {
        edge = open(dialect, Header.NONE, 8);
        final int type = Integer.parseInt(mti, 16);
        final boolean isReversal = mti.endsWith("420");
        final Map<Integer, String> elements = isReversal ? reversal() : purchase();
        if (type >= 0x2000) {
            final Map<Integer, String> later = Message2003.of(elements);
            if (isReversal) later.put(64, later.remove(128)); // Its DE90 is DE56 now.
            elements.clear();
            elements.putAll(later);
        } else if (type >= 0x1000) {
            elements.put(12, "261122111530");
            elements.put(22, "510101511344");
            elements.remove(13);
            elements.remove(18);
            elements.remove(25);
        }
        verify(type, elements, "M901");
        assertEquals(code, seal().get(39));
        assertEquals(0, edge.publishedCount);
        assertEquals(1, edge.count(MACS, "wrong"));
        assertEquals(1, edge.count("switch_responses_total", "refused"));
        assertAllFree();
    }

    @Test
    void shouldRefuseAMessageWithoutACode() {
        assertEquals(RequestAdapter.HELD, edge.send(0x0200, EdgeFixture.purchase()));
        assertEquals("96", seal().get(39));
        assertEquals(0, edge.publishedCount);
        assertEquals(1, edge.count(MACS, "wrong"));
        assertAllFree();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldTakeThePreviousKeyTooWhileAKeyChanges(boolean isRight) {
        edge.keys
                .ring(EdgeFixture.LINK)
                .exchange(
                        LinkKeyKind.MAC,
                        new LinkKeyRing.NewKey(HsmKey.parse(OTHER_BLOCK), 7, 9),
                        EdgeFixture.NOW_MS + 1_000);
        verify(0x0200, purchase(), "M901");
        final ScriptedHsm.Asked second = hsm.next();
        assertTrue(text(second).contains(BLOCK), "once more, under the previous key");
        hsm.answer(second, isRight ? "M900" : "M901");
        work();
        if (isRight) {
            assertEquals(1, edge.publishedCount);
            assertTrue(reply(ResultCode.APPROVED));
        }
        final ScriptedHsm.Asked made = hsm.next();
        assertTrue(
                text(made).contains(isRight ? BLOCK : OTHER_BLOCK), "under the key of its message");
        hsm.answer(made, "M700" + ANSWER_CODE);
        work();
        assertEquals(isRight ? "00" : "96", answer().get(39));
        assertAllFree();
    }

    @Test
    void shouldForgetThePreviousKeyWhenItsTimeIsOver() {
        edge.keys
                .ring(EdgeFixture.LINK)
                .exchange(
                        LinkKeyKind.MAC,
                        new LinkKeyRing.NewKey(HsmKey.parse(OTHER_BLOCK), 7, 9),
                        EdgeFixture.NOW_MS);
        verify(0x0200, purchase(), "M901");
        assertEquals("96", seal().get(39));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldSayWhatIsWrongOnlyWhenTheCodeIsRight(boolean isRight) {
        final String verdict = isRight ? "M900" : "M901";
        verify(0x0300, purchase(), verdict);
        assertEquals(isRight ? "12" : "96", seal().get(39));
        final Map<Integer, String> wrongNumber = purchase();
        wrongNumber.remove(35);
        wrongNumber.put(2, EdgeFixture.PAN.substring(0, 15) + "0");
        verify(0x0200, wrongNumber, verdict);
        assertEquals(isRight ? "14" : "96", seal().get(39));
        final Map<Integer, String> ofReversal = reversal();
        ofReversal.put(90, "0420" + ofReversal.get(90).substring(4));
        verify(0x0420, ofReversal, verdict);
        assertEquals(isRight ? "12" : "96", seal().get(39));
        assertEquals(0, edge.publishedCount);
        assertEquals(isRight ? 0 : 3, edge.count(MACS, "wrong"));
        assertEquals(3, edge.count("switch_responses_total", "refused"));
        assertAllFree();
    }

    /** Of two keys that serve, an answer has the one that its message had. */
    @Test
    void shouldRefuseUnderTheKeyOfTheMessage() {
        edge.keys
                .ring(EdgeFixture.LINK)
                .exchange(
                        LinkKeyKind.MAC,
                        new LinkKeyRing.NewKey(HsmKey.parse(OTHER_BLOCK), 7, 9),
                        EdgeFixture.NOW_MS + 1_000);
        verify(0x0300, purchase(), "M901");
        hsm.answer(hsm.next(), "M900");
        work();
        final ScriptedHsm.Asked made = hsm.next();
        assertTrue(text(made).contains(BLOCK));
        hsm.answer(made, "M700" + ANSWER_CODE);
        work();
        assertEquals("12", answer().get(39));
        assertAllFree();
    }

    /** Nobody knows where the code stands in what cannot be read. */
    @Test
    void shouldAnswerWithACodeWhatCannotBeRead() {
        final byte[] cut = edge.encode(0x0200, purchase());
        assertEquals(RequestAdapter.HELD, edge.send(Arrays.copyOf(cut, cut.length - 3)));
        assertTrue(edge.adapter.isMalformed());
        final Map<Integer, String> answer = seal();
        assertEquals("30", answer.get(39));
        assertEquals(ANSWER_CODE, answer.get(64));
        assertAllFree();
    }
}
