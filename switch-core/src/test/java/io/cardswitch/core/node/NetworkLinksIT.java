package io.cardswitch.core.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.ledger.AccountView;
import io.cardswitch.iso8583.describe.MessageJson;
import io.cardswitch.iso8583.spec.Dialects;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A link of every profile, met by bytes put together by hand: every byte of the answers is told.
 */
final class NetworkLinksIT {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int PATIENCE_MS = 20_000;

    /** A debit card of the demonstration. */
    private static final String CARD = "4761739048018687";

    private static final String ACCOUNT = "1000000001";

    private static final Set<Integer> ECHOED =
            Set.of(
                    2, 3, 4, 7, 11, 12, 13, 18, 22, 25, 32, 37, 41, 42, 49, 60, 61, 62, 63, 70, 90,
                    95);

    @TempDir private static Path folder;

    private static SwitchNode node;

    @BeforeAll
    static void start() throws IOException {
        final NodeFixture fixture = new NodeFixture(folder);
        final StringBuilder listeners = new StringBuilder("listeners:\n");
        for (final NetworkWire network : NetworkWire.values()) {
            listeners.append(network.listener());
        }
        fixture.replace("links.yaml", "listeners:\n", listeners.toString());
        node = fixture.start();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldAnswerAnEchoBehindItsHeader(NetworkWire network) throws IOException {
        try (Peer peer = new Peer(network)) {
            peer.echo("000001");
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldHoldPostRepeatAndReverse(NetworkWire network) throws IOException {
        final long before = ledgerMinor();
        try (Peer peer = new Peer(network)) {
            final TreeMap<Integer, String> hold = purchase(network, "000011");
            peer.send("0100", hold);
            peer.expect("0110", approved(hold));

            final TreeMap<Integer, String> purchase = purchase(network, "000012");
            peer.send("0200", purchase);
            final String approval = peer.expect("0210", approved(purchase));
            assertEquals(before - 12_345, ledgerMinor());
            peer.send("0201", purchase);
            assertEquals(approval, peer.expect("0210", approved(purchase)), "a repeat");

            final TreeMap<Integer, String> reversal = purchase(network, "000013");
            reversal.put(90, "0200" + "000012" + "1122101530" + "00000100001" + "0".repeat(11));
            peer.send("0420", reversal);
            peer.expect("0430", answer(reversal, "00"));
        }
        assertEquals(before, ledgerMinor());
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseAboveTheMaximum(NetworkWire network) throws IOException {
        final TreeMap<Integer, String> purchase = purchase(network, "000021");
        purchase.put(4, "000000500001");
        try (Peer peer = new Peer(network)) {
            peer.send("0200", purchase);
            peer.expect("0210", answer(purchase, "61"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellBalances(NetworkWire network) throws IOException {
        final TreeMap<Integer, String> inquiry = purchase(network, "000031");
        inquiry.put(3, "310000");
        inquiry.remove(4);
        final String digits = String.format("%012d", ledgerMinor());
        try (Peer peer = new Peer(network)) {
            peer.send("0200", inquiry);
            final String json = decoded(network, peer.read());
            final Matcher balances =
                    Pattern.compile("\"54\":\"([0-9]{4}840[CD][0-9]{12}){2}\"").matcher(json);
            assertTrue(balances.find(), json);
            assertTrue(json.contains("01840C" + digits), json);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldAnswerWhatCannotBeRead(NetworkWire network) throws IOException {
        final TreeMap<Integer, String> broken = purchase(network, "000041");
        broken.put(4, "A00000012345");
        final TreeMap<Integer, String> answer = answer(broken, "30");
        answer.remove(4);
        try (Peer peer = new Peer(network)) {
            peer.send("0200", broken);
            peer.expect("0210", answer);
            peer.echo("000042");
        }
    }

    /** The other headers cannot say it. */
    @ParameterizedTest
    @EnumSource(names = {"VISA", "UNIONPAY"})
    void shouldNotAnswerWhatComesBack(NetworkWire network) throws IOException {
        final String message = network.message("0200", purchase(network, "000051"));
        final long before = ledgerMinor();
        try (Peer peer = new Peer(network)) {
            peer.raw(network.frame(network.rejected(message.length() / 2) + message));
            peer.echo("000052");
        }
        assertEquals(before, ledgerMinor());
    }

    private static TreeMap<Integer, String> purchase(NetworkWire network, String stan) {
        final TreeMap<Integer, String> elements = new TreeMap<>(network.own());
        elements.put(2, CARD);
        elements.put(3, "000000");
        elements.put(4, "000000012345");
        elements.put(7, "1122101530");
        elements.put(11, stan);
        elements.put(12, "101530");
        elements.put(13, "1122");
        elements.put(14, "3302");
        elements.put(18, "5411");
        elements.put(22, network.entryMode());
        elements.put(25, "00");
        elements.put(32, "100001");
        elements.put(37, "632610" + stan);
        elements.put(41, network.terminal());
        elements.put(42, "MERCHANT 000001");
        elements.put(49, "840");
        return elements;
    }

    private static TreeMap<Integer, String> approved(TreeMap<Integer, String> request) {
        final TreeMap<Integer, String> answer = answer(request, "00");
        answer.put(38, NetworkWire.ANY_CODE);
        return answer;
    }

    private static TreeMap<Integer, String> answer(TreeMap<Integer, String> request, String code) {
        final TreeMap<Integer, String> answer = new TreeMap<>(request);
        answer.keySet().retainAll(ECHOED);
        answer.put(39, code);
        return answer;
    }

    private static long ledgerMinor() {
        final AccountView view = new AccountView();
        node.read(engine -> engine.findAccount(ACCOUNT, view));
        return view.ledgerMinor();
    }

    /** As the dialect has it; what it cannot read fails. */
    private static String decoded(NetworkWire network, String body) {
        final StringBuilder json = new StringBuilder();
        final MessageJson reader = new MessageJson(Dialects.bundled(network.dialect()), true);
        assertTrue(reader.decodeHex(body, json), json::toString);
        return json.toString();
    }

    /** One connection. */
    private static final class Peer implements AutoCloseable {
        private final NetworkWire network;
        private final Socket socket;

        Peer(NetworkWire network) throws IOException {
            this.network = network;
            socket = new Socket("127.0.0.1", node.port(network.dialect()));
            socket.setSoTimeout(PATIENCE_MS);
        }

        void raw(String hex) throws IOException {
            socket.getOutputStream().write(HEX.parseHex(hex));
        }

        void send(String mti, TreeMap<Integer, String> elements) throws IOException {
            final String message = network.message(mti, elements);
            raw(network.frame(network.header(message.length() / 2, false) + message));
        }

        void echo(String stan) throws IOException {
            final TreeMap<Integer, String> request =
                    new TreeMap<>(Map.of(7, "1122101530", 11, stan, 70, "301"));
            send("0800", request);
            expect("0810", answer(request, "00"));
        }

        /** Header and message of the next frame. */
        String read() throws IOException {
            final InputStream in = socket.getInputStream();
            final byte[] prefix = in.readNBytes(network.prefixLength());
            final int length = network.bodyLength(prefix);
            final String frame = HEX.formatHex(prefix) + HEX.formatHex(in.readNBytes(length));
            final String body = frame.substring(2 * prefix.length);
            final boolean isTrailed = network == NetworkWire.BASE24;
            final String plain = isTrailed ? body.substring(0, body.length() - 2) : body;
            assertEquals(network.frame(plain), frame);
            return plain;
        }

        /** Compares the whole next frame; leaves it, for comparison. */
        String expect(String mti, TreeMap<Integer, String> elements) throws IOException {
            final String body = read();
            final String message = network.message(mti, elements);
            final int headerLength = network.header(0, true).length();
            final int bytes = (body.length() - headerLength) / 2;
            final String pattern = network.header(bytes, true) + message;
            assertTrue(body.matches(pattern), () -> pattern + "\n" + body);
            decoded(network, body);
            return body;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
