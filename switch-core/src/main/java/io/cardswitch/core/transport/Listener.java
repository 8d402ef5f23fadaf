package io.cardswitch.core.transport;

import io.cardswitch.core.edge.ReplyComposer;
import io.cardswitch.core.metrics.SwitchCounters;
import io.cardswitch.iso8583.framing.Framing;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One listening socket: its book, its TLS, its counters, and what it makes of a connection. */
final class Listener {
    private final ListenerConfig config;
    private final ConnectionBook book;
    private final SslContext tls;
    private final Consumer<Throwable> fatal;
    private final SocketCounters[] counters;

    Listener(ListenerConfig config, int loops, Transport.Ports ports) {
        this.config = config;
        this.book = new ConnectionBook(config, ports.operatorLog());
        this.tls = config.tls().map(settings -> settings.context(config.link())).orElse(null);
        this.fatal = ports.fatal();
        this.counters = new SocketCounters[loops];
        final SwitchCounters registry = ports.counters();
        for (int loop = 0; loop < loops; loop++) {
            counters[loop] = new SocketCounters(registry, config.link(), loop);
        }
        registry.gauge(
                "switch_connections",
                "Open connections.",
                book::connections,
                "link",
                config.link());
    }

    ListenerConfig config() {
        return config;
    }

    SocketCounters counters(int loop) {
        return counters[loop];
    }

    /** Bytes of the longest frame. */
    int maxFrameBytes() {
        final Framing framing = config.framing();
        return framing.prefixLength() + maxBodyLength() + framing.trailerLength();
    }

    /** Longest body that is taken: its answer, which may be longer, must fit the framing, too. */
    int maxBodyLength() {
        return Math.min(
                config.maxFrameLength(),
                config.framing().longestBody() - ReplyComposer.MAX_ADDED_BYTES);
    }

    /** Hands an error that only a bug can cause to the node. */
    void onFatal(Throwable cause) {
        fatal.accept(cause);
    }

    /** Counts the end of a connection, and tells the operator unless it is an ordinary one. */
    void onClosed(int loop, CloseReason reason, SocketAddress peer) {
        counters[loop].closed(reason).increment();
        if (reason != CloseReason.PEER && reason != CloseReason.SHUTDOWN) {
            book.onClosed(reason, peer, System.currentTimeMillis());
        }
    }

    /** Sets up accepted connections, on the event loop that will serve them. */
    ChannelInitializer<Channel> initializer(Transport transport) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                accept(channel, transport.loopOf(channel.eventLoop()));
            }
        };
    }

    private void accept(Channel channel, SocketLoop loop) {
        if (!(channel.remoteAddress() instanceof InetSocketAddress peer)) {
            channel.close(); // Gone before it was accepted.
            return;
        }
        final InetAddress address = peer.getAddress();
        final Optional<CloseReason> refusal = book.enter(address);
        if (refusal.isPresent()) {
            onClosed(loop.index(), refusal.get(), peer);
            channel.close();
            return;
        }
        channel.closeFuture().addListener(closed -> book.leave(address));
        if (tls == null) {
            channel.config().setRecvByteBufAllocator(loop.receiveBuffer());
        } else {
            channel.config()
                    .setRecvByteBufAllocator(
                            new FixedRecvByteBufAllocator(SharedReceiveBuffer.READ_LENGTH));
            final SslHandler handler = tls.newHandler(channel.alloc());
            handler.setHandshakeTimeout(
                    config.tls().orElseThrow().handshakeTimeoutMs(), TimeUnit.MILLISECONDS);
            channel.pipeline().addLast(handler);
        }
        channel.pipeline().addLast(new LinkSession(loop, this));
    }
}
