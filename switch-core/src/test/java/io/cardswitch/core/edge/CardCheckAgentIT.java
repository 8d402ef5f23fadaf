package io.cardswitch.core.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.cardswitch.core.command.CardCheckFlyweight;
import io.cardswitch.core.command.CheckOutcome;
import io.cardswitch.core.command.RequestEvidence;
import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.command.sbe.CardCheckResultDecoder;
import io.cardswitch.core.command.sbe.MessageHeaderDecoder;
import io.cardswitch.core.domain.CardCheck;
import io.cardswitch.core.edge.security.LinkKeys;
import io.cardswitch.core.edge.security.ProductKeys;
import io.cardswitch.core.edge.security.SecurityConfig;
import io.cardswitch.hsm.AccountNumber;
import io.cardswitch.hsm.HsmClient;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmResult;
import io.cardswitch.hsm.PinBlock;
import io.cardswitch.hsm.PinBlockFormat;
import io.cardswitch.hsm.command.IbmMethod;
import io.cardswitch.hsm.command.TypedKey;
import io.cardswitch.hsm.command.newpin.ChosenPinEncoder;
import io.cardswitch.hsm.command.newpin.OffsetDecoder;
import io.cardswitch.hsm.simulator.SoftwareHsm;
import io.cardswitch.hsm.simulator.SoftwareHsmConfig;
import io.cardswitch.hsm.simulator.terminal.TestIssuer;
import io.cardswitch.hsm.simulator.terminal.TestTerminal;
import io.cardswitch.hsm.transport.HsmEndpointConfig;
import io.cardswitch.hsm.transport.HsmPool;
import io.cardswitch.hsm.transport.HsmPoolConfig;
import io.cardswitch.iso8583.framing.Header;
import io.cardswitch.iso8583.spec.Dialects;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** The edge of one event loop with a software HSM behind a socket; the test is the engine. */
final class CardCheckAgentIT {
    private static final HsmKey PVK =
            key("S00072V2TN00E000069D763BFC54B5CA26B78F5C0443D3A3233CA150AD82C2E3405DEE596");
    private static final HsmKey OFFSET_PVK =
            key("S00072V1TN00E00004643727844671245C01EF7351FA526AD195BB2F1E44E08C766C233F7");
    private static final HsmKey CVK =
            key("S00072C0TN00E000011E5DCCFC12481D590EEC0577455C113B5C309044491C982CF5E8FCA");
    private static final HsmKey IMK =
            key("S00072E0TN00E0000D3BDA43084402383CEE14201CBE178B211ECC0728FAE1B1BDC2B3ABE");
    private static final HsmKey TPK =
            key("S0007271TN00E00005ACEC117CBE3C2FC70C8EE1BA66C63C1AF59E3971BB818C0DD848C37");
    private static final HsmKey ZPK =
            key("S0007272TN00E0000AE121A3FA4FA5639104018658465ABA28614531F2130EE513D3F37D7");
    private static final TestIssuer.Card CARD =
            new TestIssuer.Card(
                    EdgeFixture.PAN.getBytes(StandardCharsets.US_ASCII), 3012, 201, 1, 1);
    private static final TestIssuer.Card OTHER =
            new TestIssuer.Card(
                    "4761739001010010".getBytes(StandardCharsets.US_ASCII), 3012, 201, 1, 1);
    private static final IbmMethod OFFSET =
            new IbmMethod(OFFSET_PVK, 4, "0123456789012345", "1234567890NF");
    private static final int BY_PVV = 1;
    private static final int BY_OFFSET = 2;
    private static final int TIMEOUT_MS = 5_000;
    private static final long PATIENCE_NS = 20_000_000_000L;
    private static final long SEQUENCE = 4711;

    private final TestIssuer issuer = new TestIssuer(PVK, CVK, IMK);
    private SoftwareHsm hsm;
    private HsmPool pool;
    private EdgeFixture edge;

    private static HsmKey key(String block) {
        return HsmKey.parse(block);
    }

    @BeforeEach
    void start() throws IOException {
        hsm = SoftwareHsm.start(SoftwareHsmConfig.onLoopback(0));
        open("iso87-binary", TPK, true);
    }

