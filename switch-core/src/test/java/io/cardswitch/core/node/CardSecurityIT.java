package io.cardswitch.core.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.edge.security.ProductKeys;
import io.cardswitch.core.edge.security.SecurityConfig;
import io.cardswitch.core.ledger.AccountView;
import io.cardswitch.hsm.simulator.terminal.TestIssuer;
import io.cardswitch.hsm.simulator.terminal.TestTerminal;
import io.cardswitch.iso8583.codec.MessageEncoder;
import io.cardswitch.iso8583.spec.Dialects;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** The demo's switch with the software HSM behind it, spoken to by a terminal over TCP. */
final class CardSecurityIT extends DemoWithHsm {
    private static final String LINK = "terminals-binary";
    private static final int LINK_ID = 1;
    private static final int LENGTH = 1_024;

    private TestIssuer issuer;
    private TestTerminal terminal;
    private TestIssuer.Card card;

    @BeforeEach
    void prepare() throws IOException {
        final SecurityConfig security = fixture.read().edge().security().orElseThrow();
        final ProductKeys keys = security.product(row.productId());
        issuer = new TestIssuer(keys.pvk(), keys.cvk(), keys.imk());
        terminal = new TestTerminal(security.link(LINK_ID).pinKey());
        card =
                new TestIssuer.Card(
                        row.digits().toString().getBytes(StandardCharsets.US_ASCII),
                        row.expiry(),
                        row.serviceCode(),
                        row.sequence(),
                        row.pvki());
    }

    /** A purchase with what the terminal read and what was typed; null: the card was typed. */
    private String purchase(int stan, byte[] typed, boolean isStripe) {
        return purchase(stan, typed, isStripe ? null : chip(1_234));
    }

    private byte[] chip(long amountMinor) {
        return issuer.chip(card, new TestIssuer.Purchase(amountMinor, 840, 271_122, 0));
    }

    private String purchase(int stan, byte[] typed, byte[] chip) {
        return message(stan, typed == null ? null : terminal.pinBlock(card.digits(), typed), chip);
    }

