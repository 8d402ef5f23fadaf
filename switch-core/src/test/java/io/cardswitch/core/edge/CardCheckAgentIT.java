package io.cardswitch.core.edge;

import static io.cardswitch.core.edge.CheckedEdge.BY_OFFSET;
import static io.cardswitch.core.edge.CheckedEdge.BY_PVV;
import static io.cardswitch.core.edge.CheckedEdge.CARD;
import static io.cardswitch.core.edge.CheckedEdge.OFFSET;
import static io.cardswitch.core.edge.CheckedEdge.PATIENCE_NS;
import static io.cardswitch.core.edge.CheckedEdge.SEQUENCE;
import static io.cardswitch.core.edge.CheckedEdge.TIMEOUT_MS;
import static io.cardswitch.core.edge.CheckedEdge.TPK;
import static io.cardswitch.core.edge.CheckedEdge.ZPK;
import static io.cardswitch.core.edge.CheckedEdge.hex;
import static io.cardswitch.core.edge.CheckedEdge.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.cardswitch.core.command.CardCheckFlyweight;
import io.cardswitch.core.command.CheckOutcome;
import io.cardswitch.core.command.RequestEvidence;
import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.domain.CardCheck;
import io.cardswitch.core.edge.element.Message2003;
import io.cardswitch.hsm.AccountNumber;
import io.cardswitch.hsm.HsmClient;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmResult;
import io.cardswitch.hsm.PinBlock;
import io.cardswitch.hsm.PinBlockFormat;
import io.cardswitch.hsm.command.TypedKey;
import io.cardswitch.hsm.command.newpin.ChosenPinEncoder;
import io.cardswitch.hsm.command.newpin.OffsetDecoder;
import io.cardswitch.hsm.simulator.terminal.TestIssuer;
import io.cardswitch.hsm.simulator.terminal.TestTerminal;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** What the HSM says to each check, and what becomes of it. */
final class CardCheckAgentIT {
    private static final TestIssuer.Card OTHER =
            new TestIssuer.Card(
                    "4761739001010010".getBytes(StandardCharsets.US_ASCII), 3012, 201, 1, 1);

    private CheckedEdge on;

    @BeforeEach
    void start() throws IOException {
        on = new CheckedEdge("iso87-binary", TPK, true);
    }

    /** Another link in place of the first. */
    private void open(String dialect, HsmKey pinKey, boolean isTerminalKey) throws IOException {
        on.close();
        on = new CheckedEdge(dialect, pinKey, isTerminalKey);
    }

