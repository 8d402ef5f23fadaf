package io.cardswitch.core.edge.element;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.command.ReplyFlyweight;
import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.command.sbe.MessageHeaderDecoder;
import io.cardswitch.core.command.sbe.NetworkRequestDecoder;
import io.cardswitch.core.command.sbe.ReversalRequestDecoder;
import io.cardswitch.core.command.sbe.TransactionRequestDecoder;
import io.cardswitch.core.edge.EdgeFixture;
import io.cardswitch.core.edge.RequestAdapter;
import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.convert.MessageConverter;
import io.cardswitch.iso8583.describe.MessageJson;
import io.cardswitch.iso8583.describe.MessageText;
import io.cardswitch.iso8583.framing.Header;
import io.cardswitch.iso8583.spec.Dialects;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;
import java.util.TreeMap;

/** Where versions 1993 and 2003 say what 1987 says elsewhere. */
final class LaterVersionsTest {
    private record Key(long high, long low) {}

    private static Map<Integer, String> purchase() {
        return Message2003.of(EdgeFixture.purchase());
    }

    private static Map<Integer, String> reversal() {
        return Message2003.of(EdgeFixture.reversal());
    }

    private static Key keyOf(EdgeFixture edge, int mti, Map<Integer, String> elements) {
        assertEquals(RequestAdapter.PUBLISHED, edge.send(mti, elements));
        final TransactionRequestDecoder command = edge.transaction();
        edge.composer.discard(edge.handle());
        return new Key(command.keyHigh(), command.keyLow());
    }

    private static ReversalRequestDecoder reverse(
            EdgeFixture edge, int mti, Map<Integer, String> elements) {
        assertEquals(RequestAdapter.PUBLISHED, edge.send(mti, elements));
        edge.composer.discard(edge.handle());
        return edge.reversalCommand();
    }

    private static Key originalKey(ReversalRequestDecoder command) {
        return new Key(command.originalKeyHigh(), command.originalKeyLow());
    }

    private static Key authorizationKey(ReversalRequestDecoder command) {
        return new Key(command.authorizationKeyHigh(), command.authorizationKeyLow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"iso2003-binary", "iso2003-ascii", "iso2003-ebcdic"})
    void shouldPublishWhatTheEngineNeeds(String dialect) {
        final EdgeFixture edge = new EdgeFixture(dialect);
        assertEquals(RequestAdapter.PUBLISHED, edge.send(0x2200, purchase()));
        final TransactionRequestDecoder command = edge.transaction();
        assertEquals(12_345, command.amountMinor());
        assertEquals(840, command.currency());
        assertEquals(123, command.stan());
        assertEquals(987_654, command.stanPrefix());
        assertEquals(5411, command.merchantType());
        assertEquals(0, command.entryMode());
        assertEquals(3012, command.expiry());
        assertEquals("TERM1   ", command.terminalId());
        assertEquals("632611000123", command.rrn());
        assertEquals(3000, command.processingCode());
        assertEquals(0x2200, command.mti());
    }

    @ParameterizedTest
    @CsvSource({"iso2003-binary, 2", "iso2003-ascii, 2", "iso2003-ebcdic, 2", "iso93-ascii, 1"})
    void shouldFindTheOriginalByDe56(String dialect, int version) {
        final EdgeFixture edge = new EdgeFixture(dialect);
        final boolean is93 = version == 1;
        final int first = version << 12;
        final Map<Integer, String> original =
                is93 ? Message2003.of1993(EdgeFixture.purchase()) : purchase();
        final Map<Integer, String> reversal =
                is93 ? Message2003.of1993(EdgeFixture.reversal()) : reversal();
        final Key financial = keyOf(edge, first | 0x0200, original);
        final Key authorization = keyOf(edge, first | 0x0100, original);
        assertNotEquals(financial, authorization);
        final ReversalRequestDecoder command = reverse(edge, first | 0x0420, reversal);
        assertEquals(financial, originalKey(command));
        assertEquals(financial, authorizationKey(command));
        assertEquals(-1, command.replacementMinor());
        assertEquals(12_345, command.amountMinor());

        final String named = reversal.get(56);
        reversal.put(56, version + "100" + named.substring(4));
        assertEquals(authorization, originalKey(reverse(edge, first | 0x0420, reversal)));
        reversal.put(56, version + "420" + named.substring(4));
        assertEquals(RequestAdapter.ANSWERED, edge.send(first | 0x0420, reversal));
        assertEquals(is93 ? "902" : "9102", edge.refusal().get(39), "of a reversal");

        final Map<Integer, String> own = new TreeMap<>(original);
        own.put(7, "1122101700"); // Every message has its own.
        final ReversalRequestDecoder unnamed = reverse(edge, first | 0x0420, own);
        assertEquals(financial, originalKey(unnamed));
        assertEquals(authorization, authorizationKey(unnamed));
    }

