package io.cardswitch.core.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.command.Commands;
import io.cardswitch.core.command.RequestFlags;
import io.cardswitch.core.command.sbe.MessageHeaderDecoder;
import io.cardswitch.core.command.sbe.NetworkRequestDecoder;
import io.cardswitch.core.command.sbe.ReversalRequestDecoder;
import io.cardswitch.core.command.sbe.TransactionRequestDecoder;
import io.cardswitch.iso8583.codec.MessageDecoder;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

final class RequestAdapterTest {
    private static final String ASCII = "iso87-ascii";
    private static final String BINARY = "iso87-binary";

    @ParameterizedTest
    @ValueSource(strings = {ASCII, BINARY})
    void shouldPublishWhatTheEngineNeedsWhenAPurchaseComes(String dialect) {
        final EdgeFixture edge = new EdgeFixture(dialect);
        assertEquals(RequestAdapter.PUBLISHED, edge.send(0x0200, EdgeFixture.purchase()));

        final TransactionRequestDecoder command = edge.transaction();
        final PanTokenizer tokenizer = new PanTokenizer(EdgeFixture.tokenKey(), 1);
        tokenizer.tokenize(EdgeFixture.PAN);
        assertEquals(EdgeFixture.NOW_MS, command.timeMs());
        assertEquals(EdgeFixture.SESSION, edge.composer.sessionId(command.edgeHandle()));
        assertEquals(3, InFlightTable.loopIndex(command.edgeHandle()));
        assertEquals(tokenizer.tokenHigh(), command.tokenHigh());
        assertEquals(tokenizer.tokenLow(), command.tokenLow());
        assertEquals(12345, command.amountMinor());
        assertEquals(12345678901L, command.acquirerId());
        assertEquals("632611000123", command.rrn());
        assertEquals("TERM1   ", command.terminalId());
        assertEquals(3000, command.processingCode());
        assertEquals(123, command.stan());
        assertEquals(47617390, command.bin());
        assertEquals(119, command.last4());
        assertEquals(840, command.currency());
        assertEquals(0x0200, command.mti());
        assertEquals(EdgeFixture.LINK, command.linkId());
        assertEquals(3012, command.expiry());
        assertEquals(51, command.entryMode());
        assertEquals(5411, command.merchantType());
        assertEquals(16, command.panLength());
        assertEquals(0, command.flags());
        assertEquals(
                Commands.HEADER_LENGTH + TransactionRequestDecoder.BLOCK_LENGTH,
                edge.publishedLength);
        assertEquals(1, edge.count("switch_requests_total", "transaction"));
    }

    @Test
    void shouldSayAbsentWhenOptionalElementsAreMissing() {
        final EdgeFixture edge = new EdgeFixture(BINARY);
        edge.slot.setMemory(0, edge.slot.capacity(), (byte) 0xEE); // What a slot held before.
        final Map<Integer, String> elements = EdgeFixture.purchase();
        elements.keySet().retainAll(List.of(2, 3, 7, 11));
        elements.put(3, "310000");
        assertEquals(RequestAdapter.PUBLISHED, edge.send(0x0100, elements));

        final TransactionRequestDecoder command = edge.transaction();
        assertEquals(-1, command.amountMinor());
        assertEquals(-1, command.acquirerId());
        assertEquals("", command.rrn());
        assertEquals("", command.terminalId());
        assertEquals(0, command.currency());
        assertEquals(0, command.expiry());
        assertEquals(0, command.entryMode());
        assertEquals(0, command.merchantType());
    }

    @ParameterizedTest
    @CsvSource({
        "4761739001010119=3012201123456, 3012",
        "4761739001010119D3012201123456, 3012",
        ";4761739001010119=3012201?, 3012",
        "4761739001010119==201, 0",
        "4761739001010119=, 0"
    })
    void shouldReadTheCardFromTrack2WhenThePanElementIsMissing(String track, int expiry) {
        for (final String dialect : new String[] {ASCII, BINARY}) {
            final EdgeFixture edge = new EdgeFixture(dialect);
            final Map<Integer, String> elements = EdgeFixture.purchase();
            elements.remove(2);
            elements.remove(14);
            elements.put(35, track);
            assertEquals(RequestAdapter.PUBLISHED, edge.send(0x0200, elements));
            assertEquals(47617390, edge.transaction().bin());
            assertEquals(119, edge.transaction().last4());
            assertEquals(16, edge.transaction().panLength());
            assertEquals(expiry, edge.transaction().expiry());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"4761739001010110", "4761739001010119000", "18", "5413330089010483"})
    void shouldAnswer14WhenThePanCannotBeOrDiffersFromTheTrack(String pan) {
        final EdgeFixture edge = new EdgeFixture(BINARY);
        final Map<Integer, String> elements = EdgeFixture.purchase();
        elements.put(2, pan);
        assertEquals(RequestAdapter.ANSWERED, edge.send(0x0200, elements));
        assertEquals("14", edge.refusal().get(39));
        assertEquals("0210", edge.refusal().get(0));
        assertEquals(pan, edge.refusal().get(2));
        assertFalse(edge.adapter.isMalformed());
        assertEquals(0, edge.publishedCount);
        assertEquals(1, edge.count("switch_responses_total", "refused"));
    }

