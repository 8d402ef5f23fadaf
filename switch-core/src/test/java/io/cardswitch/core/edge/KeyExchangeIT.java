package io.cardswitch.core.edge;

import static io.cardswitch.core.edge.CheckedEdge.BY_PVV;
import static io.cardswitch.core.edge.CheckedEdge.CARD;
import static io.cardswitch.core.edge.CheckedEdge.OTHER_TPK;
import static io.cardswitch.core.edge.CheckedEdge.PATIENCE_NS;
import static io.cardswitch.core.edge.CheckedEdge.TIMEOUT_MS;
import static io.cardswitch.core.edge.CheckedEdge.TPK;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.command.CheckOutcome;
import io.cardswitch.core.command.Commands;
import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.command.sbe.KeyExchangeDecoder;
import io.cardswitch.core.command.sbe.MessageHeaderDecoder;
import io.cardswitch.core.command.sbe.NetworkRequestDecoder;
import io.cardswitch.core.domain.CardCheck;
import io.cardswitch.core.domain.LinkKeyKind;
import io.cardswitch.core.edge.exchange.PartnerKey;
import io.cardswitch.core.edge.security.KeyExchangeConfig;
import io.cardswitch.core.edge.security.LinkKeyRing;
import io.cardswitch.hsm.HsmClient;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmResult;
import io.cardswitch.hsm.command.TypedKey;
import io.cardswitch.hsm.command.key.KeyDecoder;
import io.cardswitch.hsm.command.key.KeyEncoder;
import io.cardswitch.hsm.command.key.KeyTarget;
import io.cardswitch.hsm.command.key.TransportKey;
import io.cardswitch.hsm.simulator.terminal.TestIssuer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/** Links that bring new keys; the test is the network that sends them, and the engine. */
final class KeyExchangeIT {
    private static final HsmKey ZMK =
            HsmKey.parse(
                    "S00072K0TN00E0000027545474C9BD672B8C8E4CA31648CBE1AA172C20C260932DAC7A639");

    /** The same key as {@link CheckedEdge#OTHER_TPK}. */
    private static final PartnerKey NEW = new PartnerKey("1C2586B3D5E60719293B4A5D6D7F8F91");

    private CheckedEdge on;
    private LinkKeyRing ring;

    @BeforeEach
    void start() throws IOException {
        open(new KeyExchangeConfig(ZMK, 48, 0, 32, 6, LinkKeyKind.PIN, "71", null));
    }

    private void open(KeyExchangeConfig rule) throws IOException {
        open("iso87-binary", rule);
    }

    private void open(String dialect, KeyExchangeConfig rule) throws IOException {
        on = new CheckedEdge(dialect, TPK, true, rule);
        ring = on.edge.keys.ring(EdgeFixture.LINK);
    }

    @AfterEach
    void stop() {
        on.close();
    }

    private static Map<Integer, String> exchange(int stan, String field) {
        final Map<Integer, String> elements = new TreeMap<>();
        elements.put(7, "1122101530");
        elements.put(11, "%06d".formatted(stan));
        elements.put(48, field);
        elements.put(70, "161");
        return elements;
    }

    private void send(Map<Integer, String> elements) {
        assertEquals(RequestAdapter.PUBLISHED, on.edge.send(0x0800, elements));
    }

    /** Until something has left, for the engine or for the sender. */
    private void await() {
        final int before = on.edge.publishedCount + on.edge.ownAnswers.size();
        final long start = System.nanoTime();
        while (on.edge.publishedCount + on.edge.ownAnswers.size() == before) {
            on.edge.edge.endBatch();
            on.edge.edge.work(EdgeFixture.NOW_MS, on.edge);
            assertFalse(System.nanoTime() - start > PATIENCE_NS, "an outcome comes");
            LockSupport.parkNanos(100_000);
        }
    }

    /** DE39 of what the edge answers by itself. */
    private String refusal(Map<Integer, String> elements) {
        send(elements);
        await();
        assertEquals("0810", on.edge.ownAnswers.getLast().get(0));
        return on.edge.ownAnswers.getLast().get(39);
    }

    private KeyExchangeDecoder command() {
        return new KeyExchangeDecoder()
                .wrapAndApplyHeader(on.edge.slot, 0, new MessageHeaderDecoder());
    }

    /** The engine has written the key down. */
    private void approve() {
        final var reply = EdgeFixture.reply(command().edgeHandle(), ResultCode.APPROVED);
        assertEquals("00", on.edge.answer(reply).get(39));
        assertTrue(on.edge.edge.isChangingKeys());
        on.edge.edge.onReply(reply, EdgeFixture.NOW_MS);
        assertFalse(on.edge.edge.isChangingKeys());
    }

    private CheckOutcome pinUnder(HsmKey key) {
        return on.check(
                on.publish(on.purchase(key, TestIssuer.rightPin())),
                BY_PVV,
                on.issuer.pvv(CARD),
                CardCheck.PIN_PVV);
    }

