package io.cardswitch.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.journal.Durability;
import io.cardswitch.iso8583.framing.Framing;
import io.cardswitch.iso8583.framing.Header;
import io.cardswitch.iso8583.yaml.Problems;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Goal: every mistake of an operator is named with file, line and hint, all at once. */
final class ConfigReaderTest {
    private static final Path DEMO = Path.of("..", "config", "demo");

    @TempDir private Path folder;

    @BeforeEach
    void copyDemo() throws IOException {
        try (Stream<Path> files = Files.walk(DEMO)) {
            files.forEach(this::copy);
        }
        // Keys and HSMs have a test of their own.
        remove("switch.yaml", "(?s)\nhsm:.*", "\n");
        remove("links.yaml", " +(pin_key|mac):.*\n", "");
        remove("products.yaml", "(#| +(pvk|cvk|imk|checks|pin_tries):).*\n", "");
    }

    private void remove(String name, String pattern, String replacement) throws IOException {
        final Path file = folder.resolve(name);
        Files.writeString(file, Files.readString(file).replaceAll(pattern, replacement));
    }

    private void copy(Path file) {
        try {
            final Path target = folder.resolve(DEMO.relativize(file).toString());
            if (Files.isDirectory(file)) {
                Files.createDirectories(target);
            } else {
                Files.copy(file, target);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void replace(String name, String text, String replacement) throws IOException {
        final Path file = folder.resolve(name);
        final String content = Files.readString(file);
        assertTrue(content.contains(text), () -> name + " has no " + text);
        final int at = content.indexOf(text);
        Files.writeString(
                file,
                content.substring(0, at) + replacement + content.substring(at + text.length()));
    }

    private List<String> problems(Map<String, String> environment) {
        final Problems problems = new Problems();
        ConfigReader.read(folder, environment, problems);
        return problems.lines().stream().map(line -> line.replace(folder + "/", "")).toList();
    }

    @Test
    void shouldReadTheDemo() {
        final Problems problems = new Problems();
        final SwitchConfig demo = ConfigReader.read(DEMO, Map.of(), problems).orElseThrow();
        assertEquals(Durability.DISK, demo.node().journal().durability());
        assertEquals(4, demo.edge().links().size());
        assertEquals("iso87-ascii", demo.edge().links().get(1).spec().name());
        assertEquals(Framing.ASC4, demo.transport().listeners().get(1).framing());
        assertTrue(demo.transport().listeners().get(2).tls().isPresent());
        assertEquals(47617390, demo.routes().getFirst().binLow());
        assertTrue(demo.products().getFirst().product().allowsType(31));
        assertFalse(demo.products().get(2).product().allowsType(1));
        assertFalse(demo.toString().contains("0001020304"));
    }

    @Test
    void shouldReadFramingsAndHeaders() throws IOException {
        replace("links.yaml", "framing: BIN2", "framing: BCD2_TPDU");
        replace("links.yaml", "framing: ASC4", "framing: ETX\n    header: BASE24");
        assertEquals(List.of(), problems(Map.of()));
        final SwitchConfig config =
                ConfigReader.read(folder, Map.of(), new Problems()).orElseThrow();
        assertEquals(Framing.BCD2_TPDU, config.transport().listeners().get(0).framing());
        assertEquals(Header.TPDU, config.edge().links().get(0).header());
        assertEquals(Framing.ETX, config.transport().listeners().get(1).framing());
        assertEquals(Header.BASE24, config.edge().links().get(1).header());
        assertEquals(Header.NONE, config.edge().links().get(2).header());
    }

    @Test
    void shouldTakeTheHeaderOfTheDialectWhenTheFramingHasNone() throws IOException {
        replace("links.yaml", "spec: iso87-binary", "spec: visa-base1");
        replace("links.yaml", "spec: iso87-ascii", "spec: unionpay-cups\n    header: TPDU");
        assertEquals(List.of(), problems(Map.of()));
        final SwitchConfig config =
                ConfigReader.read(folder, Map.of(), new Problems()).orElseThrow();
        assertEquals(Header.BASE1, config.edge().links().get(0).header());
        assertEquals(Header.TPDU, config.edge().links().get(1).header());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TPDU", "CUPS", "BASE1"})
    void shouldRefuseABinaryHeaderWhenAByteOfItCouldEndTheFrame(String header) throws IOException {
        replace("links.yaml", "framing: ASC4", "framing: ETX\n    header: " + header);
        assertEquals(
                List.of(
                        "links.yaml:16: ETX cannot carry the header "
                                + header
                                + ": its bytes may be 03: use a framing with a length, such as"
                                + " BIN2_ETX"),
                problems(Map.of()));
    }

    @Test
    void shouldNameTheHeaderWhenTheFramingHasAnother() throws IOException {
        replace("links.yaml", "framing: BIN2", "framing: BIN2_TPDU\n    header: BASE1");
        assertEquals(
                List.of(
                        "links.yaml:9: framing BIN2_TPDU has the header TPDU: remove this line, or"
                                + " name a framing without a header"),
                problems(Map.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "switch.yaml | durability: disk | durability: fast | switch.yaml:5: fast is not"
                        + " known: use one of none, process, disk",
                "switch.yaml | name: demo | nmae: demo | switch.yaml:2: key name is missing: add"
                        + " name: VALUE",
                "switch.yaml | ring_slots: 8192 | ring_slots: 9000 | switch.yaml:15: ring_slots"
                        + " 9000 is no power of two: use 8192",
                "switch.yaml | in_flight: 16384 | in_flight: 4194304 | switch.yaml:16: in_flight"
                        + " 4194304 of 4992 bytes exceed 2 GiB: use 430185 or less, or lower"
                        + " frame_bytes",
                "switch.yaml | port: 9583 | port: 8584 | links.yaml:14: port 8584 is taken"
                        + " already: see line 2, or the admin port of switch.yaml",
                "links.yaml | framing: ASC4 | framing: ASC5 | links.yaml:15: ASC5 is not known:"
                        + " use one of BIN2, BIN2_INC, BIN2_TPDU, BCD2_TPDU, BIN2_00, BIN2_ETX,"
                        + " ETX, BIN3, BIN4, ASC4, ASC4_INC, ASC6, HEX4, CUPS",
                "links.yaml | framing: BIN2 | framing: ETX | links.yaml:8: ETX cannot carry"
                        + " iso87-binary: its bytes may be 03: use a framing with a length, such"
                        + " as BIN2_ETX",
                "links.yaml | framing: ASC4 | header: RED | links.yaml:15: RED is not known: use"
                        + " one of NONE, TPDU, BASE24, CUPS, BASE1",
                "links.yaml | spec: iso87-ascii | spec: iso88 | links.yaml:16: iso88 is not known:"
                        + " use one of base24, iso2003-ascii, iso2003-binary, iso2003-ebcdic,"
                        + " iso87-ascii, iso87-binary, iso87-ebcdic, iso93-ascii, iso93-binary,"
                        + " iso93-ebcdic, mastercard-cis, postilion, unionpay-cups, visa-base1",
                "links.yaml | port: 8584 | port: 8583 | links.yaml:14: port 8583 is taken already:"
                        + " see line 7, or the admin port of switch.yaml",
                "links.yaml | id: 2 | id: 1 | links.yaml:11: id 1 is taken already: see line 4",
                "routing.yaml | on-us | bank-b | routing.yaml:4: bank-b is not an issuer of"
                        + " institutions.yaml: use on-us or the name of an institution whose role"
                        + " is issuer or both",
                "routing.yaml | 47617390 | 4-9-1 | routing.yaml:3: \"4-9-1\" is no BIN range: write"
                        + " 4761 or 476100-476199, up to eight digits",
                "products.yaml | cashback | coupon | products.yaml:4: coupon is not known: use one"
                        + " of balance, cash, cashback, deposit, purchase, refund",
                "products.yaml | name: prepaid | name: debit | products.yaml:14: product debit or"
                        + " its id 3 stands twice: rename one",
                "institutions.yaml | 840 | 841 | institutions.yaml:5: currency 841 is unknown: use"
                        + " an ISO 4217 numeric code",
                "keys.yaml | 0001 | 00 | keys.yaml:2: token_key is not 64 hex digits: make one:"
                        + " openssl rand -hex 32",
                "accounts.csv | ,840,debit, | ,123,debit, | accounts.csv:2: currency 123 is"
                        + " unknown: use an ISO 4217 numeric code",
                "accounts.csv | ,active | ,sleepy | accounts.csv:2: status is \"sleepy\": use one"
                        + " of active, frozen, closed",
                "accounts.csv | account, | acount, | accounts.csv:1: wrong header line: write"
                        + " account,currency,type,ledger_minor,credit_limit_minor,status",
                "cards.csv | ,201, | ,2x1, | cards.csv:2: service_code is \"2x1\": write a whole"
                        + " number from 0 to 999",
                "cards.csv | ,debit, | ,gold, | cards.csv:2: product \"gold\" is not in"
                        + " products.yaml: use one of credit, debit, prepaid",
                "cards.csv | ,1000000001, | ,77, | cards.csv:2: account \"77\" is not in"
                        + " accounts.csv: add it there or correct it",
            })
    void shouldNameFileLineAndHint(String file, String text, String replacement, String expected)
            throws IOException {
        replace(file, text, replacement);
        final List<String> problems = problems(Map.of());
        assertTrue(problems.contains(expected), () -> String.join("\n", problems));
    }

    @ParameterizedTest
    @CsvSource({
        "products.yaml, 'name: prepaid', 'name: debit'",
        "products.yaml, 'products:', '\tproducts:'",
        "accounts.csv, ',active', ',sleepy'",
        "accounts.csv, 'account,', 'acount,'",
        "switch.yaml, 'accounts: 10000', 'accounts: -3'",
        "switch.yaml, ' cards: 10000', ' cards: -3'",
    })
    void shouldNotBlameCardsForAProblemOfAnotherFile(String file, String text, String replacement)
            throws IOException {
        replace(file, text, replacement);
        final List<String> problems = problems(Map.of());
        assertFalse(problems.isEmpty());
        assertEquals(
                List.of(),
                problems.stream().filter(problem -> !problem.startsWith(file + ":")).toList());
    }

    @Test
    void shouldCountRowsOnlyAgainstALimitThatWasRead() throws IOException {
        TestCards.write(folder, 1, 10_001, true);
        assertTrue(
                problems(Map.of())
                        .contains(
                                "cards.csv:10002: more than 10000 cards: raise limits.cards in"
                                        + " switch.yaml"));
        replace("switch.yaml", "name: demo", "\tname: demo");
        final List<String> problems = problems(Map.of());
        assertEquals(1, problems.size(), () -> String.join("\n", problems));
        assertTrue(problems.getFirst().startsWith("switch.yaml:2: "), problems.getFirst());
    }

    @Test
    void shouldNotOfferProductsWhenThereAreNone() throws IOException {
        Files.writeString(folder.resolve("products.yaml"), "products: []\n");
        final List<String> problems = problems(Map.of());
        assertTrue(
                problems.getFirst().endsWith(" is not in products.yaml: add it there"),
                problems.getFirst());
    }

    @Test
    void shouldNotShowCardNumbersInProblems() throws IOException {
        final Path file = folder.resolve("cards.csv");
        final List<String> rows = Files.readAllLines(file);
        final String row = rows.get(1);
        final char other = (char) ('0' + (row.charAt(15) - '0' + 1) % 10);
        Files.write(
                file,
                List.of(rows.get(0), row, row, row.substring(0, 15) + other + row.substring(16)));
        assertEquals(
                List.of(
                        "cards.csv:3: card number stands twice: remove one",
                        "cards.csv:4: card number fails the Luhn check: correct its digits"),
                problems(Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4761739001010119",
                "476173900101",
                "4761-7390-0101-0119",
                "4761 7390 0101 0119",
                "PAN4761739001010119",
                "4761739001010119x",
            })
    void shouldNotShowCardNumbersInAnyColumn(String number) throws IOException {
        for (final String name : List.of("cards.csv", "accounts.csv")) {
            final Path file = folder.resolve(name);
            final List<String> rows = Files.readAllLines(file);
            final List<String> wrong = new ArrayList<>(rows);
            for (int i = 0; i < rows.get(0).split(",").length; i++) {
                final String[] values = rows.get(1).split(",", -1);
                values[i] = number;
                wrong.add(String.join(",", values));
            }
            wrong.add(number);
            Files.write(file, wrong);
        }
        final List<String> problems = problems(Map.of());
        assertTrue(problems.size() > 10, () -> String.join("\n", problems));
        for (final String problem : problems) {
            final String digits = problem.replaceAll("[^0-9]", "");
            assertFalse(digits.contains(number.replaceAll("[^0-9]", "")), problem);
        }
    }

    @Test
    void shouldReportAllMissingFilesAtOnce() throws IOException {
        for (final String name :
                List.of("links.yaml", "keys.yaml", "accounts.csv", "products.yaml")) {
            Files.delete(folder.resolve(name));
        }
        Files.delete(folder.resolve("tls/demo-key.pem"));
        assertEquals(
                List.of(
                        "accounts.csv:1: file is missing",
                        "keys.yaml:1: file is missing",
                        "links.yaml:1: file is missing",
                        "products.yaml:1: file is missing"),
                problems(Map.of()).stream()
                        .map(line -> line.substring(0, line.lastIndexOf(": ")))
                        .toList());
    }

    @Test
    void shouldRefuseUnreadableCertificatesAndKeys() throws IOException {
        Files.writeString(folder.resolve("tls/demo-certificate.pem"), "nothing");
        Files.delete(folder.resolve("tls/demo-key.pem"));
        final List<String> problems = problems(Map.of());
        assertEquals(2, problems.size(), () -> String.join("\n", problems));
        assertTrue(problems.get(0).startsWith("links.yaml:25: certificate "), problems.get(0));
        assertTrue(problems.get(1).startsWith("links.yaml:26: private key "), problems.get(1));
    }

    @Test
    void shouldRefuseAFileWithoutACertificateAndAKeyCutShort() throws IOException {
        Files.writeString(folder.resolve("tls/demo-certificate.pem"), "");
        Files.writeString(folder.resolve("tls/demo-key.pem"), "-----BEGIN PRIVATE KEY-----\nMIG");
        final List<String> problems = problems(Map.of());
        assertEquals(2, problems.size(), () -> String.join("\n", problems));
        assertTrue(problems.get(0).startsWith("links.yaml:25: certificate "), problems.get(0));
        assertTrue(problems.get(1).startsWith("links.yaml:26: private key "), problems.get(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA", "EdDSA"})
    void shouldRefuseAPrivateKeyOfAnotherCertificate(String algorithm) throws Exception {
        final byte[] other =
                KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate().getEncoded();
        Files.writeString(
                folder.resolve("tls/demo-key.pem"),
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(other)
                        + "\n-----END PRIVATE KEY-----\n");
        assertEquals(
                List.of(
                        "links.yaml:26: private key tls/demo-key.pem does not belong to certificate"
                                + " tls/demo-certificate.pem: give the key the certificate was made"
                                + " for, and that certificate first in its file"),
                problems(Map.of()));
    }

    @Test
    void shouldRefuseTestHabitsInProduction() throws IOException {
        replace("switch.yaml", "environment: test ", "environment: production ");
        replace("switch.yaml", "durability: disk", "durability: none");
        assertEquals(
                List.of(
                        "keys.yaml:2: clear key in environment production: refer to it:"
                                + " ${file:/run/secrets/token_key} or ${env:NAME}",
                        "switch.yaml:5: durability none in environment production: use process or"
                                + " disk; none keeps nothing and is for benchmarks"),
                problems(Map.of()));
    }

    @Test
    void shouldTakeKeysFromOutsideInProduction() throws IOException {
        replace("switch.yaml", "environment: test ", "environment: production ");
        Files.writeString(folder.resolve("keys.yaml"), "token_key: ${env:TOKEN_KEY}\n");
        assertEquals(List.of(), problems(Map.of("TOKEN_KEY", "0A".repeat(32))));
    }

    @Test
    void shouldSayWhenTheDirectoryIsMissing() {
        final Problems problems = new Problems();
        ConfigReader.read(folder.resolve("none"), Map.of(), problems);
        assertTrue(
                problems.lines().getFirst().contains("none:1: configuration directory is missing"),
                problems.lines().getFirst());
    }
}