    private void open(String dialect, HsmKey pinKey, boolean isTerminalKey) {
        pool =
                new HsmPool(
                        new HsmPoolConfig(
                                List.of(
                                        new HsmEndpointConfig(
                                                "test",
                                                "127.0.0.1",
                                                hsm.port(),
                                                1,
                                                Optional.empty())),
                                4,
                                64,
                                64,
                                4_096,
                                1_024,
                                HsmPoolConfig.Timers.USUAL),
                        new HsmPool.Ports(line -> {}, cause -> {}));
        final long start = System.nanoTime();
        while (pool.usableConnections() == 0) {
            assertFalse(System.nanoTime() - start > PATIENCE_NS, "the HSM is there");
            LockSupport.parkNanos(100_000);
        }
        final SecurityConfig security =
                new SecurityConfig(
                        Map.of(
                                EdgeFixture.LINK,
                                new LinkKeys(pinKey, isTerminalKey, PinBlockFormat.ISO_0)),
                        Map.of(
                                BY_PVV,
                                new ProductKeys(PVK, null, CVK, ProductKeys.USUAL_POSITION, IMK),
                                BY_OFFSET,
                                new ProductKeys(null, OFFSET, null, 0, null)),
                        TIMEOUT_MS,
                        16);
        edge =
                new EdgeFixture(
                        new LinkConfig(
                                EdgeFixture.LINK,
                                "pos",
                                Dialects.bundled(dialect),
                                Header.NONE,
                                true,
                                3,
                                true,
                                Optional.empty()),
                        Optional.of(security),
                        pool.newClient(16, () -> {}));
    }

    @AfterEach
    void stop() {
        pool.close();
        hsm.close();
    }

    /** A purchase at a terminal that read the chip and took a PIN. */
    private Map<Integer, String> purchase(HsmKey pinKey, byte[] typed) {
        final TestTerminal terminal = new TestTerminal(pinKey);
        final Map<Integer, String> elements = EdgeFixture.purchase();
        elements.put(35, text(issuer.track2(CARD, true)));
        elements.put(52, hex(terminal.pinBlock(CARD.digits(), typed)));
        elements.put(55, hex(issuer.chip(CARD, new TestIssuer.Purchase(12_345, 840, 271122, 0))));
        elements.put(48, "R9203%03d".formatted(issuer.cardValue2(CARD)));
        return elements;
    }

    private static String text(byte[] ascii) {
        return new String(ascii, StandardCharsets.US_ASCII).replace('=', 'D');
    }

    private static String hex(byte[] octets) {
        return HexFormat.of().withUpperCase().formatHex(octets);
    }

    private long publish(Map<Integer, String> elements) {
        assertEquals(RequestAdapter.PUBLISHED, edge.send(0x0200, elements));
        return edge.handle();
    }

    private CheckOutcome check(long handle, int productId, int pvv, CardCheck... checks) {
        int set = 0;
        for (final CardCheck check : checks) {
            set |= check.bit();
        }
        edge.edge.onCardCheck(
                new CardCheckFlyweight()
                        .wrap(new UnsafeBuffer(new byte[CardCheckFlyweight.LENGTH]), 0)
                        .edgeHandle(handle)
                        .sequence(SEQUENCE)
                        .productId(productId)
                        .pvv(pvv)
                        .pvki(1)
                        .checks(set),
                EdgeFixture.NOW_MS);
        return outcome(handle);
    }

    private CheckOutcome outcome(long handle) {
        final int before = edge.publishedCount;
        final long start = System.nanoTime();
        while (!edge.edge.work(EdgeFixture.NOW_MS)) {
            edge.edge.flushChecks();
            assertFalse(System.nanoTime() - start > PATIENCE_NS, "an outcome comes");
            LockSupport.parkNanos(100_000);
        }
        assertEquals(before + 1, edge.publishedCount, "one outcome a check");
        final CardCheckResultDecoder result =
                new CardCheckResultDecoder()
                        .wrapAndApplyHeader(edge.slot, 0, new MessageHeaderDecoder());
        assertEquals(handle, result.edgeHandle());
        assertEquals(SEQUENCE, result.requestSequence());
        return CheckOutcome.of(result.outcome());
    }

