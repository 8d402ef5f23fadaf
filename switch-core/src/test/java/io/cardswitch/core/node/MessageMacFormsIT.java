package io.cardswitch.core.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cardswitch.core.config.CardRow;
import io.cardswitch.core.ledger.AccountView;
import io.cardswitch.hsm.simulator.SoftwareHsm;
import io.cardswitch.hsm.simulator.SoftwareHsmConfig;
import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.spec.Dialects;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Every algorithm and length of MACs, over TCP in every encoding; messages and codes put together
 * by hand, with nothing of the codec or the software HSM.
 */
final class MessageMacFormsIT {
    private static final String LINK = "terminals-mac";
    private static final String DEMO_LINK =
            "spec: iso87-binary\n    pin_key: demo-tpk\n    mac: {key: demo-tak}";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int TIMEOUT_MS = 20_000;
    private static final int AMOUNT_MINOR = 1_234;
    private static final int[] OF_PURCHASE = {2, 3, 4, 7, 11, 14, 18, 22, 32, 37, 41, 42, 49, 64};
    private static final int[] OF_REVERSAL = {2, 3, 4, 7, 11, 32, 37, 41, 42, 49, 90, 128};

    @TempDir private Path folder;

    private String dialect;
    private MacByHand macs;
    private int length;
    private CardRow row;

    @ParameterizedTest
    @CsvSource({
        "iso87-binary, MAC1,         8",
        "iso87-binary, CMAC_OF_TDEA, 8",
        "iso87-binary, CMAC_OF_AES,  4",
        "iso87-ascii,  MAC1,         4",
        "iso87-ascii,  CMAC_OF_AES,  8",
        "iso87-ebcdic, RETAIL,       8",
        "iso87-ebcdic, CMAC_OF_TDEA, 4"
    })
    void shouldTakeRightCodesOnlyAndAnswerWithOne(String dialect, MacByHand macs, int length)
            throws IOException {
        this.dialect = dialect;
        this.macs = macs;
        this.length = length;
        try (SoftwareHsm hsm = SoftwareHsm.start(SoftwareHsmConfig.onLoopback(0))) {
            final NodeFixture fixture = new NodeFixture(folder);
            fixture.useHsm(hsm.port());
            fixture.replace("keys.yaml", "keys:\n", "keys:\n  by-hand: " + macs.keyBlock() + "\n");
            fixture.replace(
                    "links.yaml",
                    DEMO_LINK,
                    "spec: %s\n    mac: {key: by-hand, algorithm: %s, length: %d}"
                            .formatted(dialect, macs.algorithm(), length));
            fixture.read()
                    .cards()
                    .forEachCard(next -> {
                        if (row == null) row = next;
                    });
            try (SwitchNode node = fixture.start();
                    Socket socket = new Socket("127.0.0.1", node.port(LINK))) {
                socket.setSoTimeout(TIMEOUT_MS);
                talk(node, socket);
            }
            assertEquals(-1, fixture.death.get());
        }
    }

    private void talk(SwitchNode node, Socket socket) throws IOException {
        final long before = ledgerMinor(node);
        assertEquals("00", exchange(socket, seal(purchase(1))));
        assertEquals(before - AMOUNT_MINOR, ledgerMinor(node));
        for (int octet = 0; octet < length; octet++) {
            final byte[] wrong = seal(purchase(2));
            final int at = wrong.length - codeBytes() + octet * codeBytes() / 8;
            wrong[at] = (byte) (isHex() ? wrong[at] == '0' ? '1' : '0' : wrong[at] ^ 1);
            assertEquals("96", exchange(socket, wrong), "octet " + octet + " of the code");
        }
        final byte[] changed = seal(purchase(2));
        final byte[] code =
                Arrays.copyOfRange(changed, changed.length - codeBytes(), changed.length);
        final byte[] other = seal(purchase(3));
        System.arraycopy(code, 0, other, other.length - codeBytes(), codeBytes());
        assertEquals("96", exchange(socket, other), "the code of another message");
        assertEquals(before - AMOUNT_MINOR, ledgerMinor(node));
        assertEquals("00", exchange(socket, seal(reversal(4))));
        assertEquals(before, ledgerMinor(node));
        assertEquals(length + 1, node.metric("switch_message_macs_total", "wrong"));
    }