    @AfterEach
    void stop() {
        on.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"iso87-binary", "iso87-ascii", "iso87-ebcdic"})
    void shouldPassAllChecksAndAnswerTheCard(String dialect) throws IOException {
        open(dialect, TPK, true);
        final Map<Integer, String> purchase = on.purchase(TPK, TestIssuer.rightPin());
        final long handle = on.publish(purchase);
        assertEquals(
                RequestEvidence.PIN
                        | RequestEvidence.TRACK2
                        | RequestEvidence.CVV2
                        | RequestEvidence.EMV,
                on.edge.transaction().evidence());
        assertEquals(
                CheckOutcome.PASSED,
                on.check(
                        handle,
                        BY_PVV,
                        on.issuer.pvv(CARD),
                        CardCheck.CVV,
                        CardCheck.CVV2,
                        CardCheck.ARQC,
                        CardCheck.PIN_PVV));
        final byte[] request = HexFormat.of().parseHex(purchase.get(55).substring(6, 22));
        assertEquals(
                "910A" + hex(on.issuer.response(CARD, request)) + "3030",
                on.edge.answer(EdgeFixture.reply(handle, ResultCode.APPROVED)).get(55));
    }

    @Test
    void shouldNotAnswerTheCardWhenItIsRefused() {
        final long handle = on.publish(on.purchase(TPK, TestIssuer.rightPin()));
        assertEquals(CheckOutcome.PASSED, on.check(handle, BY_PVV, 0, CardCheck.ARQC));
        assertNull(
                on.edge.answer(EdgeFixture.reply(handle, ResultCode.FUNDS_INSUFFICIENT)).get(55));
    }

    @Test
    void shouldVerifyPinsOfAZone() throws IOException {
        open("iso87-binary", ZPK, false);
        assertEquals(CheckOutcome.PASSED, on.checkPin(ZPK, TestIssuer.rightPin()));
        assertEquals(CheckOutcome.PIN_WRONG, on.checkPin(ZPK, TestIssuer.wrongPin()));
    }

    /** Verifying by what the HSM itself makes of a PIN: an offset for each PIN, and one only. */
    @Test
    void shouldVerifyPinsByOffset() {
        final String right = "%04d".formatted(offsetOfRightPin());
        for (final int added : new int[] {0, 1}) {
            final int offset = (Integer.parseInt(right) + added) % 10_000;
            assertEquals(
                    added == 0 ? CheckOutcome.PASSED : CheckOutcome.PIN_WRONG,
                    on.check(
                            on.publish(on.purchase(TPK, TestIssuer.rightPin())),
                            BY_OFFSET,
                            offset,
                            CardCheck.PIN_OFFSET));
        }
    }

    private int offsetOfRightPin() {
        final HsmClient client = on.hsm.newClient(1);
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
        final Map<Integer, String> elements = on.purchase(TPK, TestIssuer.wrongPin());
        // A stripe's value, read from a chip.
        elements.put(35, text(on.issuer.track2(CARD, false)));
        elements.put(48, "R9203%03d".formatted((on.issuer.cardValue2(CARD) + 1) % 1_000));
        elements.put(
                55, hex(on.issuer.chip(OTHER, new TestIssuer.Purchase(12_345, 840, 271122, 0))));
        final long handle = on.publish(elements);
        final int pvv = on.issuer.pvv(CARD);
        assertEquals(CheckOutcome.CVV_WRONG, on.check(handle, BY_PVV, pvv, CardCheck.CVV));
        assertEquals(CheckOutcome.CVV2_WRONG, on.check(handle, BY_PVV, pvv, CardCheck.CVV2));
        assertEquals(CheckOutcome.ARQC_WRONG, on.check(handle, BY_PVV, pvv, CardCheck.ARQC));
        assertEquals(CheckOutcome.PIN_WRONG, on.check(handle, BY_PVV, pvv, CardCheck.PIN_PVV));
        assertEquals(
                CheckOutcome.CVV_WRONG,
                on.check(handle, BY_PVV, pvv, CardCheck.PIN_PVV, CardCheck.CVV),
                "the first failure ends it");
    }

    @Test
    void shouldTellABlockOfAnotherCardFromAWrongPin() {
        final Map<Integer, String> elements = on.purchase(TPK, TestIssuer.rightPin());
        elements.put(52, "0123456789ABCDEF");
        assertEquals(
                CheckOutcome.PIN_BLOCK_INVALID,
                on.check(on.publish(elements), BY_PVV, on.issuer.pvv(CARD), CardCheck.PIN_PVV));
        assertEquals(1, on.edge.count("switch_pin_blocks_unopened_total", "link=\"pos\""));
        assertEquals(CheckOutcome.PIN_WRONG, on.checkPin(TPK, TestIssuer.wrongPin()));
        assertEquals(1, on.edge.count("switch_pin_blocks_unopened_total", ""), "a wrong PIN opens");
    }

    @Test
    void shouldTellThatTheHsmIsAwayWithinItsTime() {
        on.hsm.stop();
        assertEquals(CheckOutcome.HSM_AWAY, on.checkPin(TPK, TestIssuer.rightPin()));
    }

    @Test
    void shouldKeepAnOutcomeUntilThereIsRoom() {
        final long handle = on.publish(on.purchase(TPK, TestIssuer.rightPin()));
        on.edge.hasOrdinaryRoom = false;
        on.edge.hasReservedRoom = false;
        final int before = on.edge.publishedCount;
        on.edge.edge.onCardCheck(
                new CardCheckFlyweight()
                        .wrap(new UnsafeBuffer(new byte[CardCheckFlyweight.LENGTH]), 0)
                        .edgeHandle(handle)
                        .sequence(SEQUENCE)
                        .productId(BY_OFFSET)
                        .checks(CardCheck.CVV.bit()), // No CVK: refused without the HSM.
                EdgeFixture.NOW_MS);
        assertFalse(on.edge.edge.work(EdgeFixture.NOW_MS, on.edge));
        assertEquals(before, on.edge.publishedCount);
        on.edge.hasReservedRoom = true;
        assertEquals(CheckOutcome.HSM_ERROR, on.outcome(handle));
    }

    @Test
    void shouldDropAnAnswerWhoseRequestHasEnded() {
        final long handle = on.publish(on.purchase(TPK, TestIssuer.rightPin()));
        on.edge.edge.onCardCheck(
                new CardCheckFlyweight()
                        .wrap(new UnsafeBuffer(new byte[CardCheckFlyweight.LENGTH]), 0)
                        .edgeHandle(handle)
                        .productId(BY_PVV)
                        .checks(CardCheck.CVV.bit()),
                EdgeFixture.NOW_MS);
        on.edge.edge.endBatch();
        on.edge.composer.discard(handle); // By its deadline.
        final long next = on.publish(on.purchase(TPK, TestIssuer.rightPin()));
        assertEquals(
                CheckOutcome.PASSED,
                on.check(next, BY_PVV, on.issuer.pvv(CARD), CardCheck.PIN_PVV),
                "the same slot, another request");
    }

    private static Map<Integer, String> rightPurchase(CheckedEdge on) {
        return on.purchase(TPK, TestIssuer.rightPin());
    }

    @Test
    void shouldReadAndAnswerChipDataInADataset() throws IOException {
        try (CheckedEdge on = new CheckedEdge("iso87-binary", TPK, true)) {
            final Map<Integer, String> purchase = rightPurchase(on);
            final String tags = purchase.get(55);
            purchase.put(55, "01%04X".formatted(tags.length() / 2) + tags);
            final long handle = on.publish(purchase);
            assertEquals(CheckOutcome.PASSED, on.check(handle, BY_PVV, 0, CardCheck.ARQC));
            final byte[] request = HexFormat.of().parseHex(tags.substring(6, 22));
            assertEquals(
                    "01000C910A" + hex(on.issuer.response(CARD, request)) + "3030",
                    on.edge.answer(EdgeFixture.reply(handle, ResultCode.APPROVED)).get(55));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "iso93-ascii, 510101513344, true",
        "iso93-binary, 510101M13344, true",
        "iso93-ebcdic, 510101C13344, true",
        "iso93-ascii, 510101213344, false",
        "iso93-ascii, 510101A13344, false",
        "iso2003-ascii, 20000000000000000000000000000000, true",
        "iso2003-binary, 20000000000000000000000000000000, true",
        "iso2003-binary, 10000000000000000000000000000000, false"
    })
    void shouldKnowTheChipByThePositionsSince1993(String dialect, String entry, boolean isChip)
            throws IOException {
        try (CheckedEdge on = new CheckedEdge(dialect, TPK, true)) {
            for (final boolean isChipValue : new boolean[] {true, false}) {
                final boolean is93 = on.edge.spec.version() == 93;
                final Map<Integer, String> purchase =
                        is93
                                ? Message2003.of1993(rightPurchase(on))
                                : Message2003.of(rightPurchase(on));
                purchase.put(22, entry);
                purchase.put(35, text(on.issuer.track2(CARD, isChipValue)));
                assertEquals(
                        RequestAdapter.PUBLISHED, on.edge.send(is93 ? 0x1200 : 0x2200, purchase));
                assertEquals(
                        isChip == isChipValue ? CheckOutcome.PASSED : CheckOutcome.CVV_WRONG,
                        on.check(on.edge.handle(), BY_PVV, 0, CardCheck.CVV));
            }
        }
    }

    /** DE4 of 2003 holds the currency, too, and DE49 something else. */
    @ParameterizedTest
    @CsvSource({"8402000000012345, PASSED", "9782000000012345, ARQC_WRONG"})
    void shouldCompareChipDataWithTheAmountOf2003(String amount, CheckOutcome outcome)
            throws IOException {
        try (CheckedEdge on = new CheckedEdge("iso2003-binary", TPK, true)) {
            final Map<Integer, String> purchase = Message2003.of(rightPurchase(on));
            purchase.put(4, amount);
            purchase.put(49, "010006DF0103313233");
            assertEquals(RequestAdapter.PUBLISHED, on.edge.send(0x2200, purchase));
            final long handle = on.edge.handle();
            assertEquals(outcome, on.check(handle, BY_PVV, 0, CardCheck.ARQC));
            final Map<Integer, String> answer =
                    on.edge.answer(EdgeFixture.reply(handle, ResultCode.APPROVED));
            assertEquals(outcome == CheckOutcome.PASSED, answer.containsKey(55));
            final String tags = purchase.get(55);
            purchase.put(55, tags + "DF20820480" + "00".repeat(0x480));
            assertEquals(RequestAdapter.PUBLISHED, on.edge.send(0x2200, purchase));
            assertEquals(
                    CheckOutcome.ARQC_WRONG,
                    on.check(on.edge.handle(), BY_PVV, 0, CardCheck.ARQC),
                    "more than chips have");
        }
    }

    /** The card is known by all of its checks or by none: the second finds room as the first. */
    @Test
    void shouldFinishTheChecksOfACardThatTookTheLastRoom() throws IOException {
        try (CheckedEdge on = new CheckedEdge("iso87-binary", TPK, true, null, 1)) {
            assertEquals(
                    CheckOutcome.PASSED,
                    on.check(
                            on.publish(rightPurchase(on)),
                            BY_PVV,
                            on.issuer.pvv(CARD),
                            CardCheck.CVV,
                            CardCheck.CVV2,
                            CardCheck.ARQC,
                            CardCheck.PIN_PVV));
            assertEquals(0, on.edge.count("switch_hsm_refused_total", ""));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0113A04003220000", "06011103A0A000", "0601FF03A0A000"})
    void shouldRefuseSchemesThatAreNotServed(String issuerApplication) throws IOException {
        try (CheckedEdge on = new CheckedEdge("iso87-binary", TPK, true)) {
            final Map<Integer, String> purchase = rightPurchase(on);
            final String served = "9F1007" + "06010A03A0A000";
            final String other =
                    "9F10%02X".formatted(issuerApplication.length() / 2) + issuerApplication;
            assertEquals(1, purchase.get(55).split(served, 2).length - 1, "the chip's own");
            purchase.put(55, purchase.get(55).replace(served, other));
            assertEquals(
                    CheckOutcome.ARQC_WRONG,
                    on.check(on.publish(purchase), BY_PVV, 0, CardCheck.ARQC));
            assertEquals(1, on.edge.count("switch_chip_data_refused_total", "unknown_scheme"));
            assertEquals(0, on.hsm.sent(), "no HSM was asked");
        }
    }
}
