package io.cardswitch.core.node;

import io.cardswitch.core.config.NodeConfig;
import io.cardswitch.core.config.SwitchConfig;
import io.cardswitch.core.transport.ListenerConfig;

import org.agrona.CloseHelper;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tries the addresses of a node before its first start makes a data directory: a start that cannot
 * succeed leaves nothing behind. They are let go again, because a client that finds a listener
 * expects answers; whoever takes one meanwhile is met when the listeners open.
 */
final class PortCheck implements AutoCloseable {
    private final List<ServerSocket> held = new ArrayList<>();

    private PortCheck() {}

    /**
     * Looks whether all addresses are free, unless there are data already: then it matters more who
     * owns them, and nothing new would be left.
     *
     * @throws StartException when one is taken, names the same address twice, or does not exist
     *     here
     */
    static void beforeFirstStart(SwitchConfig config) {
        final NodeConfig node = config.node();
        if (hasData(node.journal().directory())) return;
        try (PortCheck check = new PortCheck()) {
            for (final ListenerConfig listener : config.transport().listeners()) {
                check.hold("link " + listener.link(), listener.host(), listener.port());
            }
            check.hold("admin", node.adminHost(), node.adminPort());
        }
    }

    /** What cannot be read is the journal's to complain of. */
    private static boolean hasData(Path directory) {
        if (!Files.exists(directory)) return false;
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isPresent();
        } catch (final IOException e) {
            return true;
        }
    }

    private void hold(String who, String host, int port) {
        try {
            final ServerSocket socket = new ServerSocket();
            held.add(socket);
            socket.setReuseAddress(true); // As the listeners do.
            socket.bind(new InetSocketAddress(host, port));
        } catch (final IOException e) {
            throw cannotListen(who, host, port, e);
        }
    }

    /** What the operator reads, whenever it is noticed. */
    static StartException cannotListen(String who, String host, int port, IOException cause) {
        return new StartException(
                ExitCode.BIND,
                who + ": cannot listen on " + host + ":" + port + ": " + cause.getMessage(),
                cause);
    }

    @Override
    public void close() {
        CloseHelper.quietCloseAll(held);
    }
}
