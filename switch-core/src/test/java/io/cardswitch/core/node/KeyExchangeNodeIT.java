package io.cardswitch.core.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.edge.exchange.PartnerKey;
import io.cardswitch.core.engine.link.LinkKey;
import io.cardswitch.hsm.simulator.terminal.TestIssuer;
import io.cardswitch.hsm.simulator.terminal.TestTerminal;
import io.cardswitch.iso8583.codec.MessageEncoder;
import io.cardswitch.iso8583.spec.Dialects;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A node whose terminals get a new PIN key while it serves, and which is started again. */
final class KeyExchangeNodeIT extends DemoWithHsm {
    private static final String LINK = "terminals-binary";
    private static final int LINK_ID = 1;
    private static final int LENGTH = 1_024;
    private static final String CLEAR = "1C2586B3D5E60719293B4A5D6D7F8F91";
    private static final PartnerKey NEW = new PartnerKey(CLEAR);

    private TestTerminal oldTerminal;

    @BeforeEach
    void prepare() throws IOException {
        fixture.replace(
                "keys.yaml",
                "keys:\n",
                """
                keys:
                  zone: S00072K0TN00E0000027545474C9BD672B8C8E4CA31648CBE1AA172C20C260932DAC7A639
                """);
        fixture.replace(
                "links.yaml",
                "    pin_key: demo-tpk\n",
                "    pin_key: demo-tpk\n    key_exchange: {key: zone, keys: pin}\n");
        final var security = fixture.read().edge().security().orElseThrow();
        oldTerminal = new TestTerminal(security.link(LINK_ID).pinKey());
    }

    private static String message(int mti, Map<Integer, String> elements) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[LENGTH]);
        final MessageEncoder encoder = new MessageEncoder(Dialects.bundled("iso87-binary"));
        final boolean hasSecond = elements.keySet().stream().anyMatch(de -> de > 64);
        encoder.wrap(buffer, 0, LENGTH).begin(mti, hasSecond);
        elements.forEach((de, value) -> {
            if (de == 52) {
                final byte[] octets = HexFormat.of().parseHex(value);
                encoder.binary(de, new UnsafeBuffer(octets), 0, octets.length);
            } else {
                final byte[] ascii = value.getBytes(StandardCharsets.US_ASCII);
                encoder.text(de, ascii, 0, ascii.length);
            }
        });
        final int length = encoder.finish();
        assertTrue(length > 0, encoder::errorText);
        final byte[] bytes = new byte[length];
        buffer.getBytes(0, bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String exchange(int mti, String field) {
        return message(
                mti, new TreeMap<>(Map.of(7, "1122101530", 11, "000900", 48, field, 70, "161")));
    }

    private String purchase(int stan, byte[] block) {
        final Map<Integer, String> elements = new TreeMap<>();
        elements.put(2, row.digits().toString());
        elements.put(3, "000000");
        elements.put(4, "000000000100");
        elements.put(7, "1122101530");
        elements.put(11, "%06d".formatted(stan));
        elements.put(14, "%04d".formatted(row.expiry()));
        elements.put(18, "5411");
        elements.put(22, "010");
        elements.put(32, "100001");
        elements.put(37, "6326%08d".formatted(stan));
        elements.put(41, "TERM0001");
        elements.put(49, "840");
        elements.put(52, HexFormat.of().formatHex(block));
        return message(0x0200, elements);
    }

    /** Format 0 of the test cards' PIN under the new key, made without the switch's own code. */
    private byte[] newBlock() {
        final String digits = row.digits().toString();
        final byte[] pin = HexFormat.of().parseHex("041234FFFFFFFFFF");
        final byte[] account =
                HexFormat.of()
                        .parseHex(
                                "0000"
                                        + digits.substring(
                                                digits.length() - 13, digits.length() - 1));
        for (int i = 0; i < pin.length; i++) {
            pin[i] ^= account[i];
        }
        return NEW.encrypt(pin);
    }

    private byte[] oldBlock() {
        return oldTerminal.pinBlock(
                row.digits().toString().getBytes(StandardCharsets.US_ASCII), TestIssuer.rightPin());
    }

    @ParameterizedTest
    @ValueSource(strings = {"compact", "staged"})
    void shouldServeTheNewKeyAndTheOldAlsoAfterARestart(String layout) throws IOException {
        fixture.replace("switch.yaml", "pipeline: auto", "pipeline: " + layout);
        final String right = NEW.underZoneKey() + NEW.checkValue();
        final List<LinkKey> keys;
        try (SwitchNode node = fixture.start();
                TerminalFixture wire = new TerminalFixture(node.port(LINK))) {
            assertEquals("0210 81", wire.exchange(purchase(1, newBlock())), "too early");
            assertEquals("0810 88", wire.exchange(exchange(0x0800, NEW.underZoneKey() + "000000")));
            assertEquals("0810 00", wire.exchange(exchange(0x0800, right)));
            assertEquals("0210 00", wire.exchange(purchase(2, newBlock())));
            assertEquals("0210 00", wire.exchange(purchase(3, oldBlock())), "still");
            assertEquals("0810 00", wire.exchange(exchange(0x0801, right)), "a repeat");
            keys = keysOf(node);
            assertEquals(1, keys.size());
            assertEquals(NEW.checkValue(), keys.getFirst().checkValue());
            assertEquals("", keys.getFirst().previousKeyBlock(), "the repeat changed nothing");
        }
        requireNoKeyIn(fixture.data());
        try (SwitchNode node = fixture.start();
                TerminalFixture wire = new TerminalFixture(node.port(LINK))) {
            assertEquals(keys, keysOf(node));
            assertEquals("0210 00", wire.exchange(purchase(4, newBlock())));
            assertEquals("0210 00", wire.exchange(purchase(5, oldBlock())), "within the overlap");
        }
        assertEquals(-1, fixture.death.get());
    }

    private static List<LinkKey> keysOf(SwitchNode node) {
        final List<List<LinkKey>> keys = new ArrayList<>();
        node.read(engine -> keys.add(engine.linkKeys()));
        return keys.getFirst();
    }

    /** Neither in the clear nor under the zone's key. */
    private static void requireNoKeyIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (final Path file : files.filter(Files::isRegularFile).toList()) {
                final String content =
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                for (final String hex : List.of(CLEAR, NEW.underZoneKey())) {
                    final byte[] octets = HexFormat.of().parseHex(hex);
                    assertFalse(content.contains(hex), file::toString);
                    assertFalse(
                            content.contains(new String(octets, StandardCharsets.ISO_8859_1)),
                            file::toString);
                }
            }
        }
    }
}
