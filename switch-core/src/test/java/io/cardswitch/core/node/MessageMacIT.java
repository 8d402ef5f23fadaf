package io.cardswitch.core.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.edge.exchange.PartnerKey;
import io.cardswitch.core.ledger.AccountView;
import io.cardswitch.hsm.simulator.Faults;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The demo's link with MACs over TCP, the software HSM behind it; codes made by the JDK alone. */
final class MessageMacIT extends DemoWithHsm {
    private static final String LINK = "terminals-mac";
    private static final String PLAIN = "terminals-binary";
    private static final String MACS = "switch_message_macs_total";
    private static final long PATIENCE_NS = 20_000_000_000L;

    @BeforeEach
    void prepare() throws IOException {
        fixture.replace("switch.yaml", "timeout_ms: 1500", "timeout_ms: 600");
    }

    private String purchase(int stan) {
        return TerminalFixture.purchase(
                row.digits().toString(), "%04d".formatted(row.expiry()), stan, 1_234);
    }

    /** MTI, two bitmaps, DE 2, 3, 4, 7, 11, 32, 37, 41, 42, 49, 90. */
    private String reversal(int stan, int original) {
        final String purchase = purchase(original);
        final String names = purchase.substring(purchase.indexOf("06100001"));
        return "0420"
                + "F220000108C08000"
                + "0000004000000000"
                + "16"
                + row.digits()
                + "000000"
                + "000000001234"
                + "1122013000"
                + "%06d".formatted(stan)
                + names
                + "0200"
                + "%06d".formatted(original)
                + "1122013000"
                + "00000100001"
                + "00000000000";
    }

    private static String echo(int stan) {
        return "0800"
                + "8220000000000000"
                + "0400000000000000"
                + "1122013000"
                + "%06d".formatted(stan)
                + "0301";
    }

    private long ledgerMinor(SwitchNode node) {
        final AccountView view = new AccountView();
        node.read(engine -> engine.findAccount(row.account(), view));
        return view.ledgerMinor();
    }

    /** Whether a message that was sent has come. */
    private static boolean isTaken(SwitchNode node) {
        return node.metric("switch_pending_requests", "") == 1 || node.metric(MACS, "") > 0;
    }

    private static void await(BooleanSupplier condition) {
        final long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertFalse(System.nanoTime() - start > PATIENCE_NS, "it happens");
            LockSupport.parkNanos(1_000_000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"compact", "staged"})
    void shouldServeWhatHasARightCodeAndAnswerWithOne(String layout) throws IOException {
        fixture.replace("switch.yaml", "pipeline: auto", "pipeline: " + layout);
        try (SwitchNode node = fixture.start();
                TerminalFixture wire = new TerminalFixture(node.port(LINK))) {
            final long before = ledgerMinor(node);
            assertEquals("0210 00", wire.exchange(SealedMessages.seal(purchase(1))));
            assertTrue(SealedMessages.isSealed(wire.reply()));
            assertEquals(before - 1_234, ledgerMinor(node));
            assertEquals("0430 00", wire.exchange(SealedMessages.seal(reversal(2, 1))));
            assertTrue(SealedMessages.isSealed(wire.reply()));
            assertEquals(before, ledgerMinor(node));
            assertEquals("0810 00", wire.exchange(SealedMessages.seal(echo(3))));
            assertTrue(SealedMessages.isSealed(wire.reply()));
            assertEquals(3, node.metric(MACS, "verified"));
            assertEquals(3, node.metric(MACS, "made"));
            for (final String messageClass : List.of("financial", "reversal", "network")) {
                NodeFixture.metrics(node, "mti_class=\"" + messageClass + "\",path=\"onus\"} 1\n");
            }
        }
        assertEquals(-1, fixture.death.get());
    }

    /** An 0800 that brings a key for MACs in DE48. */
    private static String newKey(int stan, PartnerKey key) {
        final String field = key.underZoneKey() + key.checkValue();
        return "0800"
                + "8220000000010000"
                + "0400000000000000"
                + "1122013000"
                + "%06d%04d".formatted(stan, field.length())
                + HexFormat.of().formatHex(field.getBytes(StandardCharsets.US_ASCII))
                + "0161";
    }

    @Test
    void shouldServeTheNewKeyAndTheOldAlsoAfterARestart() throws IOException {
        final String clear = "1C2586B3D5E60719293B4A5D6D7F8F91";
        final byte[] key = HexFormat.of().parseHex(clear);
        fixture.replace(
                "keys.yaml",
                "keys:\n",
                """
                keys:
                  zone: S00072K0TN00E0000027545474C9BD672B8C8E4CA31648CBE1AA172C20C260932DAC7A639
                """);
        fixture.replace(
                "links.yaml", "    mac:", "    key_exchange: {key: zone, keys: mac}\n    mac:");
        try (SwitchNode node = fixture.start();
                TerminalFixture wire = new TerminalFixture(node.port(LINK))) {
            assertEquals("0210 96", wire.exchange(SealedMessages.seal(key, purchase(1))));
            final String message = newKey(2, new PartnerKey(clear));
            assertEquals("0810 96", wire.exchange(SealedMessages.sealWrong(message)));
            assertEquals("0810 00", wire.exchange(SealedMessages.seal(message)));
            assertTrue(SealedMessages.isSealed(wire.reply()), "under the key it came with");
            assertBothServe(wire, key, 3);
        }
        try (SwitchNode node = fixture.start();
                TerminalFixture wire = new TerminalFixture(node.port(LINK))) {
            assertBothServe(wire, key, 5);
        }
        assertEquals(-1, fixture.death.get());
    }