    private String message(int stan, byte[] block, byte[] chip) {
        final boolean isStripe = chip == null;
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[LENGTH]);
        final MessageEncoder encoder = new MessageEncoder(Dialects.bundled("iso87-binary"));
        encoder.wrap(buffer, 0, LENGTH).begin(0x0200, false);
        text(encoder, 2, row.digits().toString());
        encoder.number(3, 0).number(4, 1_234).number(7, 1_122_013_000L).number(11, stan);
        encoder.number(14, row.expiry()).number(18, 5_411).number(22, isStripe ? 901 : 51);
        text(encoder, 32, "100001");
        if (block != null) {
            final byte[] track = issuer.track2(card, !isStripe);
            encoder.text(35, track, 0, track.length);
        }
        text(encoder, 37, "6326%08d".formatted(stan));
        text(encoder, 41, "TERM0001");
        text(encoder, 42, "MERCHANT0000001");
        text(encoder, 49, "840");
        if (block != null) {
            octets(encoder, 52, block);
            if (!isStripe) octets(encoder, 55, chip);
        }
        final int length = encoder.finish();
        assertTrue(length > 0, encoder::errorText);
        final byte[] bytes = new byte[length];
        buffer.getBytes(0, bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static void text(MessageEncoder encoder, int de, String value) {
        final byte[] ascii = value.getBytes(StandardCharsets.US_ASCII);
        encoder.text(de, ascii, 0, ascii.length);
    }

    private static void octets(MessageEncoder encoder, int de, byte[] value) {
        encoder.binary(de, new UnsafeBuffer(value), 0, value.length);
    }

    private long ledgerMinor(SwitchNode node) {
        final AccountView view = new AccountView();
        node.read(engine -> engine.findAccount(row.account(), view));
        return view.ledgerMinor();
    }

    @ParameterizedTest
    @ValueSource(strings = {"compact", "staged"})
    void shouldApproveWhenPinAndCardAreRight(String layout) throws IOException {
        fixture.replace("switch.yaml", "pipeline: auto", "pipeline: " + layout);
        try (SwitchNode node = fixture.start();
                TerminalFixture wire = new TerminalFixture(node.port(LINK))) {
            final long before = ledgerMinor(node);
            assertEquals("0210 00", wire.exchange(purchase(1, TestIssuer.rightPin(), false)));
            assertEquals("0210 00", wire.exchange(purchase(2, TestIssuer.rightPin(), true)));
            assertEquals("0210 00", wire.exchange(purchase(3, null, false)), "nothing to check");
            assertEquals(before - 3 * 1_234, ledgerMinor(node));
            assertTrue(hsm.answers() >= 5, "card value, cryptogram, PIN; card value, PIN");
        }
        assertEquals(-1, fixture.death.get());
    }

    @Test
    void shouldApproveWhenPinCryptogramAndMacAreRight() throws IOException {
        try (SwitchNode node = fixture.start();
                TerminalFixture wire = new TerminalFixture(node.port("terminals-mac"))) {
            final String right = purchase(1, TestIssuer.rightPin(), false);
            assertEquals("0210 00", wire.exchange(SealedMessages.seal(right)));
            assertTrue(SealedMessages.isSealed(wire.reply()));
            final String wrong = purchase(2, TestIssuer.wrongPin(), false);
            assertEquals("0210 55", wire.exchange(SealedMessages.seal(wrong)));
            assertTrue(SealedMessages.isSealed(wire.reply()));
            assertEquals(2, node.metric("switch_card_checks_total", ""));
            assertEquals(2, node.metric("switch_message_macs_total", "made"));
        }
        assertEquals(-1, fixture.death.get());
    }

    @Test
    void shouldRefuseWrongPinsUntilThereAreTooMany() throws IOException {
        try (SwitchNode node = fixture.start();
                TerminalFixture wire = new TerminalFixture(node.port(LINK))) {
            final long before = ledgerMinor(node);
            for (int stan = 1; stan <= 3; stan++) {
                assertEquals(
                        stan < 3 ? "0210 55" : "0210 75",
                        wire.exchange(purchase(stan, TestIssuer.wrongPin(), false)));
            }
            assertEquals("0210 75", wire.exchange(purchase(4, TestIssuer.rightPin(), false)));
            assertEquals(before, ledgerMinor(node));
        }
    }

    @Test
    void shouldTellBlocksThatDoNotOpenFromWrongPins() throws IOException {
        try (SwitchNode node = fixture.start();
                TerminalFixture wire = new TerminalFixture(node.port(LINK))) {
            final byte[] other = "5413330048018999".getBytes(StandardCharsets.US_ASCII);
            final byte[] foreign = terminal.pinBlock(other, TestIssuer.rightPin());
            for (int stan = 1; stan <= 5; stan++) {
                final byte[] block = stan % 2 == 0 ? foreign : new byte[8];
                assertEquals("0210 81", wire.exchange(message(stan, block, null)));
            }
            assertEquals("0210 00", wire.exchange(purchase(6, TestIssuer.rightPin(), true)));
            assertEquals(5, node.metric("switch_pin_blocks_unopened_total", LINK));
        }
        assertEquals(-1, fixture.death.get());
    }

    @ParameterizedTest
    @CsvSource({"demo-tpk,86", "demo-pvk,86", "demo-cvk,96", "demo-imk,96"})
    void shouldRefuseByItsCauseWhenAKeyDoesNotOpen(String name, String code) throws IOException {
        final Path keys = fixture.config().resolve("keys.yaml");
        final String right = Files.readString(keys);
        final int end = right.indexOf('\n', right.indexOf(name));
        final char last = right.charAt(end - 1) == '0' ? '1' : '0';
        Files.writeString(keys, right.substring(0, end - 1) + last + right.substring(end));
        try (SwitchNode node = fixture.start();
                TerminalFixture wire = new TerminalFixture(node.port(LINK))) {
            final long before = ledgerMinor(node);
            final String checked = purchase(1, TestIssuer.rightPin(), false);
            assertEquals("0210 " + code, wire.exchange(checked));
            assertEquals("0210 00", wire.exchange(purchase(2, null, false)), "nothing to check");
            assertEquals(before - 1_234, ledgerMinor(node));
        }
        assertEquals(-1, fixture.death.get());
    }

    @Test
    void shouldRefuseChipDataThatSayAnotherAmountOrCannotBe() throws IOException {
        try (SwitchNode node = fixture.start();
                TerminalFixture wire = new TerminalFixture(node.port(LINK))) {
            final byte[] right = TestIssuer.rightPin();
            int stan = 1;
            assertEquals("0210 82", wire.exchange(purchase(stan++, right, chip(100))));
            assertEquals("0210 82", wire.exchange(purchase(stan++, right, new byte[] {0x5A, 9})));
            for (final int length : new int[] {33, 95, 96, 120}) {
                final byte[] chip = withIssuerApplication(chip(1_234), length);
                assertEquals("0210 82", wire.exchange(purchase(stan++, right, chip)));
            }
            assertEquals("0210 00", wire.exchange(purchase(stan, right, chip(1_234))));
        }
        assertEquals(-1, fixture.death.get());
    }

    /** The same chip data with so many bytes of a Visa card in tag 9F10. */
    private static byte[] withIssuerApplication(byte[] chip, int length) {
        final String hex = HexFormat.of().withUpperCase().formatHex(chip);
        final int at = hex.indexOf("9F10");
        final int end = at + 6 + 2 * Integer.parseInt(hex.substring(at + 4, at + 6), 16);
        final String tag = "9F10%02X060112".formatted(length) + "00".repeat(length - 3);
        return HexFormat.of().parseHex(hex.substring(0, at) + tag + hex.substring(end));
    }

    @Test
    void shouldGoOnWithoutAnHsmWhenNothingIsToBeChecked() throws IOException {
        try (SwitchNode node = fixture.start();
                TerminalFixture wire = new TerminalFixture(node.port(LINK))) {
            hsm.close();
            assertEquals("0210 91", wire.exchange(purchase(1, TestIssuer.rightPin(), false)));
            assertEquals("0210 00", wire.exchange(purchase(2, null, false)));
        }
        assertEquals(-1, fixture.death.get());
    }
}
