package io.cardswitch.core.edge;

import static io.cardswitch.core.edge.CheckedEdge.BY_PVV;
import static io.cardswitch.core.edge.CheckedEdge.CARD;
import static io.cardswitch.core.edge.CheckedEdge.OTHER_TPK;
import static io.cardswitch.core.edge.CheckedEdge.TPK;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardswitch.core.command.CheckOutcome;
import io.cardswitch.core.domain.CardCheck;
import io.cardswitch.core.domain.LinkKeyKind;
import io.cardswitch.core.edge.security.LinkKeyRing;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.simulator.terminal.TestIssuer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** PINs while a link changes the key they are under. */
final class LinkKeyChangeIT {
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
        assertEquals(
                CheckOutcome.PIN_BLOCK_INVALID,
                on.check(
                        on.publish(on.purchase(TPK, TestIssuer.rightPin())),
                        BY_PVV,
                        on.issuer.pvv(CARD),
                        CardCheck.PIN_PVV));
    }
}
