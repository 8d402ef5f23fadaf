package io.cardswitch.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.cardswitch.core.domain.LinkKeyKind;
import io.cardswitch.core.domain.RouteDestination;
import io.cardswitch.core.edge.issuer.IssuerKeys;
import io.cardswitch.core.edge.security.KeyExchangeConfig;
import io.cardswitch.hsm.PinBlockFormat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Goal: how a link changes its keys, and every mistake in it at its line. */
final class LinkKeysTest {
    @TempDir private Path folder;

    private KeySite site;

    @BeforeEach
    void writeSite() throws IOException {
        site = new KeySite(folder);
    }

    private KeyExchangeConfig rule() {
        return site.read().edge().security().orElseThrow().link(7).exchange();
    }

    @Test
    void shouldReadWhereKeysCome() throws IOException {
        site.write("links.yaml", "    pin_key: a-zpk\n    key_exchange: {key: a-zmk, keys: pin}\n");
        final KeyExchangeConfig usual = rule();
        assertEquals(48, usual.element());
        assertEquals(0, usual.from());
        assertEquals(32, usual.keyDigits());
        assertEquals(6, usual.checkDigits());
        assertEquals(LinkKeyKind.PIN, usual.kind());
        assertEquals("72", usual.usage(LinkKeyKind.PIN));
        assertNull(usual.usage(LinkKeyKind.MAC));
        site.write(
                "links.yaml",
                """
                    pin_key: a-tpk
                    key_exchange:
                      key: a-zmk
                      keys: de53
                      element: 125
                      from: 12
                      digits: 48
                      check_digits: 16
                """);
        final KeyExchangeConfig own = rule();
        assertEquals(125, own.element());
        assertEquals(11, own.from());
        assertEquals(48, own.keyDigits());
        assertEquals(16, own.checkDigits());
        assertNull(own.kind());
        assertEquals("71", own.usage(LinkKeyKind.PIN));
    }

    @Test
    void shouldNameTheLineWhenAnExchangeCannotBe() throws IOException {
        site.write("links.yaml", "    key_exchange: {key: a-zpk, keys: pin, elment: 48}\n");
        assertEquals(
                List.of(
                        "links.yaml:8: key a-zpk has usage 72: a key that protects keys on their"
                                + " way has one of K0, K1, 52",
                        "links.yaml:8: the link has no key that it could exchange: name its first"
                                + " one: pin_key, or the key of mac",
                        "links.yaml:8: unknown key elment: known here: key, element, from, digits,"
                                + " check_digits, keys"),
                site.problems());
        site.write(
                "links.yaml",
                "    pin_key: a-tpk\n    key_exchange: {key: a-zmk, keys: pin, element: 96}\n");
        assertEquals(
                List.of(
                        "links.yaml:9: element 96 has room for 32 of 38 characters: name another"
                                + " element, or state it in a dialect of your own"),
                site.problems());
        site.write(
                "links.yaml",
                """
                    pin_key: a-tpk
                    key_exchange: {keys: mac, digits: 16, check_digits: 5, from: 0}
                """);
        assertEquals(
                List.of(
                        "links.yaml:9: key key is missing: add key: VALUE",
                        "links.yaml:9: number 0 is out of range: use a number from 1 to 999",
                        "links.yaml:9: 16 is not known: use one of 32, 48",
                        "links.yaml:9: 5 is not known: use one of 6, 0, 4, 16",
                        "links.yaml:9: the link has no key that it could exchange: name its first"
                                + " one: pin_key, or the key of mac"),
                site.problems());
    }

    @Test
    void shouldNameTheLineWhenAnExchangeNeedsAnHsm() throws IOException {
        site.write("switch.yaml", "");
        site.write("links.yaml", "    key_exchange: {key: a-zmk, keys: pin}\n");
        assertEquals(
                "links.yaml:8: key needs an HSM, and switch.yaml names none: add a section hsm"
                        + " with endpoints there, or remove this line",
                site.problems().getFirst());
    }

    private void writeIssuer(String more) throws IOException {
        Files.writeString(
                folder.resolve("institutions.yaml"),
                """
                institutions:
                  - {name: Shop, id: 1, role: acquirer, settlement_currency: 840}
                  - name: Bank
                    id: 2
                    role: issuer
                    settlement_currency: 840
                """
                        + more);
        Files.writeString(
                folder.resolve("routing.yaml"),
                """
                rules:
                  - {bins: [4761], to: on-us}
                  - {bins: [54133300], to: Bank}
                """);
    }

    @Test
    void shouldReadWhatIssuersTakePinsUnder() throws IOException {
        site.write("links.yaml", "    pin_key: a-tpk\n");
        writeIssuer("    pin_key: a-zpk\n    pin_block: iso-4\n");
        final SwitchConfig config = site.read();
        final IssuerKeys issuer = config.edge().security().orElseThrow().issuers().get(2);
        assertEquals(new IssuerKeys("Bank", issuer.pinKey(), PinBlockFormat.ISO_4), issuer);
        assertEquals(
                List.of(
                        new RouteConfig(47_610_000, 47_619_999, RouteDestination.ON_US, 0),
                        new RouteConfig(54_133_300, 54_133_300, RouteDestination.ISSUER, 2)),
                config.routes());
        writeIssuer("");
        assertEquals(0, site.read().routes().getLast().issuer(), "no PIN key, no translation");
    }

    @Test
    void shouldNameTheLineWhenAnIssuersPinsCannotBe() throws IOException {
        site.write("links.yaml", "    pin_key: a-tpk\n");
        writeIssuer("    pin_key: a-tpk\n    pin_block: iso-1\n");
        assertEquals(
                List.of(
                        "institutions.yaml:7: key a-tpk has usage 71: a key that encrypts PIN"
                                + " blocks between zones has one of P0, 72",
                        "institutions.yaml:8: PIN blocks of a link may not be translated to this"
                                + " format: take one that holds the card number: iso-0, iso-3 or"
                                + " iso-4"),
                site.problems());
    }
}