    private long ledgerMinor(SwitchNode node) {
        final AccountView view = new AccountView();
        node.read(engine -> engine.findAccount(row.account(), view));
        return view.ledgerMinor();
    }

    /** DE39 of the answer, whose code was checked. */
    private String exchange(Socket socket, byte[] message) throws IOException {
        final byte[] frame = new byte[2 + message.length];
        frame[0] = (byte) (message.length >> Byte.SIZE);
        frame[1] = (byte) message.length;
        System.arraycopy(message, 0, frame, 2, message.length);
        socket.getOutputStream().write(frame);
        final DataInputStream in = new DataInputStream(socket.getInputStream());
        final byte[] answer = in.readNBytes(in.readUnsignedShort());
        final byte[] covered = Arrays.copyOf(answer, answer.length - codeBytes());
        assertEquals(HEX.formatHex(answer), HEX.formatHex(seal(covered)), "its code");
        final MessageDecoder decoder = new MessageDecoder(Dialects.bundled(dialect));
        assertTrue(decoder.wrap(new UnsafeBuffer(answer), 0, answer.length));
        final UnsafeBuffer text = new UnsafeBuffer(new byte[2]);
        decoder.copyText(39, text, 0);
        return text.getStringWithoutLengthAscii(0, 2);
    }

    private boolean isBinary() {
        return dialect.equals("iso87-binary");
    }

    private boolean isHex() {
        return dialect.equals("iso87-ascii");
    }

    private int codeBytes() {
        return isHex() ? 16 : 8;
    }

    /** The message and its code: so many octets, zeros behind them. */
    private byte[] seal(byte[] covered) {
        final byte[] code = Arrays.copyOf(Arrays.copyOf(macs.of(covered), length), 8);
        final byte[] onWire = isHex() ? ascii(HEX.formatHex(code)) : code;
        final byte[] message = Arrays.copyOf(covered, covered.length + onWire.length);
        System.arraycopy(onWire, 0, message, covered.length, onWire.length);
        return message;
    }

    /** As far as its code. */
    private byte[] purchase(int stan) {
        final ByteArrayOutputStream out = begin("0200", OF_PURCHASE, 1);
        number(out, "1122013000");
        number(out, "%06d".formatted(stan));
        number(out, "%04d".formatted(row.expiry()));
        number(out, "5411");
        number(out, isBinary() ? "0051" : "051");
        names(out, 1);
        return out.toByteArray();
    }

    /** Of the first purchase, as far as its code. */
    private byte[] reversal(int stan) {
        final ByteArrayOutputStream out = begin("0420", OF_REVERSAL, 2);
        number(out, "1122013000");
        number(out, "%06d".formatted(stan));
        names(out, 1);
        number(out, "0200" + "000001" + "1122013000" + "00000100001" + "00000000000");
        return out.toByteArray();
    }

    /** Message type, bitmaps, DE2, DE3, DE4. */
    private ByteArrayOutputStream begin(String mti, int[] elements, int bitmaps) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        number(out, mti);
        final byte[] bits = new byte[8 * bitmaps];
        for (final int de : elements) {
            bits[(de - 1) / 8] |= (byte) (0x80 >> (de - 1) % 8);
        }
        if (bitmaps > 1) bits[0] |= (byte) 0x80;
        out.writeBytes(isHex() ? ascii(HEX.formatHex(bits)) : bits);
        number(out, "16" + row.digits());
        number(out, "000000" + "%012d".formatted(AMOUNT_MINOR));
        return out;
    }

    /** DE32, DE37, DE41, DE42, DE49. */
    private void names(ByteArrayOutputStream out, int reference) {
        number(out, "06" + "100001");
        text(out, "6326%08d".formatted(reference) + "TERM0001" + "MERCHANT0000001" + "840");
    }

    private void number(ByteArrayOutputStream out, String digits) {
        if (isBinary()) {
            out.writeBytes(HEX.parseHex(digits));
        } else {
            text(out, digits);
        }
    }

    private void text(ByteArrayOutputStream out, String characters) {
        final boolean isEbcdic = dialect.equals("iso87-ebcdic");
        out.writeBytes(
                isEbcdic ? characters.getBytes(Charset.forName("IBM037")) : ascii(characters));
    }

    private static byte[] ascii(String characters) {
        return characters.getBytes(StandardCharsets.US_ASCII);
    }
}