    @ParameterizedTest
    @ValueSource(strings = {"iso87-binary", "iso87-ascii", "iso87-ebcdic"})
    void shouldPassAllChecksAndAnswerTheCard(String dialect) {
        pool.close();
        open(dialect, TPK, true);
        final Map<Integer, String> purchase = purchase(TPK, TestIssuer.rightPin());
        final long handle = publish(purchase);
        assertEquals(
                RequestEvidence.PIN
                        | RequestEvidence.TRACK2
                        | RequestEvidence.CVV2
                        | RequestEvidence.EMV,
                edge.transaction().evidence());
        assertEquals(
                CheckOutcome.PASSED,
                check(
                        handle,
                        BY_PVV,
                        issuer.pvv(CARD),
                        CardCheck.CVV,
                        CardCheck.CVV2,
                        CardCheck.ARQC,
                        CardCheck.PIN_PVV));
        final byte[] request = HexFormat.of().parseHex(purchase.get(55).substring(6, 22));
        assertEquals(
                "910A" + hex(issuer.response(CARD, request)) + "3030",
                edge.answer(EdgeFixture.reply(handle, ResultCode.APPROVED)).get(55));
    }

    @Test
    void shouldNotAnswerTheCardWhenItIsRefused() {
        final long handle = publish(purchase(TPK, TestIssuer.rightPin()));
        assertEquals(CheckOutcome.PASSED, check(handle, BY_PVV, 0, CardCheck.ARQC));
        assertNull(edge.answer(EdgeFixture.reply(handle, ResultCode.FUNDS_INSUFFICIENT)).get(55));
    }

    @Test
    void shouldVerifyPinsOfAZone() {
        pool.close();
        open("iso87-binary", ZPK, false);
        assertEquals(
                CheckOutcome.PASSED,
                check(
                        publish(purchase(ZPK, TestIssuer.rightPin())),
                        BY_PVV,
                        issuer.pvv(CARD),
                        CardCheck.PIN_PVV));
        assertEquals(
                CheckOutcome.PIN_WRONG,
                check(
                        publish(purchase(ZPK, TestIssuer.wrongPin())),
                        BY_PVV,
                        issuer.pvv(CARD),
                        CardCheck.PIN_PVV));
    }

    /** Verifying by what the HSM itself makes of a PIN: an offset for each PIN, and one only. */
    @Test
    void shouldVerifyPinsByOffset() {
        final String right = "%04d".formatted(offsetOfRightPin());
        for (final int added : new int[] {0, 1}) {
            final int offset = (Integer.parseInt(right) + added) % 10_000;
            assertEquals(
                    added == 0 ? CheckOutcome.PASSED : CheckOutcome.PIN_WRONG,
                    check(
                            publish(purchase(TPK, TestIssuer.rightPin())),
                            BY_OFFSET,
                            offset,
                            CardCheck.PIN_OFFSET));
        }
    }

    private int offsetOfRightPin() {
        final HsmClient client = pool.newClient(1, () -> {});
        final HsmRequest request = new HsmRequest(512);
        final UnsafeBuffer block =
                new UnsafeBuffer(
                        new TestTerminal(TPK).pinBlock(CARD.digits(), TestIssuer.rightPin()));
        ChosenPinEncoder.offset(
                request,
                new TypedKey(TypedKey.TPK, TPK),
                OFFSET,
                new PinBlock().wrap(block, 0, 8, PinBlockFormat.ISO_0),
                new AccountNumber()
                        .wrapCardNumber(new UnsafeBuffer(CARD.digits()), 0, CARD.digits().length));
        assertEquals(HsmResult.OK, client.send(request, 1, TIMEOUT_MS));
        client.flush();
        final OffsetDecoder made = new OffsetDecoder();
        final long start = System.nanoTime();
        while (client.poll((id, result, answer) -> made.decode(answer), 1) == 0) {
            assertFalse(System.nanoTime() - start > PATIENCE_NS, "an answer comes");
            LockSupport.parkNanos(100_000);
        }
        return (int) made.offset();
    }

