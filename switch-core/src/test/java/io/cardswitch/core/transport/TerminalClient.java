package io.cardswitch.core.transport;

import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.codec.MessageEncoder;
import io.cardswitch.iso8583.framing.Framing;

import org.agrona.concurrent.UnsafeBuffer;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/** A blocking client that sends 0800 and reads 0810, byte by byte if need be. */
final class TerminalClient implements AutoCloseable {
    private static final int PATIENCE_MS = 20_000;

    private final MessageDecoder decoder;
    private final Socket socket;
    private final Framing framing;
    private final DataInputStream in;

    TerminalClient(int port, Framing framing) throws IOException {
        this(new Socket("127.0.0.1", port), framing);
    }

    TerminalClient(Socket socket, Framing framing) throws IOException {
        this.socket = socket;
        this.framing = framing;
        this.decoder = new MessageDecoder(TransportFixture.spec(framing));
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MS);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /** One framed echo test with this STAN. */
    static byte[] echo(Framing framing, int stan) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
        final int prefix = framing.prefixLength();
        final int headerLength = framing.header().answerLength();
        final MessageEncoder encoder =
                new MessageEncoder(TransportFixture.spec(framing))
                        .wrap(buffer, prefix + headerLength, 256);
        encoder.begin(0x0800, true);
        encoder.number(7, 1122101530L);
        encoder.number(11, stan);
        encoder.number(70, 301);
        final int length = encoder.finish();
        framing.header().putRequest(buffer, prefix, length);
        return Arrays.copyOf(buffer.byteArray(), framing.wrap(buffer, 0, headerLength + length));
    }

    /** Echo tests with the STANs from {@code first} to {@code last}, back to back. */
    static byte[] echoes(Framing framing, int first, int last) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int stan = first; stan <= last; stan++) {
            bytes.writeBytes(echo(framing, stan));
        }
        return bytes.toByteArray();
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Reads one frame, whatever it holds. */
    byte[] readFrame() throws IOException {
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[4096]);
        int at = 0;
        int length;
        do {
            frame.putByte(at++, in.readByte());
            length = framing.frameLength(frame, 0, at);
        } while (length == Framing.UNKNOWN);
        in.readFully(frame.byteArray(), at, length - at);
        return Arrays.copyOf(frame.byteArray(), length);
    }

    /** Reads one answer and returns its STAN; fails when it is no approval. */
    int readStan() throws IOException {
        final UnsafeBuffer frame = new UnsafeBuffer(readFrame());
        final int prefix = framing.prefixLength();
        final int body = framing.bodyLength(frame.capacity());
        final int header = framing.header().length(frame, prefix, body);
        if (!decoder.wrap(frame, prefix + header, body - header) || decoder.mti() != 0x0810) {
            throw new AssertionError("no 0810: " + decoder.errorReason());
        }
        if (decoder.number(39) != 0) {
            throw new AssertionError("not approved");
        }
        return (int) decoder.number(11);
    }

    /** Reads so many answers; every STAN must differ. */
    Set<Integer> readStans(int count) throws IOException {
        final Set<Integer> stans = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            if (!stans.add(readStan())) {
                throw new AssertionError("answered twice");
            }
        }
        return stans;
    }

    /** True when the switch has closed the connection; waits for it. */
    boolean isClosedByPeer() throws IOException {
        try {
            in.readByte();
            return false;
        } catch (final EOFException | SocketException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
