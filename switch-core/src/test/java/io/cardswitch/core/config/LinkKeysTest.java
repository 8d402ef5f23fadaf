package io.cardswitch.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.cardswitch.core.domain.LinkKeyKind;
import io.cardswitch.core.edge.security.KeyExchangeConfig;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
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
}
