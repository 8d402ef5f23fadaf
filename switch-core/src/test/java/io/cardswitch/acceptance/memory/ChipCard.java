package io.cardswitch.acceptance.memory;

import io.cardswitch.core.config.CardRow;
import io.cardswitch.core.config.ConfigReader;
import io.cardswitch.core.config.SwitchConfig;
import io.cardswitch.core.edge.security.ProductKeys;
import io.cardswitch.core.edge.security.SecurityConfig;
import io.cardswitch.hsm.simulator.terminal.TestIssuer;
import io.cardswitch.hsm.simulator.terminal.TestTerminal;
import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.codec.MessageEncoder;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.yaml.Problems;

import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;

/** A card whose product checks everything, and what a terminal sends of it; tells its secrets. */
final class ChipCard {
    private static final int MAX_LENGTH = 2_048;
    private static final int LINK_ID = 1;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** Stands in DE48 beside the printed value, which is too short to be looked for. */
    private static final String BESIDE_PRINTED = "9510BESIDECVV2";

    /** Stands in DE63, which comes back with the answer. */
    private static final String REPEATED = "REPEATED-5C0E9B73";

    private final TestIssuer issuer;
    private final TestTerminal terminal;
    private final TestIssuer.Card card;

    private ChipCard(TestIssuer issuer, TestTerminal terminal, TestIssuer.Card card) {
        this.issuer = issuer;
        this.terminal = terminal;
        this.card = card;
    }

    /** The first card of a configuration that is checked. */
    static ChipCard of(Path configuration) {
        final Problems problems = new Problems();
        final SwitchConfig config =
                ConfigReader.read(configuration, Map.of(), problems)
                        .orElseThrow(() -> new AssertionError(problems.lines()));
        final SecurityConfig security = config.edge().security().orElseThrow();
        final CardRow[] rows = new CardRow[1];
        config.cards()
                .forEachCard(row -> {
                    final boolean isChecked = security.product(row.productId()).imk() != null;
                    if (rows[0] == null && isChecked) rows[0] = row;
                });
        final ProductKeys keys = security.product(rows[0].productId());
        return new ChipCard(
                new TestIssuer(keys.pvk(), keys.cvk(), keys.imk()),
                new TestTerminal(security.link(LINK_ID).pinKey()),
                new TestIssuer.Card(
                        rows[0].digits().toString().getBytes(StandardCharsets.US_ASCII),
                        rows[0].expiry(),
                        rows[0].serviceCode(),
                        rows[0].sequence(),
                        rows[0].pvki()));
    }

    /** The card's number. */
    String number() {
        return new String(card.digits(), StandardCharsets.US_ASCII);
    }

    /** What nobody may keep: track 2 behind its separator, the PIN's block, the printed value. */
    ByteSearch secrets() {
        final String track = new String(issuer.track2(card, true), StandardCharsets.US_ASCII);
        return new ByteSearch()
                .digits("track 2", track.substring(track.indexOf('=') + 1))
                .digits("PIN block", HEX.formatHex(pinBlock()))
                .text("printed value", printed())
                .text("what stands beside the printed value", BESIDE_PRINTED);
    }

    /** What answers repeat. */
    static ByteSearch repeated() {
        return new ByteSearch().text("what answers repeat", REPEATED);
    }

    /** The chip's cryptogram of a purchase, hexadecimal. */
    String cryptogram(int stan) {
        return HEX.formatHex(chip(stan)).substring(6, 22); // Behind 9F2608.
    }

    private String printed() {
        return "9203%03d".formatted(issuer.cardValue2(card));
    }

    private byte[] pinBlock() {
        return terminal.pinBlock(card.digits(), TestIssuer.rightPin());
    }

    private byte[] chip(int stan) {
        return issuer.chip(card, new TestIssuer.Purchase(amountMinor(stan), 840, 271_122, 0));
    }

    private static int amountMinor(int stan) {
        return 100 + stan;
    }

    /** A purchase with chip, PIN, track and printed value. */
    byte[] purchase(MessageSpec spec, int stan) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[MAX_LENGTH]);
        final MessageEncoder encoder = new MessageEncoder(spec);
        encoder.wrap(buffer, 0, MAX_LENGTH).begin(0x0200, false);
        text(encoder, 2, number());
        encoder.number(3, 0).number(4, amountMinor(stan)).number(7, 1_122_013_000L);
        encoder.number(11, stan).number(14, card.expiry()).number(18, 5_411).number(22, 51);
        text(encoder, 32, "100001");
        final byte[] track = issuer.track2(card, true);
        encoder.text(35, track, 0, track.length);
        text(encoder, 37, "6326%08d".formatted(stan));
        text(encoder, 41, "TERM0001");
        text(encoder, 42, "MERCHANT0000001");
        text(encoder, 48, "R" + printed() + BESIDE_PRINTED);
        text(encoder, 49, "840");
        octets(encoder, spec, 52, pinBlock());
        octets(encoder, spec, 55, chip(stan));
        text(encoder, 63, REPEATED);
        final byte[] message = new byte[encoder.finish()];
        buffer.getBytes(0, message);
        return message;
    }

    private static void text(MessageEncoder encoder, int de, String value) {
        final byte[] ascii = value.getBytes(StandardCharsets.US_ASCII);
        encoder.text(de, ascii, 0, ascii.length);
    }

    private static void octets(MessageEncoder encoder, MessageSpec spec, int de, byte[] value) {
        if (spec.element(de).content() == Content.B) {
            encoder.binary(de, new UnsafeBuffer(value), 0, value.length);
        } else {
            text(encoder, de, HEX.formatHex(value));
        }
    }
}