    @Test
    void shouldTellWhatIsWrong() {
        final Map<Integer, String> elements = purchase(TPK, TestIssuer.wrongPin());
        elements.put(35, text(issuer.track2(CARD, false))); // A stripe's value, read from a chip.
        elements.put(48, "R9203%03d".formatted((issuer.cardValue2(CARD) + 1) % 1_000));
        elements.put(55, hex(issuer.chip(OTHER, new TestIssuer.Purchase(12_345, 840, 271122, 0))));
        final long handle = publish(elements);
        final int pvv = issuer.pvv(CARD);
        assertEquals(CheckOutcome.CVV_WRONG, check(handle, BY_PVV, pvv, CardCheck.CVV));
        assertEquals(CheckOutcome.CVV2_WRONG, check(handle, BY_PVV, pvv, CardCheck.CVV2));
        assertEquals(CheckOutcome.ARQC_WRONG, check(handle, BY_PVV, pvv, CardCheck.ARQC));
        assertEquals(CheckOutcome.PIN_WRONG, check(handle, BY_PVV, pvv, CardCheck.PIN_PVV));
        assertEquals(
                CheckOutcome.CVV_WRONG,
                check(handle, BY_PVV, pvv, CardCheck.PIN_PVV, CardCheck.CVV),
                "the first failure ends it");
    }

    @Test
    void shouldTellABlockOfAnotherCardFromAWrongPin() {
        final Map<Integer, String> elements = purchase(TPK, TestIssuer.rightPin());
        elements.put(52, "0123456789ABCDEF");
        assertEquals(
                CheckOutcome.PIN_BLOCK_INVALID,
                check(publish(elements), BY_PVV, issuer.pvv(CARD), CardCheck.PIN_PVV));
    }

    @Test
    void shouldTellThatTheHsmIsAwayWithinItsTime() {
        hsm.close();
        assertEquals(
                CheckOutcome.HSM_AWAY,
                check(
                        publish(purchase(TPK, TestIssuer.rightPin())),
                        BY_PVV,
                        issuer.pvv(CARD),
                        CardCheck.PIN_PVV));
    }

    @Test
    void shouldKeepAnOutcomeUntilThereIsRoom() {
        final long handle = publish(purchase(TPK, TestIssuer.rightPin()));
        edge.hasOrdinaryRoom = false;
        edge.hasReservedRoom = false;
        final int before = edge.publishedCount;
        edge.edge.onCardCheck(
                new CardCheckFlyweight()
                        .wrap(new UnsafeBuffer(new byte[CardCheckFlyweight.LENGTH]), 0)
                        .edgeHandle(handle)
                        .sequence(SEQUENCE)
                        .productId(BY_OFFSET)
                        .checks(CardCheck.CVV.bit()), // No CVK: refused without the HSM.
                EdgeFixture.NOW_MS);
        assertFalse(edge.edge.work(EdgeFixture.NOW_MS));
        assertEquals(before, edge.publishedCount);
        edge.hasReservedRoom = true;
        assertEquals(CheckOutcome.HSM_ERROR, outcome(handle));
    }

    @Test
    void shouldDropAnAnswerWhoseRequestHasEnded() {
        final long handle = publish(purchase(TPK, TestIssuer.rightPin()));
        edge.edge.onCardCheck(
                new CardCheckFlyweight()
                        .wrap(new UnsafeBuffer(new byte[CardCheckFlyweight.LENGTH]), 0)
                        .edgeHandle(handle)
                        .productId(BY_PVV)
                        .checks(CardCheck.CVV.bit()),
                EdgeFixture.NOW_MS);
        edge.edge.flushChecks();
        edge.composer.discard(handle); // By its deadline.
        final long next = publish(purchase(TPK, TestIssuer.rightPin()));
        assertEquals(
                CheckOutcome.PASSED,
                check(next, BY_PVV, issuer.pvv(CARD), CardCheck.PIN_PVV),
                "the same slot, another request");
    }
}
