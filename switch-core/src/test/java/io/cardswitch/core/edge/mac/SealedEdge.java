package io.cardswitch.core.edge.mac;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cardswitch.core.command.ResultCode;
import io.cardswitch.core.edge.EdgeFixture;
import io.cardswitch.core.edge.LinkConfig;
import io.cardswitch.core.edge.RequestAdapter;
import io.cardswitch.core.edge.security.LinkKeys;
import io.cardswitch.core.edge.security.SecurityConfig;
import io.cardswitch.hsm.HsmClient;
import io.cardswitch.hsm.HsmKey;
import io.cardswitch.hsm.PinBlockFormat;
import io.cardswitch.iso8583.framing.Header;
import io.cardswitch.iso8583.spec.Dialects;

import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Messages and answers with MACs on one event loop; the test is the engine, and the HSM. */
abstract class SealedEdge {
    static final String BLOCK =
            "S00072M3TN00E0000FAE969184135D5F03FFAD5CF41B67CB4BF8096D575F388BB4909745E";
    static final String OTHER_BLOCK =
            "S00072M3TN00E00000BD15EE77A80DC453A4E292FCA009CB916701206F323E7D54B6589B0";
    static final String CODE = "0123456789ABCDEF";
    static final String ANSWER_CODE = "FEDCBA9876543210";
    static final int SLOTS = 8;
    static final int RESERVED = 2;
    static final String MACS = "switch_message_macs_total";

    final ScriptedHsm hsm = new ScriptedHsm();
    final List<byte[]> sent = new ArrayList<>();
    EdgeFixture edge = open("iso87-binary", Header.NONE, 8);

    EdgeFixture open(String dialect, Header header, int length) {
        final EdgeFixture opened =
                open(dialect, header, new MacFormat(MacAlgorithm.RETAIL, length), hsm);
        opened.edge.attach((session, buffer, offset, count) -> {
            assertEquals(EdgeFixture.SESSION, session);
            final byte[] answer = new byte[count];
            buffer.getBytes(offset, answer);
            sent.add(answer);
        });
        return opened;
    }

    /** A link with MACs of this format, and who makes and verifies them; nobody takes answers. */
    static EdgeFixture open(String dialect, Header header, MacFormat format, HsmClient hsm) {
        final LinkKeys keys =
                new LinkKeys(null, false, PinBlockFormat.ISO_0, HsmKey.parse(BLOCK), format, null);
        final SecurityConfig security =
                new SecurityConfig(Map.of(EdgeFixture.LINK, keys), Map.of(), Map.of(), 1_000, 16);
        return new EdgeFixture(
                new LinkConfig(
                        EdgeFixture.LINK,
                        "pos",
                        Dialects.bundled(dialect),
                        header,
                        true,
                        3,
                        true,
                        Optional.empty()),
                Optional.of(security),
                hsm);
    }

    static Map<Integer, String> purchase() {
        final Map<Integer, String> elements = EdgeFixture.purchase();
        elements.put(64, CODE);
        return elements;
    }

    static Map<Integer, String> reversal() {
        final Map<Integer, String> elements = EdgeFixture.reversal();
        elements.put(128, CODE);
        return elements;
    }

    boolean work() {
        return edge.edge.work(EdgeFixture.NOW_MS, edge);
    }

    /** Sends a message, and has the HSM say this of its code. */
    void verify(int mti, Map<Integer, String> elements, String verdict) {
        assertEquals(RequestAdapter.HELD, edge.send(mti, elements));
        hsm.answer(hsm.next(), verdict);
        work();
    }

    /** Has the HSM make the code of the answer that waits; returns what left. */
    Map<Integer, String> seal() {
        final int before = sent.size();
        hsm.answer(hsm.next(), "M700" + ANSWER_CODE);
        work();
        assertEquals(before + 1, sent.size());
        return answer();
    }

    Map<Integer, String> answer() {
        return edge.decode(new UnsafeBuffer(sent.getLast()), 0, sent.getLast().length);
    }

    boolean reply(ResultCode result) {
        return edge.edge.holdsAnswer(EdgeFixture.reply(edge.handle(), result));
    }

    void assertAllFree() {
        assertEquals(0, edge.edge.pendingRequests());
        assertEquals(0, hsm.waiting());
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Prefix, then the message in front of its code, then the code where it is verified. */
    static byte[] command(String prefix, byte[] message, int codeBytes, String code) {
        final int covered = message.length - codeBytes;
        final byte[] head = ascii(prefix + "FFF" + BLOCK + "%04X".formatted(covered));
        final byte[] command = Arrays.copyOf(head, head.length + covered + code.length());
        System.arraycopy(message, 0, command, head.length, covered);
        System.arraycopy(ascii(code), 0, command, head.length + covered, code.length());
        return command;
    }

    static String text(ScriptedHsm.Asked asked) {
        return new String(asked.command(), StandardCharsets.ISO_8859_1);
    }
}
