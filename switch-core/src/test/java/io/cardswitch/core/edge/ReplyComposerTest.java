package io.cardswitch.core.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cardswitch.core.command.ReplyFlyweight;
import io.cardswitch.core.command.ResultCode;
import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.ElementSpec;
import io.cardswitch.iso8583.codec.MessageSpec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

final class ReplyComposerTest {
    private static final String ASCII = "iso87-ascii";
    private static final String BINARY = "iso87-binary";

    /** The rule table: what every answer repeats. */
    private static final Set<Integer> ECHO =
            Set.of(
                    2, 3, 4, 7, 11, 12, 13, 15, 18, 19, 22, 23, 24, 25, 32, 33, 37, 41, 42, 49, 70,
                    90, 95, 100, 102, 103);

    /** Goal: nothing but the echo set and DE39 returns, whatever the request had. */
    @ParameterizedTest
    @CsvSource({
        "iso87-ascii, 0100, 0110", "iso87-ascii, 0201, 0210", "iso87-ascii, 0221, 0230",
        "iso87-ascii, 0400, 0410", "iso87-ascii, 0421, 0430", "iso87-ascii, 0800, 0810",
        "iso87-binary, 0100, 0110", "iso87-binary, 0200, 0210", "iso87-binary, 0220, 0230",
        "iso87-binary, 0401, 0410", "iso87-binary, 0420, 0430", "iso87-binary, 0801, 0810"
    })
    void shouldEchoByTheRuleTableWhenTheRequestHasEveryElement(
            String dialect, String mti, String answerMti) {
        final EdgeFixture edge = new EdgeFixture(dialect);
        final Map<Integer, String> request = everything(edge.spec);
        assertEquals(RequestAdapter.PUBLISHED, edge.send(Integer.parseInt(mti, 16), request));

        final Map<Integer, String> answer =
                edge.answer(EdgeFixture.reply(edge.handle(), ResultCode.FUNDS_INSUFFICIENT));

        final Map<Integer, String> expected = new TreeMap<>(request);
        expected.keySet().retainAll(ECHO);
        expected.put(0, answerMti);
        expected.put(39, "51");
        assertEquals(expected, answer);
    }

    /** Method: the answer without what was added is the request without what is not echoed. */
    @ParameterizedTest
    @ValueSource(strings = {ASCII, BINARY})
    void shouldEchoByteForByteWhenTextIsPaddedAndNumbersAreOdd(String dialect) {
        final EdgeFixture edge = new EdgeFixture(dialect);
        final Map<Integer, String> request = EdgeFixture.purchase();
        request.put(41, " T 1    ");
        request.put(33, "123");
        request.put(102, "ACCOUNT 1");
        edge.send(0x0200, request);
        final ReplyFlyweight reply = EdgeFixture.reply(edge.handle(), ResultCode.APPROVED);
        reply.flags(ReplyFlyweight.HAS_APPROVAL_CODE).approvalCode(42);

        final int length = edge.composer.compose(reply, edge.out, 0, edge.out.capacity());

        request.keySet().retainAll(ECHO);
        request.put(38, "000042");
        request.put(39, "00");
        assertArrayEquals(
                edge.encode(0x0210, request), Arrays.copyOf(edge.out.byteArray(), length));
        assertEquals(1, edge.count("switch_responses_total", "approved"));
    }

    @Test
    void shouldAnswerByteForByteTheSameWhenARequestIsRepeated() {
        final EdgeFixture edge = new EdgeFixture(BINARY);
        final byte[][] answers = new byte[2][];
        for (int i = 0; i < 2; i++) {
            edge.send(0x0200 + i, EdgeFixture.purchase());
            final ReplyFlyweight reply = EdgeFixture.reply(edge.handle(), ResultCode.APPROVED);
            final int repeat = i == 0 ? 0 : ReplyFlyweight.IS_REPEAT;
            reply.flags(ReplyFlyweight.HAS_APPROVAL_CODE | repeat).approvalCode(123456);
            final int length = edge.composer.compose(reply, edge.out, 0, edge.out.capacity());
            answers[i] = Arrays.copyOf(edge.out.byteArray(), length);
        }
        assertArrayEquals(answers[0], answers[1]);
    }

    @ParameterizedTest
    @EnumSource(ResultCode.class)
    void shouldWriteTheResponseCodeOfTheStandardWhenTheEngineDecided(ResultCode result) {
        final EdgeFixture edge = new EdgeFixture(BINARY);
        edge.send(0x0200, EdgeFixture.purchase());
        final Map<Integer, String> answer = edge.answer(EdgeFixture.reply(edge.handle(), result));
        assertEquals(result.responseCode().text87(), answer.get(39));
        final String group = result == ResultCode.APPROVED ? "approved" : "declined";
        assertEquals(1, edge.count("switch_responses_total", group));
    }

    @Test
    void shouldReplaceTheAmountWhenTheApprovalIsPartial() {
        final EdgeFixture edge = new EdgeFixture(BINARY);
        edge.send(0x0200, EdgeFixture.purchase());
        final ReplyFlyweight reply = EdgeFixture.reply(edge.handle(), ResultCode.APPROVED);
        reply.flags(ReplyFlyweight.HAS_APPROVED_AMOUNT | ReplyFlyweight.HAS_APPROVAL_CODE)
                .approvedMinor(6000)
                .approvalCode(7);
        final Map<Integer, String> answer = edge.answer(reply);
        assertEquals("000000006000", answer.get(4));
        assertEquals("10", answer.get(39));
        assertEquals("000007", answer.get(38));
        assertEquals(EdgeFixture.PAN, answer.get(2));
        assertEquals("003000", answer.get(3));
    }