    /** Zeros in DE56: what the original did not have, its reversal has as the original had it. */
    @Test
    void shouldUseOwnElementsWhenDe56LeavesThemOut() {
        final EdgeFixture edge = new EdgeFixture("iso2003-binary");
        final Map<Integer, String> original = purchase();
        original.remove(12);
        final Key key = keyOf(edge, 0x2200, original);
        final Map<Integer, String> reversal = new TreeMap<>(original);
        reversal.put(56, "2200" + "0".repeat(26));
        assertEquals(key, originalKey(reverse(edge, 0x2420, reversal)));
    }

    @Test
    void shouldMakeTheKeyOfAllOfLongElements() {
        final EdgeFixture edge = new EdgeFixture("iso2003-ascii");
        final Key key = keyOf(edge, 0x2200, purchase());
        final Map<Integer, String> changes =
                Map.of(
                        11,
                        "987653000123",
                        12,
                        "20261122111531",
                        41,
                        "TERM1   AT LANE4",
                        42,
                        purchase().get(42) + "S");
        changes.forEach((de, value) -> {
            final Map<Integer, String> changed = purchase();
            changed.put(de, value);
            assertNotEquals(key, keyOf(edge, 0x2200, changed), () -> "DE" + de);
        });
        final Map<Integer, String> later = purchase();
        later.put(7, "1122101700");
        assertEquals(key, keyOf(edge, 0x2201, later), "a repeat sent later");
    }

    @ParameterizedTest
    @CsvSource({
        "401, 8402000000012345, 8402000000002345, 12345, 2345",
        "401, , 8402000000002345, -1, 2345",
        "400, 8402000000012345, 8402000000012345, 12345, -1",
        ", 8402000000012345, 8402000000002345, 12345, 2345",
        ", 8402000000012345, 8402000000012345, 12345, -1",
        ", 8402000000000000, 8402000000012345, 12345, -1"
    })
    void shouldTellPartialReversals(
            String function, String original, String amount, long amountMinor, long replaced) {
        final EdgeFixture edge = new EdgeFixture("iso2003-binary");
        final Map<Integer, String> reversal = reversal();
        reversal.put(4, amount);
        if (function == null) reversal.remove(24);
        else reversal.put(24, function);
        if (original != null) reversal.put(30, original + "0".repeat(16));
        final ReversalRequestDecoder command = reverse(edge, 0x2420, reversal);
        assertEquals(amountMinor, command.amountMinor());
        assertEquals(replaced, command.replacementMinor());
        assertEquals(840, command.currency());
    }

    @Test
    void shouldTellPartialReversalsOf1993() {
        final EdgeFixture edge = new EdgeFixture("iso93-binary");
        final Map<Integer, String> reversal = Message2003.of1993(EdgeFixture.reversal());
        reversal.put(24, "401");
        reversal.put(30, "000000012345" + "000000000000");
        reversal.put(4, "000000002345");
        reversal.put(95, "REFERENCE OF THE ISSUER"); // Not what it was in 1987.
        final ReversalRequestDecoder command = reverse(edge, 0x1420, reversal);
        assertEquals(12_345, command.amountMinor());
        assertEquals(2_345, command.replacementMinor());
    }

