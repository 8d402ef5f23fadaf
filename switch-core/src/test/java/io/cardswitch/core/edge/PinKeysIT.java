package io.cardswitch.core.edge;

import static io.cardswitch.core.edge.CheckedEdge.BY_PVV;
import static io.cardswitch.core.edge.CheckedEdge.CARD;
import static io.cardswitch.core.edge.CheckedEdge.ISSUER;
import static io.cardswitch.core.edge.CheckedEdge.OPEN_ISSUER;
import static io.cardswitch.core.edge.CheckedEdge.OTHER_TPK;
import static io.cardswitch.core.edge.CheckedEdge.TPK;
import static io.cardswitch.core.edge.CheckedEdge.ZPK;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.cardswitch.core.command.CheckOutcome;
import io.cardswitch.core.domain.CardCheck;
import io.cardswitch.core.domain.LinkKeyKind;
import io.cardswitch.core.edge.exchange.PartnerKey;
import io.cardswitch.core.edge.security.LinkKeyRing;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.simulator.terminal.TestIssuer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** PINs while a link changes the key they are under, and on their way to another issuer. */
final class PinKeysIT {
    private static final PartnerKey ISSUER_KEY = new PartnerKey("2A4C6E80B3D5F71938517394B6D9FB1C");

    private CheckedEdge on;

    @BeforeEach
    void start() throws IOException {
        on = new CheckedEdge("iso87-binary", TPK, true);
    }

    @AfterEach
    void stop() {
        on.close();
    }

    /** A terminal that has not taken its new key yet is as right as one that has. */
    @Test
    void shouldTakeThePreviousKeyTooWhileAKeyChanges() {
        final HsmKey next = OTHER_TPK;
        on.edge
                .keys
                .ring(EdgeFixture.LINK)
                .exchange(
                        LinkKeyKind.PIN,
                        new LinkKeyRing.NewKey(next, 0xB3B736, 1),
                        EdgeFixture.NOW_MS + 1_000);
        final int pvv = on.issuer.pvv(CARD);
        for (final HsmKey key : List.of(TPK, next)) {
            assertEquals(
                    CheckOutcome.PASSED,
                    on.check(
                            on.publish(on.purchase(key, TestIssuer.rightPin())),
                            BY_PVV,
                            pvv,
                            CardCheck.PIN_PVV));
            assertEquals(
                    CheckOutcome.PIN_WRONG,
                    on.check(
                            on.publish(on.purchase(key, TestIssuer.wrongPin())),
                            BY_PVV,
                            pvv,
                            CardCheck.PIN_PVV));
        }
        final Map<Integer, String> unreadable = on.purchase(TPK, TestIssuer.rightPin());
        unreadable.put(52, "0123456789ABCDEF");
        assertEquals(
                CheckOutcome.PIN_BLOCK_INVALID,
                on.check(on.publish(unreadable), BY_PVV, pvv, CardCheck.PIN_PVV),
                "under neither");
    }

    @Test
    void shouldForgetThePreviousKeyWhenItsTimeIsOver() {
        on.edge
                .keys
                .ring(EdgeFixture.LINK)
                .exchange(
                        LinkKeyKind.PIN,
                        new LinkKeyRing.NewKey(OTHER_TPK, 0xB3B736, 1),
                        EdgeFixture.NOW_MS);
        assertEquals(CheckOutcome.PIN_BLOCK_INVALID, on.checkPin(TPK, TestIssuer.rightPin()));
    }

    private CheckOutcome translated(HsmKey key, int issuer) {
        final long handle = on.publish(on.purchase(key, TestIssuer.rightPin()));
        return on.check(handle, issuer, 0, CardCheck.PIN_TRANSLATION);
    }

    /** The PIN in the block that is ready, opened without the switch's own code. */
    private String pinForIssuer() {
        final byte[] clear = ISSUER_KEY.decrypt(on.edge.pinForIssuer);
        final String digits = EdgeFixture.PAN;
        final byte[] account =
                HexFormat.of().parseHex("0000" + digits.substring(3, digits.length() - 1));
        for (int i = 0; i < clear.length; i++) {
            clear[i] ^= account[i];
        }
        final String block = HexFormat.of().formatHex(clear);
        assertEquals("34", block.substring(0, 2), "format 3, four digits");
        return block.substring(2, 6);
    }

    @Test
    void shouldPutThePinUnderTheKeyAndInTheFormatOfTheIssuer() throws IOException {
        assertEquals(CheckOutcome.PASSED, translated(TPK, ISSUER), "from a terminal's key");
        assertEquals("1234", pinForIssuer());
        for (int i = 0; i < on.edge.pinForIssuer.length; i++) {
            assertEquals(0, on.edge.pinView.getByte(i), "wiped");
        }
        assertEquals(1, on.edge.count("switch_pin_translations_total", "ready"));
        on.close();
        on = new CheckedEdge("iso87-ascii", ZPK, false);
        assertEquals(CheckOutcome.PASSED, translated(ZPK, ISSUER), "from a zone's key");
        assertEquals("1234", pinForIssuer());
    }

    @Test
    void shouldTranslateFromThePreviousKeyToo() {
        on.edge
                .keys
                .ring(EdgeFixture.LINK)
                .exchange(
                        LinkKeyKind.PIN,
                        new LinkKeyRing.NewKey(OTHER_TPK, 0xB3B736, 1),
                        EdgeFixture.NOW_MS + 1_000);
        for (final HsmKey key : List.of(TPK, OTHER_TPK)) {
            on.edge.pinForIssuer = null;
            assertEquals(CheckOutcome.PASSED, translated(key, ISSUER));
            assertEquals("1234", pinForIssuer());
        }
    }

    @Test
    void shouldHandOnNothingWhenThePinCannotOrMustNotBeTranslated() {
        final Map<Integer, String> unreadable = on.purchase(TPK, TestIssuer.rightPin());
        unreadable.put(52, "0123456789ABCDEF");
        assertEquals(
                CheckOutcome.PIN_BLOCK_INVALID,
                on.check(on.publish(unreadable), ISSUER, 0, CardCheck.PIN_TRANSLATION));
        assertEquals(1, on.edge.count("switch_pin_translations_total", "failed"));
        assertEquals(
                CheckOutcome.PIN_BLOCK_INVALID,
                translated(TPK, OPEN_ISSUER),
                "out of the card number's protection");
        assertEquals(1, on.edge.count("switch_pin_translations_total", "forbidden"));
        assertEquals(CheckOutcome.PIN_BLOCK_INVALID, translated(TPK, 99), "no such issuer");
        on.hsm.stop();
        assertEquals(CheckOutcome.HSM_AWAY, translated(TPK, ISSUER));
        assertNull(on.edge.pinForIssuer);
    }
}