    @ParameterizedTest
    @CsvSource({"4111111111111111, true", "4111111111111112, false", "6304000000000000000, true"})
    void shouldApplyLuhnWhenThereIsNoTrack(String pan, boolean isValid) {
        final EdgeFixture edge = new EdgeFixture(ASCII);
        final Map<Integer, String> elements = EdgeFixture.purchase();
        elements.remove(35);
        elements.put(2, pan);
        assertEquals(
                isValid ? RequestAdapter.PUBLISHED : RequestAdapter.ANSWERED,
                edge.send(0x0200, elements));
    }

    @ParameterizedTest
    @CsvSource({
        "0200, 3",
        "0200, 4",
        "0200, '2,35'",
        "0200, '7,12'",
        "0200, '7,13'",
        "0100, 4",
        "0420, 3",
        "0420, '90,7,12'",
        "0800, 70"
    })
    void shouldAnswer30WhenAnElementIsMissingThatTheCommandNeeds(String mti, String missing) {
        for (final String dialect : new String[] {ASCII, BINARY}) {
            final EdgeFixture edge = new EdgeFixture(dialect);
            final Map<Integer, String> elements =
                    mti.startsWith("02") || mti.startsWith("01")
                            ? EdgeFixture.purchase()
                            : EdgeFixture.reversal();
            for (final String de : missing.split(",")) {
                elements.remove(Integer.parseInt(de));
            }
            assertEquals(RequestAdapter.ANSWERED, edge.send(Integer.parseInt(mti, 16), elements));
            assertEquals("30", edge.refusal().get(39));
            assertTrue(edge.adapter.isMalformed());
            assertEquals(0, edge.publishedCount);
            assertEquals(1, edge.count("switch_responses_total", "malformed"));
        }
    }

    @Test
    void shouldAnswer30WhenTextStandsWhereTheSwitchNeedsDigits() {
        final EdgeFixture edge = new EdgeFixture(BINARY);
        final Map<Integer, String> currency = EdgeFixture.purchase();
        currency.put(49, "USD");
        assertEquals(RequestAdapter.ANSWERED, edge.send(0x0200, currency));
        assertEquals("30", edge.refusal().get(39));

        currency.put(49, "000"); // No currency's code; only no DE49 stands for the account's.
        assertEquals(RequestAdapter.ANSWERED, edge.send(0x0100, currency));
        assertEquals("30", edge.refusal().get(39));

        final Map<Integer, String> replacement = EdgeFixture.reversal();
        replacement.put(95, "00000000A000" + "0".repeat(30));
        assertEquals(RequestAdapter.ANSWERED, edge.send(0x0420, replacement));
        assertEquals("30", edge.refusal().get(39));
    }

    /** Method: spoil one byte of each element in turn; DE11 itself leaves nothing to answer to. */
    @Test
    void shouldAnswer30WithoutTheBadElementWhenAnyElementIsMalformed() {
        final Map<Integer, String> sent = EdgeFixture.purchase();
        for (final int de : sent.keySet()) {
            final EdgeFixture edge = new EdgeFixture(ASCII);
            final byte[] frame = edge.encode(0x0200, sent);
            final MessageDecoder decoder = new MessageDecoder(edge.spec);
            assertTrue(decoder.wrap(new UnsafeBuffer(frame), 0, frame.length));
            frame[decoder.valueOffset(de)] = 0x01;
            if (de == 11) {
                assertEquals(RequestAdapter.DROPPED, edge.send(frame));
                assertEquals(1, edge.count("switch_dropped_messages_total", "malformed"));
                continue;
            }
            assertEquals(RequestAdapter.ANSWERED, edge.send(frame), "DE" + de);
            final Map<Integer, String> answer = edge.refusal();
            assertEquals("0210", answer.get(0));
            assertEquals("30", answer.get(39));
            assertEquals("000123", answer.get(11));
            assertFalse(answer.containsKey(de), "DE" + de);
            assertEquals(0, edge.publishedCount);
        }
    }