    @ParameterizedTest
    @CsvSource({
        "iso93-ascii, 1804, 24, 831, 301",
        "iso93-ascii, 1804, 24, 811, 161",
        "iso93-ascii, 1800, 70, 301, 301",
        "iso2003-binary, 2804, 24, 801, 1",
        "iso2003-ebcdic, 2804, 24, 802, 2",
        "iso2003-ascii, 2804, 24, 001, 0"
    })
    void shouldTakeTheNetworkCode(String dialect, String mti, int de, String value, int code) {
        final EdgeFixture edge = new EdgeFixture(dialect);
        final int type = Integer.parseInt(mti, 16);
        final boolean is2003 = type >= 0x2000;
        final Map<Integer, String> elements = new TreeMap<>();
        elements.put(7, "1122101530");
        elements.put(11, is2003 ? "987654000007" : "000007");
        elements.put(de, value);
        assertEquals(RequestAdapter.PUBLISHED, edge.send(type, elements));
        final NetworkRequestDecoder command =
                new NetworkRequestDecoder()
                        .wrapAndApplyHeader(edge.slot, 0, new MessageHeaderDecoder());
        assertEquals(code, command.code());
        assertEquals(7, command.stan());
        assertEquals(is2003 ? 987_654 : 0, command.stanPrefix());
        final Map<Integer, String> answer =
                edge.answer(EdgeFixture.reply(edge.handle(), ResultCode.APPROVED));
        assertEquals(is2003 ? "8000" : "800", answer.get(39));
        assertEquals(value, answer.get(de));
    }

    /** Yen have no decimals, dinars three; nothing but zeros names no currency. */
    @ParameterizedTest
    @CsvSource({
        "3920000000000500, 000000, 392, 500",
        "0483000000001500, 000000, 48, 1500",
        "0000000000000000, 310000, 0, 0"
    })
    void shouldReadAmountsWithTheirCurrency(String amount, String type, int currency, long minor) {
        final EdgeFixture edge = new EdgeFixture("iso2003-binary");
        final Map<Integer, String> elements = purchase();
        elements.put(3, type);
        elements.put(4, amount);
        assertEquals(RequestAdapter.PUBLISHED, edge.send(0x2200, elements));
        assertEquals(currency, edge.transaction().currency());
        assertEquals(minor, edge.transaction().amountMinor());
        final ReplyFlyweight reply = EdgeFixture.reply(edge.handle(), ResultCode.APPROVED);
        reply.flags(ReplyFlyweight.HAS_BALANCES).currency(currency).accountType(10);
        reply.ledgerMinor(-7).availableMinor(8);
        final String unit = "%03d".formatted(currency) + amount.charAt(3);
        assertEquals(
                "1001" + unit + "D000000000007" + "1002" + unit + "C000000000008",
                edge.answer(reply).get(54));
    }

    /** What a link answers is what conversion and description read. */
    @ParameterizedTest
    @ValueSource(strings = {"iso93-ascii", "iso93-binary", "iso93-ebcdic"})
    void shouldTellBalancesOf1993AsConversionsDo(String dialect) {
        final EdgeFixture edge = new EdgeFixture(dialect);
        assertEquals(
                RequestAdapter.PUBLISHED,
                edge.send(0x1200, Message2003.of1993(EdgeFixture.purchase())));
        final ReplyFlyweight reply = EdgeFixture.reply(edge.handle(), ResultCode.APPROVED);
        reply.flags(ReplyFlyweight.HAS_BALANCES).currency(840).accountType(10);
        reply.ledgerMinor(-7).availableMinor(12_345);
        final int length = edge.composer.compose(reply, edge.out, 0, edge.out.capacity());
        final String balances = edge.decode(edge.out, 0, length).get(54);
        assertEquals("10018402D000000000007" + "10028402C000000012345", balances);

        final MessageSpec own = Dialects.bundled(dialect);
        final MessageSpec old = Dialects.bundled("iso87-ascii");
        final UnsafeBuffer there = new UnsafeBuffer(new byte[edge.out.capacity()]);
        final int thereLength = convert(own, old, edge.out, length, there);
        final String text = json(old, there, thereLength);
        assertTrue(text.contains("\"1001840D000000000007" + "1002840C000000012345\""), text);
        final UnsafeBuffer back = new UnsafeBuffer(new byte[edge.out.capacity()]);
        final int backLength = convert(old, own, there, thereLength, back);
        assertTrue(json(own, back, backLength).contains('"' + balances + '"'));

        final StringBuilder shown = new StringBuilder();
        new MessageText(own, Header.NONE, false).describe(edge.out, 0, length, shown);
        assertTrue(shown.toString().contains("available balance: 123.45 USD"), shown::toString);
        assertTrue(shown.toString().contains("ledger balance: -0.07 USD"), shown::toString);
    }

