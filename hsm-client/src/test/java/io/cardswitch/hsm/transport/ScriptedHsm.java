package io.cardswitch.hsm.transport;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A device that answers what a test tells it to. {@code NC} is always answered well unless the
 * script takes it; echo ({@code B2}) and verification ({@code DC}) answer success.
 */
final class ScriptedHsm implements AutoCloseable {
    static final int HEADER_LENGTH = 4;
    static final String HEALTHY = "ND007B44AC1DDEE2A94B0007-E000";

    /** What to do with a command. */
    interface Script {
        /** Sends what it likes; returns whether the usual answer must not be sent. */
        boolean onCommand(Connection connection, String header, String command) throws IOException;
    }

    /** One accepted connection. */
    final class Connection implements Runnable {
        private final Socket socket;
        private final OutputStream out;

        Connection(Socket socket) throws IOException {
            this.socket = socket;
            socket.setTcpNoDelay(true);
            this.out = socket.getOutputStream();
        }

        @Override
        public void run() {
            try (Socket open = socket) {
                final DataInputStream in = new DataInputStream(open.getInputStream());
                while (true) {
                    final byte[] frame = new byte[in.readUnsignedShort()];
                    in.readFully(frame);
                    final String text = new String(frame, StandardCharsets.ISO_8859_1);
                    final String command = text.substring(HEADER_LENGTH);
                    if (!command.equals("NC")) {
                        commands.incrementAndGet();
                    }
                    serve(text.substring(0, HEADER_LENGTH), command);
                }
            } catch (final IOException e) {
                connections.remove(this); // The client left, or the device was closed.
            }
        }

        private void serve(String header, String command) throws IOException {
            if (isSilent || script.onCommand(this, header, command)) {
                return;
            }
            switch (command.substring(0, 2)) {
                case "NC" -> answer(header, HEALTHY);
                case "B2" -> answer(header, "B300" + command.substring(6));
                default -> answer(header, responseCode(command) + "00");
            }
        }

        /** Sends one answer, framed. */
        void answer(String header, String answer) throws IOException {
            final byte[] body = (header + answer).getBytes(StandardCharsets.ISO_8859_1);
            final byte[] frame = new byte[2 + body.length];
            frame[0] = (byte) (body.length >> 8);
            frame[1] = (byte) body.length;
            System.arraycopy(body, 0, frame, 2, body.length);
            raw(frame);
        }

        void raw(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        void close() {
            try {
                socket.close();
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final ServerSocket server;
    private final Thread acceptor;
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final AtomicInteger commands = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile Script script = (connection, header, command) -> false;
    private volatile boolean isSilent;

    ScriptedHsm() throws IOException {
        this(0);
    }

    ScriptedHsm(int port) throws IOException {
        this(new ServerSocket(port, 64, InetAddress.getLoopbackAddress()));
    }

    /** Listens on a socket of the test's making, such as one with TLS. */
    ScriptedHsm(ServerSocket server) {
        this.server = server;
        acceptor = Thread.ofPlatform().name("scripted-hsm").start(this::accept);
    }

    private void accept() {
        try {
            while (true) {
                final Connection connection = new Connection(server.accept());
                accepted.incrementAndGet();
                connections.add(connection);
                threads.add(Thread.ofPlatform().name("scripted-hsm-connection").start(connection));
            }
        } catch (final IOException e) {
            connections.forEach(Connection::close); // The device was closed.
        }
    }

    static String responseCode(String command) {
        return "" + command.charAt(0) + (char) (command.charAt(1) + 1);
    }

    int port() {
        return server.getLocalPort();
    }

    HsmEndpointConfig endpoint(String name, int connectionCount) {
        return new HsmEndpointConfig(
                name, "127.0.0.1", port(), connectionCount, java.util.Optional.empty());
    }

    void script(Script commandScript) {
        script = commandScript;
    }

    /** From now on everything is read and nothing is answered. */
    void blackhole(boolean isOn) {
        isSilent = isOn;
    }

    /** Commands received, probes not counted. */
    int commands() {
        return commands.get();
    }

    int accepted() {
        return accepted.get();
    }

    void dropConnections() {
        connections.forEach(Connection::close);
    }

    @Override
    public void close() {
        try {
            server.close();
            acceptor.join();
            connections.forEach(Connection::close);
            for (final Thread thread : threads) {
                thread.join();
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
