package io.cardswitch.core.node;

import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.spec.Dialects;

import org.agrona.concurrent.UnsafeBuffer;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A terminal that speaks iso87-binary behind a two-byte length, its requests made by hand. */
public final class TerminalFixture implements AutoCloseable {
    private static final int TIMEOUT_MS = 20_000;

    private final Socket socket;
    private byte[] reply = new byte[0];
    private final MessageDecoder answer = new MessageDecoder(Dialects.bundled("iso87-binary"));

    /** Connects. */
    public TerminalFixture(int port) throws IOException {
        this(new Socket("127.0.0.1", port));
    }

    /** Speaks over an open connection. */
    public TerminalFixture(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(TIMEOUT_MS);
    }

    /**
     * A purchase of the demo's first card, as hexadecimal: MTI, bitmap, DE 2, 3, 4, 7, 11, 14, 18,
     * 22, 25, 32, 37, 41, 42, 49.
     */
    public static String purchase(String digits, String expiry, int stan, long amountMinor) {
        return "0200"
                + bitmap()
                + "16"
                + digits
                + "000000"
                + String.format("%012d", amountMinor)
                + "1122013000"
                + String.format("%06d", stan)
                + expiry
                + "5411"
                + "0051"
                + "00"
                + "06100001"
                + text(String.format("6326%08d", stan))
                + text("TERM0001")
                + text("MERCHANT0000001")
                + text("840");
    }

    private static String bitmap() {
        long bits = 0;
        for (final int element : new int[] {2, 3, 4, 7, 11, 14, 18, 22, 25, 32, 37, 41, 42, 49}) {
            bits |= 1L << Long.SIZE - element;
        }
        return String.format("%016X", bits);
    }

    private static String text(String value) {
        return HexFormat.of().formatHex(value.getBytes(StandardCharsets.US_ASCII));
    }

    /** Sends one message and returns the DE39 of its answer. */
    public String exchange(String hex) throws IOException {
        send(hex);
        return receive();
    }

    /** Sends one message. */
    public void send(String hex) throws IOException {
        final byte[] body = HexFormat.of().parseHex(hex);
        final byte[] frame = new byte[body.length + 2];
        frame[0] = (byte) (body.length >> 8);
        frame[1] = (byte) body.length;
        System.arraycopy(body, 0, frame, 2, body.length);
        socket.getOutputStream().write(frame);
    }

    /** Message type and DE39 of the next answer. */
    public String receive() throws IOException {
        final DataInputStream in = new DataInputStream(socket.getInputStream());
        reply = new byte[in.readUnsignedShort()];
        in.readFully(reply);
        if (!answer.wrap(new UnsafeBuffer(reply), 0, reply.length)) {
            throw new AssertionError("answer is not readable: " + answer.errorReason());
        }
        final UnsafeBuffer code = new UnsafeBuffer(new byte[2]);
        answer.copyText(39, code, 0);
        return String.format("%04x ", answer.mti()) + code.getStringWithoutLengthAscii(0, 2);
    }

    /** The answer received last. */
    public byte[] reply() {
        return reply.clone();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
