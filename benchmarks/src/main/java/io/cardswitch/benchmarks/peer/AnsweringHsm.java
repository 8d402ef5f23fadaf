package io.cardswitch.benchmarks.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * The cheapest HSM: says yes to everything on one connection, so that what remains is the cost of
 * the client and of the sockets.
 */
public final class AnsweringHsm implements AutoCloseable {
    /** Name of the thread that answers, for its cost. */
    public static final String THREAD = "answering-hsm";

    private static final int HEADER_LENGTH = 4;
    private static final int BUFFER_LENGTH = 256 * 1024;
    private static final byte[] HEALTHY =
            "007B44AC1DDEE2A94B0007-E000".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DONE = {'0', '0'};

    private final ServerSocketChannel server;
    private final Thread thread;
    private volatile SocketChannel open;

    /** Listens on a free port of the loopback interface. */
    public AnsweringHsm() throws IOException {
        server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        thread = Thread.ofPlatform().name(THREAD).start(this::serve);
    }

    /** Port of the host commands. */
    public int port() {
        return server.socket().getLocalPort();
    }

    private void serve() {
        try {
            while (true) {
                try (SocketChannel channel = server.accept()) {
                    open = channel;
                    answer(channel);
                }
            }
        } catch (final ClosedChannelException e) {
            // Closed by its owner.
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(SocketChannel channel) throws IOException {
        final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_LENGTH);
        final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_LENGTH);
        while (channel.read(in) >= 0) {
            in.flip();
            while (isWhole(in)) {
                answerOne(in, out);
            }
            in.compact();
            out.flip();
            while (out.hasRemaining()) {
                channel.write(out);
            }
            out.clear();
        }
    }

    private static boolean isWhole(ByteBuffer in) {
        return in.remaining() >= Short.BYTES
                && in.remaining() >= Short.BYTES + in.getShort(in.position());
    }

    private static void answerOne(ByteBuffer in, ByteBuffer out) {
        final int at = in.position() + Short.BYTES;
        final int length = in.getShort(in.position());
        final byte first = in.get(at + HEADER_LENGTH);
        final byte second = in.get(at + HEADER_LENGTH + 1);
        final byte[] fields = first == 'N' && second == 'C' ? HEALTHY : DONE;
        out.putShort((short) (HEADER_LENGTH + 2 + fields.length));
        for (int i = 0; i < HEADER_LENGTH; i++) {
            out.put(in.get(at + i));
        }
        out.put(first).put((byte) (second + 1)).put(fields);
        in.position(at + length);
    }

    @Override
    public void close() throws IOException {
        server.close();
        if (open != null) {
            open.close();
        }
        try {
            thread.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