    @Test
    void shouldAnswerWithWhatCameBeforeWhenTheMessageIsCutShort() {
        final EdgeFixture edge = new EdgeFixture(BINARY);
        final byte[] whole = edge.encode(0x0400, EdgeFixture.reversal());
        final byte[] cut = Arrays.copyOf(whole, whole.length - 22); // Within DE90.
        assertEquals(RequestAdapter.ANSWERED, edge.send(cut));
        assertEquals("0410", edge.refusal().get(0));
        assertEquals("30", edge.refusal().get(39));
        assertEquals("TERM1   ", edge.refusal().get(41));
        assertFalse(edge.refusal().containsKey(90));
    }

    @Test
    void shouldDropWhenNothingCanBeAnswered() {
        final EdgeFixture edge = new EdgeFixture(BINARY);
        assertEquals(RequestAdapter.DROPPED, edge.send(new byte[0]));
        assertEquals(RequestAdapter.DROPPED, edge.send(new byte[] {0x0F, 1, 2, 3}));
        assertEquals(RequestAdapter.DROPPED, edge.send(new byte[EdgeFixture.FRAME_BYTES + 1]));
        assertTrue(edge.adapter.isMalformed());
        assertEquals(3, edge.count("switch_dropped_messages_total", "malformed"));
        assertEquals(0, edge.publishedCount);
    }

