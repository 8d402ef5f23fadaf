package io.cardswitch.core.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.config.CardRow;
import io.cardswitch.core.ledger.AccountView;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A whole node in this process, spoken to over its sockets. */
final class SwitchNodeIT {
    private static final String LINK = "terminals-binary";

    @TempDir private Path folder;

    private NodeFixture fixture;
    private CardRow card;

    @BeforeEach
    void copyDemo() throws IOException {
        fixture = new NodeFixture(folder);
        fixture.read().cards().forEachCard(row -> card = card == null ? row : card);
    }

    private String purchase(int stan, long amountMinor) {
        return TerminalFixture.purchase(
                card.digits().toString(), String.format("%04d", card.expiry()), stan, amountMinor);
    }

    private long ledgerMinor(SwitchNode node) {
        final AccountView view = new AccountView();
        node.read(engine -> engine.findAccount(card.account(), view));
        return view.ledgerMinor();
    }

    private static long stateHash(SwitchNode node) {
        final long[] hash = new long[1];
        node.read(engine -> hash[0] = engine.stateHash());
        return hash[0];
    }

    @ParameterizedTest
    @ValueSource(strings = {"compact", "staged"})
    void shouldApproveDeclineAndRepeatOverTheSocket(String layout) throws IOException {
        fixture.replace("switch.yaml", "pipeline: auto", "pipeline: " + layout);
        try (SwitchNode node = fixture.start();
                TerminalFixture terminal = new TerminalFixture(node.port(LINK))) {
            final long before = ledgerMinor(node);
            assertEquals("0210 00", terminal.exchange(purchase(1, 1_234)));
            assertEquals("0210 00", terminal.exchange(purchase(1, 1_234)), "a repeat");
            assertEquals(before - 1_234, ledgerMinor(node), "posted once");
            assertEquals("0210 61", terminal.exchange(purchase(2, 600_000)), "over the maximum");
            assertEquals(before - 1_234, ledgerMinor(node));
        }
        assertTrue(fixture.out().contains("pipeline     " + layout), fixture.out());
        assertTrue(fixture.out().endsWith("\nREADY\n"), fixture.out());
        assertEquals("", fixture.err());
        assertEquals(-1, fixture.death.get());
    }

