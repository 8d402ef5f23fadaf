package io.cardswitch.core.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.cardswitch.core.command.CardCheckFlyweight;
import io.cardswitch.core.command.CheckOutcome;
import io.cardswitch.core.command.sbe.CardCheckResultDecoder;
import io.cardswitch.core.command.sbe.MessageHeaderDecoder;
import io.cardswitch.core.domain.CardCheck;
import io.cardswitch.core.edge.issuer.IssuerKeys;
import io.cardswitch.core.edge.security.KeyExchangeConfig;
import io.cardswitch.core.edge.security.LinkKeys;
import io.cardswitch.core.edge.security.LoopbackHsm;
import io.cardswitch.core.edge.security.ProductKeys;
import io.cardswitch.core.edge.security.SecurityConfig;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.PinBlockFormat;
import io.cardswitch.hsm.command.IbmMethod;
import io.cardswitch.hsm.simulator.terminal.TestIssuer;
import io.cardswitch.hsm.simulator.terminal.TestTerminal;
import io.cardswitch.iso8583.framing.Header;
import io.cardswitch.iso8583.spec.Dialects;

import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** The edge of one event loop with a software HSM behind a socket; the test is the engine. */
final class CheckedEdge implements AutoCloseable {
    static final HsmKey PVK =
            key("S00072V2TN00E000069D763BFC54B5CA26B78F5C0443D3A3233CA150AD82C2E3405DEE596");
    static final HsmKey OFFSET_PVK =
            key("S00072V1TN00E00004643727844671245C01EF7351FA526AD195BB2F1E44E08C766C233F7");
    static final HsmKey CVK =
            key("S00072C0TN00E000011E5DCCFC12481D590EEC0577455C113B5C309044491C982CF5E8FCA");
    static final HsmKey IMK =
            key("S00072E0TN00E0000D3BDA43084402383CEE14201CBE178B211ECC0728FAE1B1BDC2B3ABE");
    static final HsmKey TPK =
            key("S0007271TN00E00005ACEC117CBE3C2FC70C8EE1BA66C63C1AF59E3971BB818C0DD848C37");
    static final HsmKey OTHER_TPK =
            key("S0007271TN00E00008D2A1D2AF5A6047019310AC8B698971219D182B58E724E2BC85B0456");
    static final HsmKey ZPK =
            key("S0007272TN00E0000AE121A3FA4FA5639104018658465ABA28614531F2130EE513D3F37D7");
    static final HsmKey ISSUER_ZPK =
            key("S0007272TN00E000035FF2545F56CC24BB6C47CB421EA73E267448CC7701484F77A70F8FF");
    static final TestIssuer.Card CARD =
            new TestIssuer.Card(
                    EdgeFixture.PAN.getBytes(StandardCharsets.US_ASCII), 3012, 201, 1, 1);
    static final IbmMethod OFFSET =
            new IbmMethod(OFFSET_PVK, 4, "0123456789012345", "1234567890NF");
    static final int BY_PVV = 1;
    static final int BY_OFFSET = 2;
    static final int ISSUER = 11;
    static final int OPEN_ISSUER = 12;
    static final int TIMEOUT_MS = 5_000;
    static final long PATIENCE_NS = 20_000_000_000L;
    static final long SEQUENCE = 4711;

    final TestIssuer issuer = new TestIssuer(PVK, CVK, IMK);
    final LoopbackHsm hsm;
    final EdgeFixture edge;

    private static HsmKey key(String block) {
        return HsmKey.parse(block);
    }

    /** A link whose PIN blocks are under this key. */
    CheckedEdge(String dialect, HsmKey pinKey, boolean isTerminalKey) throws IOException {
        this(dialect, pinKey, isTerminalKey, null, 16);
    }

    /** A link that may bring new keys. */
    CheckedEdge(String dialect, HsmKey pinKey, boolean isTerminalKey, KeyExchangeConfig exchange)
            throws IOException {
        this(dialect, pinKey, isTerminalKey, exchange, 16);
    }

    /** At most {@code pending} commands wait for the HSM. */
    CheckedEdge(
            String dialect,
            HsmKey pinKey,
            boolean isTerminalKey,
            KeyExchangeConfig exchange,
            int pending)
            throws IOException {
        hsm = new LoopbackHsm();
        final SecurityConfig security =
                new SecurityConfig(
                        Map.of(
                                EdgeFixture.LINK,
                                new LinkKeys(
                                        pinKey,
                                        isTerminalKey,
                                        PinBlockFormat.ISO_0,
                                        null,
                                        null,
                                        exchange)),
                        Map.of(
                                BY_PVV,
                                new ProductKeys(PVK, null, CVK, ProductKeys.USUAL_POSITION, IMK),
                                BY_OFFSET,
                                new ProductKeys(null, OFFSET, null, 0, null)),
                        Map.of(
                                ISSUER,
                                new IssuerKeys("bank-t", ISSUER_ZPK, PinBlockFormat.ISO_3),
                                OPEN_ISSUER,
                                new IssuerKeys("bank-o", ISSUER_ZPK, PinBlockFormat.ISO_1)),
                        TIMEOUT_MS,
                        pending);
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
                        hsm.newClient(pending));
    }

    @Override
    public void close() {
        hsm.close();
    }

    /** A purchase at a terminal that read the chip and took a PIN. */
    Map<Integer, String> purchase(HsmKey pinKey, byte[] typed) {
        final TestTerminal terminal = new TestTerminal(pinKey);
        final Map<Integer, String> elements = EdgeFixture.purchase();
        elements.put(35, text(issuer.track2(CARD, true)));
        elements.put(52, hex(terminal.pinBlock(CARD.digits(), typed)));
        elements.put(55, hex(issuer.chip(CARD, new TestIssuer.Purchase(12_345, 840, 271122, 0))));
        elements.put(48, "R9203%03d".formatted(issuer.cardValue2(CARD)));
        return elements;
    }

    static String text(byte[] ascii) {
        return new String(ascii, StandardCharsets.US_ASCII).replace('=', 'D');
    }

    static String hex(byte[] octets) {
        return HexFormat.of().withUpperCase().formatHex(octets);
    }

    long publish(Map<Integer, String> elements) {
        assertEquals(RequestAdapter.PUBLISHED, edge.send(0x0200, elements));
        return edge.handle();
    }

    /** What becomes of a purchase whose PIN is verified by PVV. */
    CheckOutcome checkPin(HsmKey pinKey, byte[] typed) {
        return check(publish(purchase(pinKey, typed)), BY_PVV, issuer.pvv(CARD), CardCheck.PIN_PVV);
    }

    CheckOutcome check(long handle, int productId, int pvv, CardCheck... checks) {
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

    CheckOutcome outcome(long handle) {
        final int before = edge.publishedCount;
        final long start = System.nanoTime();
        while (!edge.edge.work(EdgeFixture.NOW_MS, edge)) {
            edge.edge.endBatch();
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
}
