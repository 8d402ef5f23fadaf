package io.cardswitch.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.domain.CardCheck;
import io.cardswitch.core.domain.Product;
import io.cardswitch.core.edge.security.LinkKeys;
import io.cardswitch.core.edge.security.SecurityConfig;
import io.cardswitch.hsm.PinBlockFormat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Goal: keys and HSMs of a configuration, and every mistake in them at its line. */
final class KeysAndHsmTest {
    @TempDir private Path folder;

    private KeySite site;

    @BeforeEach
    void writeSite() throws IOException {
        site = new KeySite(folder);
    }

    private void write(String name, String more) throws IOException {
        site.write(name, more);
    }

    private SwitchConfig read() {
        return site.read();
    }

    private List<String> problems() {
        return site.problems();
    }

    @Test
    void shouldReadHsmsAndTheirTimes() {
        final var hsm = read().hsm().orElseThrow();
        assertEquals(900, hsm.timeoutMs());
        assertEquals(2, hsm.pool().endpoints().size());
        assertEquals(1500, hsm.pool().endpoints().getFirst().port());
        assertEquals(4, hsm.pool().endpoints().getLast().connections());
        assertEquals(
                hsm.pool().timers().healthMs(),
                hsm.pool().timers().maxBackoffMs(),
                "an HSM that comes back does not wait longer than one in trouble");
        assertEquals(
                1503,
                read().withLocalHsm(1503).hsm().orElseThrow().pool().endpoints().getFirst().port());
    }

    @Test
    void shouldKnowKeysOfLinksAndProducts() throws IOException {
        write("links.yaml", "    pin_key: a-zpk\n    pin_block: iso-3\n");
        write(
                "products.yaml",
                "    pvk: o-pvk\n    imk: a-imk\n    pin_offset: {validation: 1234567890NF}\n");
        final SwitchConfig config = read();
        final SecurityConfig security = config.edge().security().orElseThrow();
        assertEquals(PinBlockFormat.ISO_3, security.link(7).format());
        assertFalse(security.link(7).isTerminalKey());
        assertEquals(LinkKeys.NONE, security.link(8));
        assertEquals(4, security.product(1).offset().checkLength());
        assertEquals(KeySite.BLOCK_OF_IMK.length(), security.product(1).imk().length());
        assertFalse(
                config.toString().contains(KeySite.BLOCK_OF_IMK),
                "a key under a test LMK is clear");
        write("links.yaml", "    pin_key: a-tpk\n");
        assertTrue(read().edge().security().orElseThrow().link(7).isTerminalKey());
    }

    @Test
    void shouldServeWithoutHsmWhenNothingNeedsOne() throws IOException {
        write("switch.yaml", "");
        assertTrue(read().hsm().isEmpty());
        assertTrue(read().edge().security().isEmpty());
    }

    @Test
    void shouldNameTheLineWhenAKeyNeedsAnHsm() throws IOException {
        write("switch.yaml", "");
        write("products.yaml", "    imk: a-imk\n");
        assertEquals(
                List.of(
                        "products.yaml:8: imk needs an HSM, and switch.yaml names none: add a"
                                + " section hsm with endpoints there, or remove this line"),
                problems());
    }

    @Test
    void shouldNameTheLineWhenAKeyIsUnknownOrOfAnotherUse() throws IOException {
        write("links.yaml", "    pin_key: b-tpk\n");
        write("products.yaml", "    cvk: a-tpk\n");
        assertEquals(
                List.of(
                        "links.yaml:8: key b-tpk is not in keys.yaml: use one of a-imk, a-pvk,"
                                + " a-tak, a-tpk, a-zmk, a-zpk, o-pvk",
                        "products.yaml:8: key a-tpk has usage 71: a key that verifies card values"
                                + " has one of C0, 12, 13"),
                problems());
    }

    @Test
    void shouldNameTheLineWhenAKeyIsNoBlock() throws IOException {
        Files.writeString(
                folder.resolve("keys.yaml"),
                KeySite.keys() + "  clear: 0123456789ABCDEFFEDCBA9876543210\n  none: hello\n");
        final List<String> problems = problems();
        assertEquals(2, problems.size(), problems::toString);
        assertEquals(
                "keys.yaml:10: key clear is no key block under the LMK: write S and the block, as"
                        + " the HSM gives it when it makes or imports a key",
                problems.getFirst());
        assertFalse(problems.toString().contains("0123456789ABCDEF"));
    }

