package io.cardswitch.acceptance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jpos.iso.ISOException;
import org.jpos.iso.ISOMsg;
import org.jpos.iso.MUX;
import org.jpos.q2.Q2;
import org.jpos.util.NameRegistrar;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** A client on jPOS, as acquirers run it: Q2 with a PostChannel below a QMUX. */
final class JposClientIT {
    private static final long TIMEOUT_MS = 20_000;
    private static final long POLL_NS = 10_000_000;
    private static final int[] ECHOED = {2, 3, 4, 7, 11, 12, 13, 32, 37, 41, 42, 49};

    @TempDir static Path folder;

    private static SwitchProcess process;
    private static Q2 q2;
    private static MUX mux;

    @BeforeAll
    static void start() throws IOException {
        final Site site = Site.write(folder.resolve("config"), "process");
        process = SwitchProcess.start(site, folder.resolve("data"));
        q2 = new Q2(new String[] {"-d", deploy(site).toString(), "-r"});
        q2.start();
        mux = awaitMux();
    }

    @AfterAll
    static void stop() {
        q2.shutdown(true);
        assertEquals(0, process.stop());
    }

    @Test
    void shouldApprovePurchase() throws ISOException {
        final ISOMsg request = request("0200", "000000", 1, 12_345);
        final ISOMsg answer = exchange(request);
        assertEquals("0210", answer.getMTI());
        assertEquals("00", answer.getString(39));
        assertEquals(6, answer.getString(38).length());
        for (final int de : ECHOED) {
            assertEquals(request.getString(de), answer.getString(de), "DE" + de);
        }
        assertFalse(answer.hasField(14));
    }

    @Test
    void shouldApproveCash() throws ISOException {
        assertEquals("00", exchange(request("0200", "012000", 2, 20_000)).getString(39));
    }

    @Test
    void shouldTellBalanceInElement54() throws ISOException {
        final ISOMsg request = request("0200", "312000", 3, 0);
        request.set(2, Site.cardNumber(Site.POOR));
        final ISOMsg answer = exchange(request);
        assertEquals("00", answer.getString(39));
        final String balances = answer.getString(54);
        assertTrue(balances.contains("01840C" + Site.digits(Site.POOR_MINOR, 12)), balances);
        assertTrue(balances.contains("02840C" + Site.digits(Site.POOR_MINOR, 12)), balances);
    }

    @Test
    void shouldDeclineWithoutFunds() throws ISOException {
        final ISOMsg request = request("0200", "000000", 4, Site.POOR_MINOR + 1);
        request.set(2, Site.cardNumber(Site.POOR));
        final ISOMsg answer = exchange(request);
        assertEquals("51", answer.getString(39));
        assertFalse(answer.hasField(38));
    }

    @Test
    void shouldAnswerRepeatLikeTheFirst() throws ISOException {
        final ISOMsg first = exchange(request("0200", "000000", 5, 700));
        final String before = account(1);
        final ISOMsg again = exchange(request("0201", "000000", 5, 700));
        assertArrayEquals(first.pack(), again.pack());
        assertEquals(before, account(1));
    }

    @Test
    void shouldRefuseSameKeyWithOtherAmount() throws ISOException {
        assertEquals("00", exchange(request("0200", "000000", 8, 700)).getString(39));
        assertEquals("94", exchange(request("0200", "000000", 8, 701)).getString(39));
    }

    @Test
    void shouldUndoWhenReversed() throws ISOException {
        final String before = account(1);
        exchange(request("0200", "000000", 6, 900));
        assertFalse(before.equals(account(1)));
        final ISOMsg reversal = request("0400", "000000", 6, 900);
        reversal.set(90, "0200" + "000006" + "1122101112" + "00000100001" + "00000000000");
        final ISOMsg answer = exchange(reversal);
        assertEquals("0410", answer.getMTI());
        assertEquals("00", answer.getString(39));
        assertEquals(reversal.getString(90), answer.getString(90));
        assertEquals(before, account(1));
    }

    @Test
    void shouldAnswerEcho() throws ISOException {
        final ISOMsg echo = new ISOMsg("0800");
        echo.set(7, "1122101112");
        echo.set(11, "000007");
        echo.set(41, "JPOS 1  ");
        echo.set(70, "301");
        final ISOMsg answer = exchange(echo);
        assertEquals("0810", answer.getMTI());
        assertEquals("00", answer.getString(39));
        assertEquals("301", answer.getString(70));
        assertEquals("JPOS 1  ", answer.getString(41));
    }

    private static String account(int card) {
        return process.admin("/api/accounts/" + Site.account(card));
    }

    private static ISOMsg exchange(ISOMsg request) throws ISOException {
        final ISOMsg answer = mux.request(request, TIMEOUT_MS);
        assertNotNull(answer, "no answer");
        return answer;
    }

    private static ISOMsg request(String mti, String processingCode, int stan, long amountMinor)
            throws ISOException {
        final ISOMsg request = new ISOMsg(mti);
        request.set(2, Site.cardNumber(1));
        request.set(3, processingCode);
        request.set(4, Site.digits(amountMinor, 12));
        request.set(7, "1122101112");
        request.set(11, Site.digits(stan, 6));
        request.set(12, "101112");
        request.set(13, "1122");
        request.set(14, "4912");
        request.set(22, "051");
        request.set(32, "100001");
        request.set(37, Terminal.rrn(stan));
        request.set(41, "JPOS 1  ");
        request.set(42, "ACCEPTANCE 1   ");
        request.set(49, "840");
        return request;
    }

    private static Path deploy(Site site) throws IOException {
        final Path deploy = Files.createDirectories(folder.resolve("deploy"));
        Files.writeString(
                deploy.resolve("10_channel.xml"),
                """
                <channel-adaptor name="switch-channel" class="org.jpos.q2.iso.ChannelAdaptor">
                  <channel class="org.jpos.iso.channel.PostChannel"
                           packager="org.jpos.iso.packager.GenericPackager">
                    <property name="packager-config" value="jar:packager/iso87binary.xml"/>
                    <property name="host" value="127.0.0.1"/>
                    <property name="port" value="%d"/>
                  </channel>
                  <in>switch-send</in>
                  <out>switch-receive</out>
                  <reconnect-delay>500</reconnect-delay>
                </channel-adaptor>
                """
                        .formatted(site.binaryPort()));
        Files.writeString(
                deploy.resolve("20_mux.xml"),
                """
                <mux name="switch" class="org.jpos.q2.iso.QMUX">
                  <in>switch-receive</in>
                  <out>switch-send</out>
                  <ready>switch-channel.ready</ready>
                </mux>
                """);
        return deploy;
    }

    private static MUX awaitMux() {
        final long deadlineNs = System.nanoTime() + TIMEOUT_MS * 1_000_000;
        while (System.nanoTime() < deadlineNs) {
            if (NameRegistrar.getIfExists("mux.switch") instanceof MUX found
                    && found.isConnected()) {
                return found;
            }
            LockSupport.parkNanos(POLL_NS);
        }
        throw new IllegalStateException("jPOS did not connect");
    }
}
