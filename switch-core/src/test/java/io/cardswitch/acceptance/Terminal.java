package io.cardswitch.acceptance;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.codec.MessageEncoder;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.spec.Dialects;

import org.agrona.concurrent.UnsafeBuffer;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;

/** A terminal on a blocking socket: iso87-binary, two bytes of length. */
final class Terminal implements AutoCloseable {
    private static final MessageSpec SPEC = Dialects.bundled("iso87-binary");
    private static final int TIMEOUT_MS = 20_000;
    private static final int MAX_LENGTH = 4_096;

    private final String id;
    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final UnsafeBuffer sent = new UnsafeBuffer(new byte[MAX_LENGTH]);
    private final MessageEncoder encoder = new MessageEncoder(SPEC);
    private final MessageDecoder decoder = new MessageDecoder(SPEC);

    /** Connects the terminal of this DE41. */
    Terminal(int port, String id) throws IOException {
        this.id = id;
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(TIMEOUT_MS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 1 << 16));
    }

    /** Puts a purchase into the output buffer. */
    void purchase(int mti, int stan, int card, long amountMinor) throws IOException {
        encoder.wrap(sent, 0, MAX_LENGTH).begin(mti, false);
        text(2, Site.cardNumber(card));
        encoder.number(3, 0).number(4, amountMinor);
        text(7, "1122101112");
        encoder.number(11, stan);
        text(12, "101112");
        text(13, "1122");
        text(14, "4912");
        encoder.number(22, 51);
        text(32, "100001");
        text(37, rrn(stan));
        text(41, id);
        text(42, "ACCEPTANCE00001");
        text(49, "840");
        raw(sent.byteArray(), encoder.finish());
    }

    /** Puts any bytes as one frame into the output buffer. */
    void raw(byte[] frame, int length) throws IOException {
        out.writeShort(length);
        out.write(frame, 0, length);
    }

    /** Puts bytes into the output buffer as they are, without a length. */
    void bytes(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    /** Sends what the output buffer holds. */
    void flush() throws IOException {
        out.flush();
    }

    /** Waits for the next answer. */
    Answer read() throws IOException {
        final byte[] frame = new byte[in.readUnsignedShort()];
        in.readFully(frame);
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        if (!decoder.wrap(buffer, 0, frame.length)) {
            throw new IOException("the answer cannot be read: " + decoder.errorReason());
        }
        return new Answer(
                decoder.mti(),
                (int) decoder.number(11),
                value(39),
                decoder.has(38) ? value(38) : "",
                decoder.has(37) ? value(37) : "");
    }

    /** Purchase and its answer. */
    Answer exchange(int stan, int card, long amountMinor) throws IOException {
        purchase(0x0200, stan, card, amountMinor);
        flush();
        return read();
    }

    /** True when the peer has closed the connection and sends nothing more. */
    boolean isClosedByPeer() throws IOException {
        return in.read() < 0;
    }

    /** DE37 of a purchase. */
    static String rrn(int stan) {
        return "R" + Site.digits(stan, 11);
    }

    private String value(int de) {
        final UnsafeBuffer text = new UnsafeBuffer(new byte[64]);
        return text.getStringWithoutLengthAscii(0, decoder.copyText(de, text, 0));
    }

    private void text(int de, String value) {
        final byte[] bytes = value.getBytes(US_ASCII);
        encoder.text(de, bytes, 0, bytes.length);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** What the tests ask of an answer. */
    record Answer(int mti, int stan, String code, String approvalCode, String rrn) {
        boolean isApproved() {
            return code.equals("00");
        }
    }
}