    @Test
    void shouldServeBothKeysWhenTheNewOneIsDurable() {
        send(exchange(1, NEW.underZoneKey() + NEW.checkValue()));
        await();
        final KeyExchangeDecoder command = command();
        assertEquals(EdgeFixture.LINK, command.linkId());
        assertEquals(LinkKeyKind.PIN.code(), command.kind());
        assertEquals(161, command.code());
        assertEquals(1, command.stan());
        assertEquals(NEW.checkValue(), command.checkValue());
        assertTrue(command.keyBlock().startsWith("S0007271T"), "under the LMK");
        assertFalse(command.keyBlock().contains(NEW.underZoneKey()));
        assertEquals(TPK, ring.pinKey(), "not before it is durable");
        approve();
        assertNotEquals(TPK, ring.pinKey());
        assertEquals(CheckOutcome.PASSED, pinUnder(OTHER_TPK), "the new key");
        assertEquals(CheckOutcome.PASSED, pinUnder(TPK), "the one before it");
        assertEquals(1, on.edge.count("switch_key_exchanges_total", "approved"));
    }

    /** DE24 asks for it since 1993. */
    @ParameterizedTest
    @CsvSource({"iso93-ascii, 1804, 000001", "iso2003-binary, 2804, 987654000001"})
    void shouldTakeKeysByTheFunctionCode(String dialect, String mti, String stan)
            throws IOException {
        on.close();
        open(dialect, new KeyExchangeConfig(ZMK, 48, 0, 32, 6, LinkKeyKind.PIN, "71", null));
        final Map<Integer, String> message = exchange(1, NEW.underZoneKey() + NEW.checkValue());
        message.remove(70);
        message.put(11, stan);
        message.put(24, "811");
        assertEquals(RequestAdapter.PUBLISHED, on.edge.send(Integer.parseInt(mti, 16), message));
        await();
        assertEquals(161, command().code());
        assertEquals(1, command().stan());
        final var reply = EdgeFixture.reply(command().edgeHandle(), ResultCode.APPROVED);
        on.edge.answer(reply);
        on.edge.edge.onReply(reply, EdgeFixture.NOW_MS);
        assertNotEquals(TPK, ring.pinKey());
    }

    @Test
    void shouldChangeNothingWhenTheMessageIsRepeated() {
        send(exchange(1, NEW.underZoneKey() + NEW.checkValue()));
        await();
        approve();
        final HsmKey first = ring.pinKey();
        assertEquals(
                RequestAdapter.PUBLISHED,
                on.edge.send(0x0801, exchange(1, NEW.underZoneKey() + NEW.checkValue())));
        await();
        approve();
        assertEquals(first, ring.pinKey());
        assertEquals(TPK, ring.previousPinKey(EdgeFixture.NOW_MS));
    }

    @Test
    void shouldKeepTheOldKeyWhenTheEngineHasNoRoom() {
        send(exchange(1, NEW.underZoneKey() + NEW.checkValue()));
        await();
        final var reply = EdgeFixture.reply(command().edgeHandle(), ResultCode.CAPACITY_EXCEEDED);
        assertEquals("96", on.edge.answer(reply).get(39));
        on.edge.edge.onReply(reply, EdgeFixture.NOW_MS);
        assertEquals(TPK, ring.pinKey());
        assertTrue(ring.tryBegin(LinkKeyKind.PIN), "the next may come");
    }

    @ParameterizedTest
    @CsvSource({
        "88, {key}{other}", // Another key's check value.
        "88, 00{key}{check}", // Shifted: another key, wrong parity.
        "30, {key}", // No check value.
        "30, {key}B3B7",
        "30, {key}B3B7X6",
        "30, 0123456789ABCDEF", // Half a key.
        "30, 0123456789ABCDEFQ123456789ABCDEF{check}",
        "30, Q{key}{check}", // No scheme.
        "30, Z0123456789ABCDEF{check}", // Single length.
        "30, S00", // The beginning of a block.
        "30, S0072K0",
        "88, S0007271TN00E00008D2A1D2AF5A6047019310AC8B698971219D182B58E724E2BC85B0456{check}"
    })
    void shouldRefuseWhatIsNoKeyOfTheLink(String code, String pattern) {
        final String field =
                pattern.replace("{key}", NEW.underZoneKey())
                        .replace("{check}", NEW.checkValue())
                        .replace("{other}", "123456");
        assertEquals(code, refusal(exchange(1, field)));
        assertEquals(TPK, ring.pinKey());
        assertEquals(0, on.edge.publishedCount);
        assertTrue(ring.tryBegin(LinkKeyKind.PIN), "the next may come");
    }