    @Test
    void shouldAnswerOverTls() throws Exception {
        final KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (var in = Files.newInputStream(fixture.config().resolve("tls/demo-certificate.pem"))) {
            trusted.setCertificateEntry(
                    "demo", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        final TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        final SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        try (SwitchNode node = fixture.start();
                Socket socket =
                        tls.getSocketFactory()
                                .createSocket("127.0.0.1", node.port("terminals-tls"));
                TerminalFixture terminal = new TerminalFixture(socket)) {
            assertEquals("0210 00", terminal.exchange(purchase(1, 100)));
        }
    }

    @Test
    void shouldRecoverTheSameStateWhenStartedAgain() throws IOException {
        final long ledgerMinor;
        final long hash;
        try (SwitchNode node = fixture.start();
                TerminalFixture terminal = new TerminalFixture(node.port(LINK))) {
            assertEquals("0210 00", terminal.exchange(purchase(1, 5_000)));
            ledgerMinor = ledgerMinor(node);
            hash = stateHash(node);
            assertTrue(hash != 0);
        }
        assertTrue(fixture.out().contains("loaded 1140 accounts and 1200 cards"), fixture.out());

        final NodeFixture second = new NodeFixture(Files.createDirectory(folder.resolve("again")));
        Files.move(fixture.data(), second.data());
        try (SwitchNode node = second.start();
                TerminalFixture terminal = new TerminalFixture(node.port(LINK))) {
            assertEquals(ledgerMinor, ledgerMinor(node));
            assertEquals("0210 00", terminal.exchange(purchase(1, 5_000)), "a repeat");
            assertEquals(ledgerMinor, ledgerMinor(node));
        }
        assertTrue(second.out().contains("recovered "), second.out());
        assertFalse(second.out().contains("first start"), second.out());
        assertFalse(second.out().contains("differ"), second.out());
    }

    @Test
    void shouldServeChangedRulesAndKeepJournaledAccounts() throws IOException {
        fixture.start().close();
        fixture.replace("products.yaml", "maximum_minor: 500000", "maximum_minor: 600000");
        fixture.replace("accounts.csv", ",840,debit,", ",840,debit,9");
        try (SwitchNode node = fixture.start();
                TerminalFixture terminal = new TerminalFixture(node.port(LINK))) {
            assertEquals("0210 00", terminal.exchange(purchase(1, 550_000)));
        }
        assertTrue(fixture.out().contains("accounts.csv and cards.csv differ"), fixture.out());
        assertTrue(fixture.out().contains("the new version serves now"), fixture.out());
        final int length = fixture.out().length();
        fixture.start().close();
        final String third = fixture.out().substring(length);
        assertFalse(third.contains("new version"), third);
        assertTrue(third.contains("accounts.csv and cards.csv differ"), third);
    }

    @Test
    void shouldRefuseASecondNodeOnTheSameDirectory() {
        try (SwitchNode node = fixture.start()) {
            final StartException refusal =
                    assertThrows(StartException.class, () -> fixture.start());
            assertEquals(ExitCode.JOURNAL, refusal.exitCode());
            assertTrue(refusal.getMessage().contains("in use"), refusal.getMessage());
            assertTrue(node.port(LINK) > 0);
        }
    }

    @Test
    void shouldRefuseAPortInUseAndOtherLimits() throws IOException {
        try (SwitchNode node = fixture.start()) {
            final NodeFixture other = new NodeFixture(Files.createDirectory(folder.resolve("b")));
            other.replace("links.yaml", "port: 0", "port: " + node.port(LINK));
            final StartException taken = assertThrows(StartException.class, other::start);
            assertEquals(ExitCode.BIND, taken.exitCode());
            assertTrue(taken.getMessage().contains(LINK), taken.getMessage());
            assertFalse(Files.exists(other.data()), "a failed first start leaves nothing behind");

            other.replace("links.yaml", "port: " + node.port(LINK), "port: 0");
            other.replace("switch.yaml", "port: 0", "port: " + node.adminPort());
            final StartException admin = assertThrows(StartException.class, other::start);
            assertEquals(ExitCode.BIND, admin.exitCode());
            assertTrue(admin.getMessage().startsWith("admin"), admin.getMessage());
            assertFalse(Files.exists(other.data()), "a failed first start leaves nothing behind");

            other.replace("switch.yaml", "port: " + node.adminPort(), "port: 0");
            other.start().close();
            other.replace("links.yaml", "port: 0", "port: " + node.port(LINK));
            final StartException later = assertThrows(StartException.class, other::start);
            assertEquals(ExitCode.BIND, later.exitCode());
            assertTrue(later.getMessage().startsWith("link " + LINK + ": cannot listen on"));
        }
        fixture.replace("switch.yaml", "holds: 100000", "holds: 200000");
        final StartException limits = assertThrows(StartException.class, () -> fixture.start());
        assertEquals(ExitCode.USAGE, limits.exitCode());
        assertTrue(limits.getMessage().contains("holds=100000"), limits.getMessage());
    }

    @Test
    void shouldSayInOneLineWhenTheLimitsDoNotFitIntoMemory() throws IOException {
        fixture.replace("switch.yaml", "accounts: 10000", "accounts: 1000000000");
        final StartException refusal = assertThrows(StartException.class, () -> fixture.start());
        assertEquals(ExitCode.USAGE, refusal.exitCode());
        assertTrue(refusal.getMessage().startsWith("switch.yaml: limits"), refusal.getMessage());
        assertFalse(refusal.getMessage().contains("\n"), refusal.getMessage());
    }

    @Test
    void shouldNameTheLimitsWhenReplayUnderOtherOnesWouldDiverge() throws IOException {
        try (SwitchNode node = fixture.start();
                TerminalFixture terminal = new TerminalFixture(node.port(LINK))) {
            for (int stan = 1; stan <= 3; stan++) {
                assertEquals("0210 00", terminal.exchange(purchase(stan, 100)));
            }
            assertEquals("0210 00", terminal.exchange(purchase(1, 100)), "a repeat");
        }
        fixture.replace("switch.yaml", "duplicate_window: 1048576", "duplicate_window: 2");
        final StartException refusal = assertThrows(StartException.class, () -> fixture.start());
        assertEquals(ExitCode.USAGE, refusal.exitCode());
        assertTrue(refusal.getMessage().contains("limits differ"), refusal.getMessage());
        fixture.replace("switch.yaml", "duplicate_window: 2", "duplicate_window: 1048576");
        fixture.start().close(); // The refusal has released the directory.
    }

    @Test
    void shouldShowTheWindowInMetrics() throws Exception {
        try (SwitchNode node = fixture.start();
                TerminalFixture terminal = new TerminalFixture(node.port(LINK))) {
            assertEquals("0210 00", terminal.exchange(purchase(1, 100)));
            final String page = NodeFixture.metrics(node, "");
            assertTrue(page.contains("\nswitch_duplicate_window_size 1\n"), page);
            assertTrue(page.contains("\nswitch_duplicate_window_evicted_total 0\n"), page);
            assertTrue(page.contains("\nswitch_duplicate_window_evicted_early_total 0\n"), page);
            assertTrue(page.contains("\nswitch_unmatched_reversals_total 0\n"), page);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"compact", "staged"})
    void shouldShowHowLongRequestsAndForcesTookInMetrics(String layout) throws Exception {
        fixture.replace("switch.yaml", "pipeline: auto", "pipeline: " + layout);
        try (SwitchNode node = fixture.start();
                TerminalFixture terminal = new TerminalFixture(node.port(LINK))) {
            assertEquals("0210 00", terminal.exchange(purchase(1, 100)));
            assertEquals("0210 00", terminal.exchange(purchase(2, 100)));
            assertEquals("0210 61", terminal.exchange(purchase(3, 999_999_999_999L)));
            final String page =
                    NodeFixture.metrics(
                            node,
                            "switch_request_duration_seconds_count{link=\"terminals-binary\","
                                    + "loop=\"0\",mti_class=\"financial\",path=\"onus\"} 3\n");
            assertTrue(
                    page.contains(
                            "switch_refusals_total{link=\"terminals-binary\",loop=\"0\","
                                    + "reason=\"amount_limit\"} 1\n"),
                    page);
            assertTrue(page.contains("# TYPE switch_journal_sync_seconds histogram\n"), page);
            assertFalse(page.contains("\nswitch_journal_sync_seconds_count 0\n"), page);
            assertFalse(page.contains("\nswitch_journal_group_size_sum 0\n"), page);
            assertFalse(page.contains("\nswitch_journal_append_seconds_count 0\n"), page);
            assertFalse(page.contains("\nswitch_journal_bytes_total 0\n"), page);
            assertFalse(page.contains("\nswitch_journal_free_bytes 0\n"), page);
        }
    }

    @Test
    void shouldRefuseADataDirectoryThatIsAFile() throws IOException {
        Files.writeString(fixture.data(), "in the way");
        final StartException refusal = assertThrows(StartException.class, () -> fixture.start());
        assertEquals(ExitCode.JOURNAL, refusal.exitCode());
    }
}
