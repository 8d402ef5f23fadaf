package io.cardswitch.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.domain.CardCheck;
import io.cardswitch.core.domain.Product;
import io.cardswitch.core.edge.security.LinkKeys;
import io.cardswitch.core.edge.security.SecurityConfig;
import io.cardswitch.hsm.PinBlockFormat;
import io.cardswitch.iso8583.yaml.Problems;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Goal: keys and HSMs of a configuration, and every mistake in them at its line. */
final class KeysAndHsmTest {
    private static final Path DEMO = Path.of("..", "config", "demo");
    private static final String HSM =
            """
            hsm:
              timeout_ms: 900
              endpoints:
                - name: left
                  host: 127.0.0.1
                - name: right
                  host: 127.0.0.1
                  port: 1501
                  connections: 4
            """;
    private static final String BLOCK_OF_IMK =
            "S00072E0TN00E0000D3BDA43084402383CEE14201CBE178B211ECC0728FAE1B1BDC2B3ABE";

    @TempDir private Path folder;

    @BeforeEach
    void writeSite() throws IOException {
        for (final String name :
                List.of("routing.yaml", "institutions.yaml", "accounts.csv", "cards.csv")) {
            Files.copy(DEMO.resolve(name), folder.resolve(name));
        }
        Files.writeString(folder.resolve("keys.yaml"), keys());
        write("switch.yaml", HSM);
        write("links.yaml", "");
        write("products.yaml", "");
    }

    private static String keys() {
        return "token_key: "
                + "00".repeat(32)
                + "\n"
                + "keys:\n"
                + "  a-pvk:"
                + " S00072V2TN00E000069D763BFC54B5CA26B78F5C0443D3A3233CA150AD82C2E3405DEE596\n"
                + "  a-imk: "
                + BLOCK_OF_IMK
                + "\n"
                + "  a-tpk:"
                + " S0007271TN00E00005ACEC117CBE3C2FC70C8EE1BA66C63C1AF59E3971BB818C0DD848C37\n"
                + "  a-zpk:"
                + " S0007272TN00E0000AE121A3FA4FA5639104018658465ABA28614531F2130EE513D3F37D7\n"
                + "  o-pvk:"
                + " S00072V1TN00E00004643727844671245C01EF7351FA526AD195BB2F1E44E08C766C233F7\n";
    }

    /** One listener or three products without keys, and what the test adds to the first. */
    private void write(String name, String more) throws IOException {
        final String text =
                switch (name) {
                    case "switch.yaml" ->
                            """
                            name: test
                            environment: test
                            data_directory: data
                            durability: none
                            admin: {port: 0}
                            """;
                    case "links.yaml" ->
                            """
                            listeners:
                              - name: pos
                                id: 7
                                role: acquirer
                                host: 127.0.0.1
                                port: 0
                                spec: iso87-binary
                            """;
                    default ->
                            """
                            products:
                              - {name: credit, id: 2, transactions: [cash], channels: [pos]}
                              - {name: prepaid, id: 3, transactions: [cash], channels: [pos]}
                              - name: debit
                                id: 1
                                transactions: [purchase]
                                channels: [pos]
                            """;
                };
        Files.writeString(folder.resolve(name), text + more);
    }

    private SwitchConfig read() {
        final Problems problems = new Problems();
        return ConfigReader.read(folder, Map.of(), problems)
                .orElseThrow(() -> new AssertionError(problems.lines().toString()));
    }

    private List<String> problems() {
        final Problems problems = new Problems();
        ConfigReader.read(folder, Map.of(), problems);
        return problems.lines().stream().map(line -> line.replace(folder + "/", "")).toList();
    }

    @Test
    void shouldReadHsmsAndTheirTimes() {
        final var hsm = read().hsm().orElseThrow();
        assertEquals(900, hsm.timeoutMs());
        assertEquals(2, hsm.pool().endpoints().size());
        assertEquals(1500, hsm.pool().endpoints().getFirst().port());
        assertEquals(4, hsm.pool().endpoints().getLast().connections());
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
        assertEquals(BLOCK_OF_IMK.length(), security.product(1).imk().length());
        assertFalse(config.toString().contains(BLOCK_OF_IMK), "a key under a test LMK is clear");
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
                                + " a-tpk, a-zpk, o-pvk",
                        "products.yaml:8: key a-tpk has usage 71: a key that verifies card values"
                                + " has one of C0, 12, 13"),
                problems());
    }

    @Test
    void shouldNameTheLineWhenAKeyIsNoBlock() throws IOException {
        Files.writeString(
                folder.resolve("keys.yaml"),
                keys() + "  clear: 0123456789ABCDEFFEDCBA9876543210\n  none: hello\n");
        final List<String> problems = problems();
        assertEquals(2, problems.size(), problems::toString);
        assertEquals(
                "keys.yaml:8: key clear is no key block under the LMK: write S and the block, as"
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
                        "switch.yaml:9: file none.pem cannot be read",
                        "switch.yaml:10: HSM left stands twice",
                        "switch.yaml:10: unknown key prot")) {
            assertTrue(
                    problems.stream().anyMatch(line -> line.startsWith(start)), problems::toString);
        }
    }

    @Test
    void shouldNameTheLineWhenTheHsmMayAnswerAfterTheRequestWasGivenUp() throws IOException {
        write("switch.yaml", HSM.replace("timeout_ms: 900", "timeout_ms: 10000"));
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