    @ParameterizedTest
    @CsvSource({
        "12345, -50, C000000012345, D000000000050",
        "0, 0, C000000000000, C000000000000",
        "1000000000000, -1000000000000, C999999999999, D999999999999"
    })
    void shouldWriteBothBalancesWhenTheReplyHasThem(
            long ledger, long available, String ledgerText, String availableText) {
        final EdgeFixture edge = new EdgeFixture(ASCII);
        final Map<Integer, String> request = EdgeFixture.purchase();
        request.put(54, "0040840C000000001000"); // A cashback request is not echoed.
        edge.send(0x0100, request);
        final ReplyFlyweight reply = EdgeFixture.reply(edge.handle(), ResultCode.APPROVED);
        reply.flags(ReplyFlyweight.HAS_BALANCES)
                .ledgerMinor(ledger)
                .availableMinor(available)
                .currency(36)
                .accountType(10);
        assertEquals(
                "1001036" + ledgerText + "1002036" + availableText, edge.answer(reply).get(54));
    }

    @Test
    void shouldReturnPrivateUseElementsWhenTheLinkSaysSo() {
        final EdgeFixture edge = new EdgeFixture(BINARY, true, true);
        final Map<Integer, String> request = EdgeFixture.purchase();
        request.put(48, "secret");
        request.put(60, "sixty");
        request.put(63, "sixty-three");
        edge.send(0x0200, request);
        final ReplyFlyweight reply = EdgeFixture.reply(edge.handle(), ResultCode.APPROVED);
        reply.flags(ReplyFlyweight.HAS_BALANCES);
        final Map<Integer, String> answer = edge.answer(reply);
        assertEquals("sixty", answer.get(60));
        assertEquals("sixty-three", answer.get(63));
        assertFalse(answer.containsKey(48));
    }

    @Test
    void shouldEndTheWaitWhenTheAnswerIsComposed() {
        final EdgeFixture edge = new EdgeFixture(BINARY);
        edge.send(0x0200, EdgeFixture.purchase());
        final long handle = edge.handle();
        assertEquals(EdgeFixture.SESSION, edge.composer.sessionId(handle));
        edge.answer(EdgeFixture.reply(handle, ResultCode.APPROVED));
        assertEquals(0, edge.count("switch_pending_requests", ""));
        assertEquals(ReplyComposer.NO_SESSION, edge.composer.sessionId(handle));

        final ReplyFlyweight late = EdgeFixture.reply(handle, ResultCode.APPROVED);
        assertEquals(
                ReplyComposer.STALE, edge.composer.compose(late, edge.out, 0, edge.out.capacity()));
        edge.composer.discard(handle);
        assertEquals(2, edge.count("switch_unmatched_responses_total", ""));
    }

    @Test
    void shouldNotMixRequestsWhenAnswersComeInAnotherOrder() {
        final EdgeFixture edge = new EdgeFixture(ASCII);
        final long[] handles = new long[3];
        for (int i = 0; i < handles.length; i++) {
            final Map<Integer, String> request = EdgeFixture.purchase();
            request.put(11, "00001" + i);
            if (i == 1) {
                request.remove(37);
            }
            edge.send(0x0200, request);
            handles[i] = edge.handle();
        }
        for (final int i : new int[] {2, 0, 1}) {
            final Map<Integer, String> answer =
                    edge.answer(EdgeFixture.reply(handles[i], ResultCode.APPROVED));
            assertEquals("00001" + i, answer.get(11));
            assertEquals(i != 1, answer.containsKey(37));
        }
    }

    @Test
    void shouldStopWhenTheCallerHasNoRoomForTheAnswer() {
        final EdgeFixture edge = new EdgeFixture(BINARY);
        edge.send(0x0200, EdgeFixture.purchase());
        final ReplyFlyweight reply = EdgeFixture.reply(edge.handle(), ResultCode.APPROVED);
        assertThrows(AssertionError.class, () -> edge.composer.compose(reply, edge.out, 0, 30));
    }

    /** Every element of the dialect with a value of its kind; long ones short enough for a slot. */
    private static Map<Integer, String> everything(MessageSpec spec) {
        final Map<Integer, String> elements = EdgeFixture.reversal();
        for (int de = 2; de <= MessageSpec.LAST_ELEMENT; de++) {
            final ElementSpec element = spec.element(de);
            if (element != null && de != 65) {
                elements.putIfAbsent(de, value(element));
            }
        }
        elements.putAll(EdgeFixture.purchase());
        elements.put(70, "301");
        elements.put(95, "0".repeat(42));
        return elements;
    }

    private static String value(ElementSpec element) {
        final int units = element.isFixed() ? element.units() : Math.min(3, element.units());
        if (element.content() == Content.B) {
            return "A7".repeat(units);
        }
        if (element.content() == Content.X_N) {
            return "C" + "1".repeat(units - 1);
        }
        return List.of(Content.N, Content.Z).contains(element.content())
                ? "1".repeat(units)
                : "A".repeat(units);
    }
}