    @Test
    void shouldNameTheLineWhenAnHsmIsWrong() throws IOException {
        write(
                "switch.yaml",
                """
                hsm:
                  attempt_ms: 2000
                  endpoints:
                    - {name: left, host: 127.0.0.1, tls: {trusted: none.pem, server_name: x}}
                    - {name: left, host: 127.0.0.1, prot: 1500}
                """);
        final List<String> problems = problems();
        assertEquals(4, problems.size(), problems::toString);
        for (final String start :
                List.of(
                        "switch.yaml:7: attempt_ms 2000 is more than timeout_ms 1500",
                        "switch.yaml:9: certificate none.pem cannot be read",
                        "switch.yaml:10: HSM left stands twice",
                        "switch.yaml:10: unknown key prot")) {
            assertTrue(
                    problems.stream().anyMatch(line -> line.startsWith(start)), problems::toString);
        }
    }

    @Test
    void shouldNameTheLineWhenFilesForAnHsmAreNotWhatTheyShouldBe() throws IOException {
        final Path pem = Path.of("..", "config", "demo", "tls", "demo-certificate.pem");
        write(
                "switch.yaml",
                """
                hsm:
                  endpoints:
                    - name: left
                      host: 127.0.0.1
                      tls:
                        trusted: keys.yaml
                        server_name: x
                        certificate: %s
                        private_key: keys.yaml
                """
                        .formatted(pem.toAbsolutePath().normalize()));
        assertEquals(
                List.of(
                        "switch.yaml:11: certificate keys.yaml cannot be read: give a PEM file with"
                                + " the certificate chain",
                        "switch.yaml:14: private key keys.yaml is not PKCS#8 PEM: convert it:"
                                + " openssl pkcs8 -topk8 -nocrypt"),
                problems());
    }

    @Test
    void shouldNameTheLineWhenTheHsmMayAnswerAfterTheRequestWasGivenUp() throws IOException {
        write("switch.yaml", KeySite.HSM.replace("timeout_ms: 900", "timeout_ms: 10000"));
        assertEquals(
                List.of(
                        "switch.yaml:7: timeout_ms 10000 reaches card_check_ms 10000: give up on"
                                + " the HSM before the request does: lower it"),
                problems());
    }

    @Test
    void shouldNameTheLineWhenAnOffsetTemplateIsWrong() throws IOException {
        write("products.yaml", "    pvk: a-pvk\n    pin_offset: {validation: 12345}\n");
        assertEquals(
                List.of(
                        "products.yaml:8: key a-pvk has usage V2: a key that verifies PINs by"
                                + " offset has one of V0, V1",
                        "products.yaml:9: validation 12345 is no template: write 12 characters:"
                                + " digits, F, and an N where the last five digits of the account"
                                + " go"),
                problems());
    }

    @Test
    void shouldReadChecksAndTries() throws IOException {
        write(
                "products.yaml",
                "    pvk: a-pvk\n    imk: a-imk\n    checks: [pin_pvv, pin_at_atm, arqc]\n");
        final Product debit = read().products().getLast().product();
        assertEquals(
                CardCheck.PIN_PVV.bit() | CardCheck.PIN_AT_ATM.bit() | CardCheck.ARQC.bit(),
                debit.checks());
        assertEquals(3, debit.pinTries());
    }

    @Test
    void shouldNameTheLineWhenACheckHasNoKeyOrNoPartner() throws IOException {
        write("products.yaml", "    pvk: a-pvk\n    checks: [pin_pvv, cvv2]\n");
        assertEquals(
                List.of("products.yaml:9: check cvv2 has no key: name one of keys.yaml as cvk"),
                problems());
        write("products.yaml", "    imk: a-imk\n    checks: [arqc, pin_at_atm]\n");
        assertEquals(
                List.of(
                        "products.yaml:9: these checks do not go together: name pin_pvv or"
                                + " pin_offset, not both, and one of them with pin_at_atm"),
                problems());
    }
}
