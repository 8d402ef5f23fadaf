package io.cardswitch.core.node.version;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.ledger.AccountView;
import io.cardswitch.core.node.NodeFixture;
import io.cardswitch.core.node.SwitchNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Links of ISO 8583:2003 in every encoding, and of a site's own dialect, met by bytes put together
 * by hand: every byte of the answers is told.
 */
final class Links2003IT {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int PATIENCE_MS = 20_000;

    /** A debit card of the demonstration. */
    private static final String CARD = "4761739048018687";

    /** Luhn's digit is right, but nobody has it. */
    private static final String NO_CARD = "4761739000000004";

    private static final String ACCOUNT = "1000000001";

    private static final Set<Integer> ECHOED =
            Set.of(2, 3, 4, 7, 11, 12, 22, 24, 26, 30, 32, 37, 41, 42, 56, 100);

    @TempDir private static Path folder;

    private static SwitchNode node;

    @BeforeAll
    static void start() throws IOException {
        final NodeFixture fixture = new NodeFixture(folder);
        final Path specs = Files.createDirectories(fixture.config().resolve("specs"));
        Files.writeString(specs.resolve("site2003.yaml"), Wire2003.DIALECT);
        final StringBuilder listeners = new StringBuilder("listeners:\n");
        for (final Wire2003 wire : Wire2003.values()) {
            listeners.append(wire.listener());
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
    void shouldSignOnEchoAndSignOff(Wire2003 wire) throws IOException {
        try (Peer peer = new Peer(wire)) {
            for (final String function : new String[] {"801", "831", "802"}) {
                final TreeMap<Integer, String> request = network(function);
                peer.expect("2804", request, "2814", answer(request, "8000"));
            }
            final TreeMap<Integer, String> unknown = network("899");
            peer.expect("2804", unknown, "2814", answer(unknown, "9102"));
            final TreeMap<Integer, String> none = network("831");
            none.remove(24);
            peer.expect("2804", none, "2814", answer(none, "9104"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldHoldPostRepeatAndReverse(Wire2003 wire) throws IOException {
        final long before = ledgerMinor();
        try (Peer peer = new Peer(wire)) {
            final TreeMap<Integer, String> hold = purchase("770000000011");
            hold.put(24, "100");
            peer.expect("2100", hold, "2110", approved(hold));

            final TreeMap<Integer, String> purchase = purchase("770000000012");
            final String first = peer.expect("2200", purchase, "2210", approved(purchase));
            assertEquals(before - 12_345, ledgerMinor());
            assertEquals(first, peer.expect("2201", purchase, "2210", approved(purchase)));
            assertEquals(before - 12_345, ledgerMinor(), "a repeat");
            final TreeMap<Integer, String> changed = new TreeMap<>(purchase);
            changed.put(4, "8402000000012346");
            peer.expect("2200", changed, "2210", answer(changed, "9113"));

            final TreeMap<Integer, String> reversal = reversal(purchase, "770000000013");
            peer.expect("2420", reversal, "2430", answer(reversal, "4000"));
            assertEquals(before, ledgerMinor());
            peer.expect("2421", reversal, "2430", answer(reversal, "4000"));
            assertEquals(before, ledgerMinor(), "a repeat");
        }
    }

    /** What stands in front of the last six digits of DE11 and behind DE42 of 16 tells, too. */
    @ParameterizedTest
    @EnumSource
    void shouldTellTransactionsApartByAllOfTheirNumber(Wire2003 wire) throws IOException {
        final long before = ledgerMinor();
        try (Peer peer = new Peer(wire)) {
            final TreeMap<Integer, String> one = purchase("000001000021");
            final TreeMap<Integer, String> two = purchase("000002000021");
            final TreeMap<Integer, String> other = purchase("000001000021");
            other.put(42, one.get(42) + "2");
            peer.expect("2200", one, "2210", approved(one));
            peer.expect("2200", two, "2210", approved(two));
            peer.expect("2200", other, "2210", approved(other));
            assertEquals(before - 3 * 12_345, ledgerMinor());

            final TreeMap<Integer, String> reversal = reversal(two, "000003000021");
            peer.expect("2400", reversal, "2410", answer(reversal, "4000"));
            assertEquals(before - 2 * 12_345, ledgerMinor());
            peer.expect("2400", reversal, "2410", answer(reversal, "4000"));
            assertEquals(before - 2 * 12_345, ledgerMinor(), "of the same one");
            for (final TreeMap<Integer, String> left : List.of(one, other)) {
                final TreeMap<Integer, String> undone = new TreeMap<>(left);
                undone.put(24, "400"); // Its own elements name the original.
                peer.expect("2420", undone, "2430", answer(undone, "4000"));
            }
            assertEquals(before, ledgerMinor());
        }
    }

    /** DE30 tells what was asked for, DE4 what was dispensed. */
    @ParameterizedTest
    @EnumSource
    void shouldGiveBackAPart(Wire2003 wire) throws IOException {
        final long before = ledgerMinor();
        try (Peer peer = new Peer(wire)) {
            final TreeMap<Integer, String> purchase = purchase("000000000031");
            peer.expect("2200", purchase, "2210", approved(purchase));
            final TreeMap<Integer, String> part = reversal(purchase, "000000000032");
            part.put(24, "401");
            part.put(30, purchase.get(4) + "0".repeat(16));
            part.put(4, "8402000000002345");
            peer.expect("2420", part, "2430", answer(part, "4000"));
            assertEquals(before - 2_345, ledgerMinor());
            part.put(30, "978" + part.get(30).substring(3));
            peer.expect("2420", part, "2430", answer(part, "9104"));
            final TreeMap<Integer, String> rest = reversal(purchase, "000000000033");
            peer.expect("2420", rest, "2430", answer(rest, "4000"));
            assertEquals(before, ledgerMinor());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeAdvices(Wire2003 wire) throws IOException {
        final long before = ledgerMinor();
        try (Peer peer = new Peer(wire)) {
            final TreeMap<Integer, String> held = purchase("000000000041");
            peer.expect("2120", held, "2130", approvedAdvice(held));
            final TreeMap<Integer, String> advice = purchase("000000000042");
            final String first = peer.expect("2220", advice, "2230", approvedAdvice(advice));
            assertEquals(first, peer.expect("2221", advice, "2230", approvedAdvice(advice)));
            assertEquals(before - 12_345, ledgerMinor());
            final TreeMap<Integer, String> reversal = reversal(advice, "000000000043");
            peer.expect("2420", reversal, "2430", answer(reversal, "4000"));
        }
        assertEquals(before, ledgerMinor());
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseByCause(Wire2003 wire) throws IOException {
        final long before = ledgerMinor();
        try (Peer peer = new Peer(wire)) {
            peer.refuse(4, "8402000000500001", "1021");
            peer.refuse(4, "9782000000012345", "1010");
            peer.refuse(2, NO_CARD, "1011");
            peer.refuse(2, "4761739048018688", "1011");
            peer.refuse(14, "2002", "1001");
            peer.refuse(3, "400000", "9102");
            final TreeMap<Integer, String> file = purchase("000000000051");
            peer.expect("2300", file, "2310", answer(file, "9102"));
        }
        assertEquals(before, ledgerMinor());
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellBalances(Wire2003 wire) throws IOException {
        final String digits = String.format("%012d", ledgerMinor());
        try (Peer peer = new Peer(wire)) {
            for (final String amount : new String[] {null, "0".repeat(16)}) {
                final TreeMap<Integer, String> inquiry = purchase("000000000061");
                inquiry.put(3, "310000");
                inquiry.remove(4);
                if (amount != null) inquiry.put(4, amount);
                inquiry.put(11, amount == null ? "000000000061" : "000000000062");
                final TreeMap<Integer, String> answer = approved(inquiry);
                answer.put(54, "20018402C" + digits + "20028402C" + digits);
                peer.expect("2200", inquiry, "2210", answer);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldAnswerWhatCannotBeRead(Wire2003 wire) throws IOException {
        try (Peer peer = new Peer(wire)) {
            final TreeMap<Integer, String> broken = purchase("000000000071");
            broken.put(4, "A402000000012345");
            final TreeMap<Integer, String> answer = answer(broken, "9104");
            answer.remove(4);
            peer.expect("2200", broken, "2210", answer);
            peer.refuse(4, "8403000000012345", "9104"); // Dollars have two decimals.
            peer.refuse(4, "0000000000012345", "9104");
            peer.refuse(3, "0000AA", "9104");
            peer.refuse(11, "000000000000", "9104");
            final TreeMap<Integer, String> reversal =
                    reversal(purchase("000000000072"), "000000000073");
            reversal.put(56, "2200" + "000000000072" + "2026112210153");
            peer.expect("2420", reversal, "2430", answer(reversal, "9104"));
            peer.expect("2804", network("831"), "2814", answer(network("831"), "8000"));
        }
    }

    private static TreeMap<Integer, String> network(String function) {
        return new TreeMap<>(
                Map.of(7, "1122101530", 11, "123456000001", 12, "20261122101530", 24, function));
    }

    private static TreeMap<Integer, String> purchase(String stan) {
        final TreeMap<Integer, String> elements = new TreeMap<>();
        elements.put(2, CARD);
        elements.put(3, "000000");
        elements.put(4, "8402000000012345");
        elements.put(7, "1122101530");
        elements.put(11, stan);
        elements.put(12, "20261122101530");
        elements.put(14, "3302");
        elements.put(22, "10000000200000000100000001000000");
        elements.put(24, "200");
        elements.put(26, "5411");
        elements.put(32, "100001");
        elements.put(37, "63" + stan.substring(2));
        elements.put(41, "TERM000100000001");
        elements.put(42, "MERCHANT 000001 OF THE FAR NORTH");
        elements.put(49, "010006DF0103313233");
        elements.put(100, "200002");
        return elements;
    }

    /** Its transmission is later, as those of reversals are; DE12 is that of the original. */
    private static TreeMap<Integer, String> reversal(
            TreeMap<Integer, String> original, String stan) {
        final TreeMap<Integer, String> elements = new TreeMap<>(original);
        elements.remove(14);
        elements.remove(49);
        elements.put(7, "1122101631");
        elements.put(11, stan);
        elements.put(12, "20261122101630");
        elements.put(24, "400");
        elements.put(56, "2200" + original.get(11) + original.get(12) + original.get(32));
        return elements;
    }

    private static TreeMap<Integer, String> approved(TreeMap<Integer, String> request) {
        final TreeMap<Integer, String> answer = answer(request, "0000");
        answer.put(38, Wire2003.ANY_CODE);
        return answer;
    }

    private static TreeMap<Integer, String> approvedAdvice(TreeMap<Integer, String> request) {
        return answer(request, "9000");
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

    /** One connection. */
    private static final class Peer implements AutoCloseable {
        private final Wire2003 wire;
        private final Socket socket;
        private int refused;

        Peer(Wire2003 wire) throws IOException {
            this.wire = wire;
            socket = new Socket("127.0.0.1", node.port(wire.dialect()));
            socket.setSoTimeout(PATIENCE_MS);
        }

        /** Sends a request and compares the whole answer; leaves it, for comparison. */
        String expect(
                String mti,
                TreeMap<Integer, String> request,
                String answerMti,
                TreeMap<Integer, String> answer)
                throws IOException {
            final byte[] message = HEX.parseHex(wire.message(mti, request));
            final byte[] frame = new byte[2 + message.length];
            frame[0] = (byte) (message.length >> 8);
            frame[1] = (byte) message.length;
            System.arraycopy(message, 0, frame, 2, message.length);
            socket.getOutputStream().write(frame);

            final DataInputStream in = new DataInputStream(socket.getInputStream());
            final byte[] reply = new byte[in.readUnsignedShort()];
            in.readFully(reply);
            final String body = HEX.formatHex(reply);
            final String pattern = wire.message(answerMti, answer);
            assertTrue(body.matches(pattern), () -> pattern + "\n" + body);
            return body;
        }

        /** A purchase with this element is refused, and nothing of it is added to the answer. */
        void refuse(int de, String value, String code) throws IOException {
            final TreeMap<Integer, String> purchase = purchase("0000009000" + (10 + refused++));
            purchase.put(de, value);
            expect("2200", purchase, "2210", answer(purchase, code));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
