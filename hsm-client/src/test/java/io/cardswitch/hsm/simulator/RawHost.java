package io.cardswitch.hsm.simulator;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A host with nothing but a socket: two bytes of length, then characters one byte each. */
final class RawHost implements AutoCloseable {
    private static final int TIMEOUT_MS = 10_000;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    RawHost(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(TIMEOUT_MS);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
    }

    void send(String frame) throws IOException {
        final byte[] bytes = frame.getBytes(StandardCharsets.ISO_8859_1);
        final byte[] framed = new byte[bytes.length + 2];
        framed[0] = (byte) (bytes.length >> 8);
        framed[1] = (byte) bytes.length;
        System.arraycopy(bytes, 0, framed, 2, bytes.length);
        out.write(framed);
        out.flush();
    }

    void sendRaw(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    String receive() throws IOException {
        final byte[] frame = new byte[in.readUnsignedShort()];
        in.readFully(frame);
        return new String(frame, StandardCharsets.ISO_8859_1);
    }

    /** Sends a frame of header and command, and returns the frame that comes back. */
    String exchange(String frame) throws IOException {
        send(frame);
        return receive();
    }

    /** Whether the other side has closed. */
    boolean isClosed() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