    @Test
    void shouldRefuseAKeyOfWrongParity() throws IOException {
        on.close();
        open(new KeyExchangeConfig(ZMK, 48, 0, 32, 0, LinkKeyKind.PIN, "71", null));
        final PartnerKey even = new PartnerKey("1D2587B2D4E60719293B4A5D6D7F8F91");
        assertEquals("88", refusal(exchange(1, even.underZoneKey())));
        send(exchange(2, NEW.underZoneKey()));
        await();
        assertEquals(NEW.checkValue(), command().checkValue(), "no check value is asked for");
    }

    @Test
    void shouldReadWhereTheNetworkPutsIt() throws IOException {
        on.close();
        open(new KeyExchangeConfig(ZMK, 48, 11, 48, 16, null, "71", null));
        final PartnerKey triple =
                new PartnerKey("1C2586B3D5E60719293B4A5D6D7F8F91A1B3C4D5E6F70120");
        final Map<Integer, String> elements =
                exchange(
                        1,
                        "R1156PK0001"
                                + triple.underZoneKey()
                                + triple.checkValue()
                                + "0000000000"
                                + "99");
        assertEquals("12", refusal(elements), "of what kind?");
        elements.put(53, "2600000000000000");
        assertEquals("12", refusal(elements), "a MAC key, of which the link has none");
        elements.put(53, "1600000000000000");
        send(elements);
        await();
        assertEquals(triple.checkValue(), command().checkValue());
    }

    @Test
    void shouldTakeAKeyBlockOfTheZone() {
        for (final HsmKey key : List.of(OTHER_TPK, CheckedEdge.CVK)) {
            final KeyDecoder exported = export(key);
            final String field =
                    exported.key()
                                    .characters()
                                    .getStringWithoutLengthAscii(0, exported.key().length())
                            + "%06X".formatted(exported.checkValue());
            if (key.equals(OTHER_TPK)) {
                send(exchange(1, field));
                await();
                approve();
                assertEquals(CheckOutcome.PASSED, pinUnder(OTHER_TPK));
            } else {
                assertEquals("88", refusal(exchange(2, field)), "a key for card values");
            }
        }
    }

    private KeyDecoder export(HsmKey key) {
        final HsmClient client = on.hsm.newClient(1);
        final HsmRequest request = new HsmRequest(512);
        KeyEncoder.export(
                request,
                new TypedKey(TypedKey.BLOCK, key),
                new TransportKey(false, ZMK, 'S'),
                KeyTarget.DEFAULT_LMK);
        assertEquals(HsmResult.OK, client.send(request, 1, TIMEOUT_MS));
        client.flush();
        final KeyDecoder exported = new KeyDecoder();
        final long start = System.nanoTime();
        while (client.poll(
                        (id, result, answer) -> assertEquals(HsmResult.OK, exported.decode(answer)),
                        1)
                == 0) {
            assertFalse(System.nanoTime() - start > PATIENCE_NS, "an answer comes");
            LockSupport.parkNanos(100_000);
        }
        return exported;
    }

    @Test
    void shouldRefuseASecondKeyUntilTheFirstIsAnswered() {
        send(exchange(1, NEW.underZoneKey() + NEW.checkValue()));
        assertEquals("09", refusal(exchange(2, NEW.underZoneKey() + NEW.checkValue())));
        if (on.edge.publishedCount == 0) {
            await();
        }
        approve();
    }

    @Test
    void shouldRefuseInTimeWhenTheHsmIsAway() {
        on.hsm.stop();
        assertEquals("91", refusal(exchange(1, NEW.underZoneKey() + NEW.checkValue())));
        assertEquals(TPK, ring.pinKey());
    }

    @Test
    void shouldTellTheEngineWhenThereIsRoomAgain() {
        on.edge.hasOrdinaryRoom = false;
        on.edge.hasReservedRoom = false;
        send(exchange(1, NEW.underZoneKey() + NEW.checkValue()));
        final long before = on.hsm.answers();
        on.edge.edge.endBatch();
        final long start = System.nanoTime();
        while (on.hsm.answers() == before) {
            assertFalse(System.nanoTime() - start > PATIENCE_NS, "an answer comes");
            LockSupport.parkNanos(100_000);
        }
        on.edge.edge.work(EdgeFixture.NOW_MS, on.edge);
        assertEquals(0, on.edge.publishedCount);
        on.edge.hasReservedRoom = true;
        await();
        approve();
    }

    /** As before: a request for a key, or another code. */
    @Test
    void shouldLeaveToTheEngineWhatBringsNoKey() {
        final Map<Integer, String> elements = exchange(1, "");
        elements.remove(48);
        send(elements);
        assertEquals(NetworkRequestDecoder.TEMPLATE_ID, Commands.templateId(on.edge.slot, 0));
        elements.put(48, "HELLO");
        elements.put(70, "301");
        send(elements);
        assertEquals(2, on.edge.publishedCount);
        assertFalse(on.edge.edge.isChangingKeys());
    }
}