    @Test
    void shouldDropMalformedMessagesWhenTheLinkSaysSo() {
        final EdgeFixture edge = new EdgeFixture(BINARY, false, false);
        final Map<Integer, String> elements = EdgeFixture.purchase();
        elements.remove(3);
        assertEquals(RequestAdapter.DROPPED, edge.send(0x0200, elements));
        assertTrue(edge.adapter.isMalformed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0210", "0230", "0410", "0810", "0644", "0820"})
    void shouldDropAndCountWhenNobodyAskedForTheMessage(String mti) {
        final EdgeFixture edge = new EdgeFixture(BINARY);
        final int type = Integer.parseInt(mti, 16);
        assertEquals(RequestAdapter.DROPPED, edge.send(type, EdgeFixture.purchase()));
        assertFalse(edge.adapter.isMalformed());
        assertEquals(1, edge.count("switch_dropped_messages_total", "unsolicited"));
    }

    @ParameterizedTest
    @CsvSource({"0302, 0312", "0500, 0510", "0600, 0610", "0160, 0170"})
    void shouldAnswer12WhenTheClassIsNotServed(String mti, String answer) {
        final EdgeFixture edge = new EdgeFixture(BINARY);
        final int type = Integer.parseInt(mti, 16);
        assertEquals(RequestAdapter.ANSWERED, edge.send(type, EdgeFixture.purchase()));
        assertEquals(answer, edge.refusal().get(0));
        assertEquals("12", edge.refusal().get(39));
    }

    @Test
    void shouldRefuseOnlyNewTransactionsWhenTheNodeDoesNotAccept() {
        final EdgeFixture edge = new EdgeFixture(BINARY);
        edge.isAccepting = false;
        assertEquals(RequestAdapter.ANSWERED, edge.send(0x0200, EdgeFixture.purchase()));
        assertEquals("96", edge.refusal().get(39));
        assertEquals(RequestAdapter.PUBLISHED, edge.send(0x0420, EdgeFixture.reversal()));
        assertEquals(
                RequestAdapter.PUBLISHED,
                edge.send(0x0800, Map.of(7, "1122101530", 11, "000001", 70, "301")));
    }

    @Test
    void shouldKeepNothingWhenTheRingIsFull() {
        final EdgeFixture edge = new EdgeFixture(BINARY);
        edge.hasOrdinaryRoom = false;
        for (int i = 0; i < 100; i++) {
            assertEquals(RequestAdapter.NO_ROOM, edge.send(0x0200, EdgeFixture.purchase()));
        }
        assertEquals(0, edge.count("switch_pending_requests", ""));
        assertEquals(0, edge.count("switch_requests_total", ""));
        assertEquals(RequestAdapter.PUBLISHED, edge.send(0x0400, EdgeFixture.reversal()));
        edge.hasReservedRoom = false;
        assertEquals(RequestAdapter.NO_ROOM, edge.send(0x0400, EdgeFixture.reversal()));
        assertEquals(1, edge.count("switch_pending_requests", ""));
    }

    @Test
    void shouldKeepRoomForReversalsWhenTheTableIsFull() {
        final EdgeFixture edge = new EdgeFixture(BINARY);
        int published = 0;
        while (edge.send(0x0200, EdgeFixture.purchase()) == RequestAdapter.PUBLISHED) {
            published++;
        }
        assertEquals(6, published);
        assertEquals(RequestAdapter.PUBLISHED, edge.send(0x0400, EdgeFixture.reversal()));
        assertEquals(6 + 1, edge.publishedCount);
    }

    @ParameterizedTest
    @ValueSource(strings = {ASCII, BINARY})
    void shouldKeepSecretsOutOfTheCommandWhenTheyAreInTheRequest(String dialect) {
        final EdgeFixture edge = new EdgeFixture(dialect);
        for (final int mti : new int[] {0x0200, 0x0420}) {
            edge.slot.setMemory(0, edge.slot.capacity(), (byte) 0);
            final Map<Integer, String> elements = EdgeFixture.purchase();
            assertEquals(RequestAdapter.PUBLISHED, edge.send(mti, elements));
            final String command = new String(edge.slot.byteArray(), StandardCharsets.ISO_8859_1);
            for (final byte[] canary : canaries()) {
                // Any four bytes in a row would be a leak: a PAN half, a block's start.
                for (int i = 0; i + 4 <= canary.length; i++) {
                    final String part = new String(canary, i, 4, StandardCharsets.ISO_8859_1);
                    assertFalse(command.contains(part), HexFormat.of().formatHex(canary));
                }
            }
        }
    }

    private static List<byte[]> canaries() {
        final HexFormat hex = HexFormat.of();
        return List.of(
                EdgeFixture.PAN.getBytes(StandardCharsets.US_ASCII),
                hex.parseHex(EdgeFixture.PAN),
                "30122011234567890".getBytes(StandardCharsets.US_ASCII),
                hex.parseHex("3012201123456789"),
                "92X555-CVV2".getBytes(StandardCharsets.US_ASCII),
                "F1E2D3C4B5A69788".getBytes(StandardCharsets.US_ASCII),
                hex.parseHex("F1E2D3C4B5A69788"),
                "9F2608A1B2C3D4E5F60718".getBytes(StandardCharsets.US_ASCII),
                hex.parseHex("9F2608A1B2C3D4E5F60718"));
    }

    @ParameterizedTest
    @ValueSource(strings = {ASCII, BINARY})
    void shouldPublishAReversalWhenOneComes(String dialect) {
        final EdgeFixture edge = new EdgeFixture(dialect);
        final Map<Integer, String> elements = EdgeFixture.reversal();
        elements.put(95, "000000004000" + "0".repeat(30));
        assertEquals(RequestAdapter.PUBLISHED, edge.send(0x0421, elements));

        final ReversalRequestDecoder command = edge.reversalCommand();
        assertEquals(0x0421, command.mti());
        assertEquals(12345, command.amountMinor());
        assertEquals(4000, command.replacementMinor());
        assertEquals(124, command.stan());
        assertEquals(119, command.last4());
        assertEquals(RequestFlags.ORIGINAL_NAMED, command.flags());
        assertNotEquals(0, command.tokenHigh());
        assertEquals("632611000123", command.rrn());
        assertEquals(1, edge.count("switch_requests_total", "reversal"));
    }

    @Test
    void shouldTakeAReversalWhenItsCardNumberIsBadOrMissing() {
        final EdgeFixture edge = new EdgeFixture(BINARY);
        final Map<Integer, String> elements = EdgeFixture.reversal();
        elements.put(2, "4761739001010110");
        assertEquals(RequestAdapter.PUBLISHED, edge.send(0x0420, elements));
        elements.remove(2);
        assertEquals(RequestAdapter.PUBLISHED, edge.send(0x0420, elements));
        assertEquals(0, edge.reversalCommand().tokenHigh());
        assertEquals(0, edge.reversalCommand().panLength());
        assertEquals(-1, edge.reversalCommand().replacementMinor());
    }

    @Test
    void shouldAnswer12WhenAReversalIsToBeReversed() {
        final EdgeFixture edge = new EdgeFixture(BINARY);
        final Map<Integer, String> elements = EdgeFixture.reversal();
        elements.put(90, "0420" + elements.get(90).substring(4));
        assertEquals(RequestAdapter.ANSWERED, edge.send(0x0400, elements));
        assertEquals("0410", edge.refusal().get(0));
        assertEquals("12", edge.refusal().get(39));
    }

    @Test
    void shouldPublishANetworkRequestWhenOneComes() {
        final EdgeFixture edge = new EdgeFixture(ASCII);
        final Map<Integer, String> elements = new TreeMap<>();
        elements.put(7, "1122101530");
        elements.put(11, "000077");
        elements.put(70, "301");
        assertEquals(RequestAdapter.PUBLISHED, edge.send(0x0801, elements));
        final NetworkRequestDecoder command =
                new NetworkRequestDecoder()
                        .wrapAndApplyHeader(edge.slot, 0, new MessageHeaderDecoder());
        assertEquals(77, command.stan());
        assertEquals(301, command.code());
        assertEquals(0x0801, command.mti());
        assertEquals(EdgeFixture.LINK, command.linkId());
        assertEquals(1, edge.count("switch_requests_total", "network"));
    }
}