    private static int convert(
            MessageSpec from, MessageSpec to, DirectBuffer message, int length, UnsafeBuffer out) {
        final MessageDecoder decoder = new MessageDecoder(from);
        assertTrue(decoder.wrap(message, 0, length));
        final MessageConverter converter = new MessageConverter(from, to);
        final int written = converter.convert(decoder, 20261122, out, 0, out.capacity());
        assertFalse(converter.isLost(54));
        return written;
    }

    private static String json(MessageSpec spec, DirectBuffer message, int length) {
        final StringBuilder text = new StringBuilder();
        assertTrue(new MessageJson(spec, false).decode(message, 0, length, text), text::toString);
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "4, 8400000000012345",
        "4, 0002000000012345",
        "4, 0000000000000000",
        "3, 00X000",
        "11, 000000000000"
    })
    void shouldNotReadWhatIsNoTransaction(int de, String value) {
        final EdgeFixture edge = new EdgeFixture("iso2003-ascii");
        final Map<Integer, String> elements = purchase();
        elements.put(de, value);
        assertEquals(RequestAdapter.ANSWERED, edge.send(0x2200, elements));
        assertEquals("9104", edge.refusal().get(39));
        assertEquals(0, edge.publishedCount);
    }

    @ParameterizedTest
    @CsvSource({
        "24, 401, 30, 97820000000123450000000000000000",
        "24, 400, 4, 9780000000012345",
        "24, 400, 56, 22009876540001232026112211153"
    })
    void shouldNotReadReversalsThatContradictThemselves(int de, String v, int other, String w) {
        final EdgeFixture edge = new EdgeFixture("iso2003-binary");
        final Map<Integer, String> elements = reversal();
        elements.put(de, v);
        elements.put(other, w);
        assertEquals(RequestAdapter.ANSWERED, edge.send(0x2420, elements));
        assertEquals("9104", edge.refusal().get(39));
        elements.remove(4);
        elements.put(24, "401");
        assertEquals(RequestAdapter.ANSWERED, edge.send(0x2420, elements), "a part of what");
    }

    /** DE26 of 1993 is what conversions write; DE18 is what some peers still have. */
    @ParameterizedTest
    @CsvSource({"6011, , 6011", "6011, 5411, 6011", ", 5411, 5411", ", , 0"})
    void shouldTakeTheMerchantCategoryOf1993(String category, String type, int expected) {
        final EdgeFixture edge = new EdgeFixture("iso93-binary");
        final Map<Integer, String> elements = Message2003.of1993(EdgeFixture.purchase());
        if (category != null) elements.put(26, category);
        if (type != null) elements.put(18, type);
        assertEquals(RequestAdapter.PUBLISHED, edge.send(0x1200, elements));
        assertEquals(expected, edge.transaction().merchantType());
        final Map<Integer, String> answer =
                edge.answer(EdgeFixture.reply(edge.handle(), ResultCode.APPROVED));
        assertEquals(category, answer.get(26));
        assertEquals(type, answer.get(18));
    }

    /** DE18 and DE49 of 2003 are other elements; what verifies the cardholder never returns. */
    @Test
    void shouldAnswerWithTheElementsOfTheVersion() {
        final EdgeFixture edge = new EdgeFixture("iso2003-binary");
        final Map<Integer, String> elements = purchase();
        elements.put(18, "NOTHING IS WRONG");
        elements.put(49, "010006DF0103313233");
        assertEquals(RequestAdapter.PUBLISHED, edge.send(0x2200, elements));
        final ReplyFlyweight reply = EdgeFixture.reply(edge.handle(), ResultCode.APPROVED);
        reply.flags(ReplyFlyweight.HAS_APPROVED_AMOUNT).approvedMinor(2_345);
        final Map<Integer, String> answer = edge.answer(reply);
        assertEquals("0002", answer.get(39));
        assertEquals("8402000000002345", answer.get(4));
        assertEquals("987654000123", answer.get(11));
        assertEquals("5411", answer.get(26));
        for (final int de : new int[] {14, 18, 35, 48, 49, 52, 55}) {
            assertFalse(answer.containsKey(de), () -> "DE" + de);
        }
    }
}