    private void assertBothServe(TerminalFixture wire, byte[] key, int stan) throws IOException {
        assertEquals("0210 00", wire.exchange(SealedMessages.seal(key, purchase(stan))));
        assertTrue(SealedMessages.isSealed(key, wire.reply()));
        assertEquals("0210 00", wire.exchange(SealedMessages.seal(purchase(stan + 1))));
        assertTrue(SealedMessages.isSealed(wire.reply()), "the old one, within the overlap");
    }

    @Test
    void shouldRefuseWhatHasAWrongCodeOrNone() throws IOException {
        try (SwitchNode node = fixture.start();
                TerminalFixture wire = new TerminalFixture(node.port(LINK))) {
            final long before = ledgerMinor(node);
            assertEquals("0210 00", wire.exchange(SealedMessages.seal(purchase(1))));
            final String other =
                    SealedMessages.seal(purchase(2)).replace("000000001234", "000000001235");
            for (final String wrong :
                    new String[] {
                        SealedMessages.sealWrong(purchase(3)), purchase(4), other,
                    }) {
                assertEquals("0210 96", wire.exchange(wrong));
                assertTrue(SealedMessages.isSealed(wire.reply()));
            }
            assertEquals("0430 96", wire.exchange(SealedMessages.sealWrong(reversal(5, 1))));
            assertEquals("0430 96", wire.exchange(reversal(6, 1)));
            assertEquals("0810 96", wire.exchange(echo(7)));
            final String cut = SealedMessages.seal(purchase(8));
            assertEquals("0210 30", wire.exchange(cut.substring(0, cut.length() - 6)));
            assertTrue(SealedMessages.isSealed(wire.reply()));
            assertEquals(before - 1_234, ledgerMinor(node));
            assertEquals(6, node.metric(MACS, "wrong"));
        }
        assertEquals(-1, fixture.death.get());
    }

    @Test
    void shouldRefuseWithinItsTimeWhenTheHsmIsAwayAndServeOtherLinks() throws IOException {
        try (SwitchNode node = fixture.start();
                TerminalFixture wire = new TerminalFixture(node.port(LINK));
                TerminalFixture plain = new TerminalFixture(node.port(PLAIN))) {
            hsm.close();
            assertEquals("0210 91", wire.exchange(SealedMessages.seal(purchase(1))));
            assertFalse(SealedMessages.hasCode(wire.reply()), "nobody could make one");
            assertEquals("0210 00", plain.exchange(purchase(2)));
        }
        assertEquals(-1, fixture.death.get());
    }

    @Test
    void shouldNotBeMistakenWhenTheHsmAnswersLateOrNever() throws IOException {
        try (SwitchNode node = fixture.start();
                TerminalFixture wire = new TerminalFixture(node.port(LINK))) {
            final long before = ledgerMinor(node);
            hsm.setFaults(Faults.silence());
            assertEquals("0210 91", wire.exchange(SealedMessages.seal(purchase(1))));
            assertFalse(SealedMessages.hasCode(wire.reply()));
            assertEquals(before, ledgerMinor(node));
            hsm.setFaults(Faults.NONE);
            await(() -> {
                try {
                    return wire.exchange(SealedMessages.seal(echo(2))).equals("0810 00");
                } catch (final IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertEquals("0210 00", wire.exchange(SealedMessages.seal(purchase(3))));
            assertEquals(before - 1_234, ledgerMinor(node));
        }
        assertEquals(-1, fixture.death.get());
    }

    @Test
    void shouldDecideWhatItsSenderDoesNotWaitFor() throws IOException {
        try (SwitchNode node = fixture.start()) {
            final long before = ledgerMinor(node);
            hsm.setFaults(Faults.delay(100));
            try (TerminalFixture wire = new TerminalFixture(node.port(LINK))) {
                wire.send(SealedMessages.seal(purchase(1)));
                await(() -> isTaken(node));
            }
            await(() -> node.metric(MACS, "verified") == 1);
            await(() -> node.metric("switch_pending_requests", "") == 0);
            assertEquals(before - 1_234, ledgerMinor(node));
        }
        assertEquals(-1, fixture.death.get());
    }

    @Test
    void shouldAnswerWhatWaitsWhenTheNodeStops() throws IOException {
        final SwitchNode node = fixture.start();
        try (TerminalFixture wire = new TerminalFixture(node.port(LINK))) {
            hsm.setFaults(Faults.delay(100));
            wire.send(SealedMessages.seal(purchase(1)));
            await(() -> isTaken(node));
            node.close();
            assertEquals("0210 00", wire.receive());
            assertTrue(SealedMessages.isSealed(wire.reply()));
        } finally {
            node.close();
        }
        assertEquals(-1, fixture.death.get());
    }
}
