package io.cardswitch.hsm.simulator;

import io.cardswitch.hsm.crypto.Hex;
import io.cardswitch.hsm.crypto.lmk.TestLmk;
import io.cardswitch.hsm.crypto.lmk.VariantLmk;
import io.cardswitch.hsm.simulator.device.Device;
import io.cardswitch.hsm.simulator.host.CommandTable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.LongAdder;

/**
 * A payShield in software: host commands over TCP with real cryptography under the published test
 * LMKs. Anybody can read keys under those, so it is for tests and demonstrations only and refuses
 * to start in production. One thread accepts, one serves each connection.
 */
public final class SoftwareHsm implements AutoCloseable {
    /** What it says of itself at every start. */
    public static final String BANNER =
            "SOFTWARE HSM - NOT FOR PRODUCTION: published test LMKs, keys protect nothing";

    private static final String PRODUCTION = "production";
    private static final int JOIN_MS = 5_000;

    private final SoftwareHsmConfig config;
    private final ServerSocket listener;
    private final CommandTable<Device> commands;
    private final Set<HostConnection> connections = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService delays =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("software-hsm-delay").factory());
    private final Thread acceptor;
    private final LongAdder answers = new LongAdder();
    private final LongAdder refusedConnections = new LongAdder();
    private final LongAdder malformedFrames = new LongAdder();
    private volatile Faults faults = Faults.NONE;

    private SoftwareHsm(SoftwareHsmConfig config, ServerSocket listener) {
        this.config = config;
        this.listener = listener;
        this.commands = HostCommands.table(config.headerLength());
        this.acceptor =
                Thread.ofPlatform().daemon().name("software-hsm-accept").unstarted(this::accept);
    }

    /**
     * Listens.
     *
     * @throws IOException when the port cannot be bound
     * @throws IllegalStateException in production
     */
    public static SoftwareHsm start(SoftwareHsmConfig config) throws IOException {
        if (PRODUCTION.equals(config.environment())) {
            throw new IllegalStateException(
                    "the software HSM does not start in production: use a real HSM");
        }
        final ServerSocket listener = new ServerSocket();
        try {
            listener.bind(
                    new InetSocketAddress(InetAddress.getByName(config.host()), config.port()));
        } catch (IOException e) {
            listener.close();
            throw e;
        }
        final SoftwareHsm hsm = new SoftwareHsm(config, listener);
        hsm.acceptor.start();
        return hsm;
    }

    /** The port it listens on. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Number of commands it knows. */
    public int commandCount() {
        return commands.size();
    }

    /** Check value of its LMK, 16 hex digits, as diagnostics ({@code NC}) tell it. */
    public static String lmkCheckValue() {
        try (VariantLmk lmk = TestLmk.variant()) {
            return Hex.text(lmk.checkValue());
        }
    }

    /** What it does wrong from now on. */
    public void setFaults(Faults next) {
        faults = next;
    }

    /** Requests answered, refusals counted. */
    public long answers() {
        return answers.sum();
    }

    /** Connections closed because there were too many. */
    public long refusedConnections() {
        return refusedConnections.sum();
    }

    /** Connections closed because of a frame too long or too short. */
    public long malformedFrames() {
        return malformedFrames.sum();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                serve(listener.accept());
            } catch (IOException e) {
                // Closed, or a peer that went away before it was accepted.
                if (listener.isClosed()) return;
            }
        }
    }

    private void serve(Socket socket) throws IOException {
        if (connections.size() >= config.maxConnections()) {
            refusedConnections.increment();
            socket.close();
            return;
        }
        socket.setTcpNoDelay(true);
        final HostConnection connection = new HostConnection(this, socket);
        connections.add(connection);
        connection.start();
    }

    SoftwareHsmConfig config() {
        return config;
    }

    CommandTable<Device> commands() {
        return commands;
    }

    Faults faults() {
        return faults;
    }

    ScheduledExecutorService delays() {
        return delays;
    }

    void onAnswer() {
        answers.increment();
    }

    void onMalformed() {
        malformedFrames.increment();
    }

    void onClosed(HostConnection connection) {
        connections.remove(connection);
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            // Nothing is left to close then.
        }
        join(acceptor);
        delays.shutdownNow();
        for (final HostConnection connection : connections) {
            connection.close();
            join(connection.thread());
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(JOIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
