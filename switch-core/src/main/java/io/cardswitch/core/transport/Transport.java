package io.cardswitch.core.transport;

import static io.cardswitch.core.command.Invariants.check;

import io.cardswitch.core.command.CommandIngress;
import io.cardswitch.core.command.ReplyEgress;
import io.cardswitch.core.edge.EdgeLoop;
import io.cardswitch.core.metrics.SwitchCounters;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The acquirer side's sockets. Made in two steps, because pipeline and edge stand between: event
 * loops first, listeners when everything behind them is ready.
 */
public final class Transport implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final int HIGHEST_WATER_BYTES = 256 * 1024;
    private static final long SHUTDOWN_MS = 5_000;

    /**
     * What the transport tells the node.
     *
     * @param counters takes the counters of links and connections
     * @param operatorLog takes one line per rare event: a connection refused or closed for cause
     * @param fatal takes an error that only a bug can cause; the node stops
     */
    public record Ports(
            SwitchCounters counters, Consumer<String> operatorLog, Consumer<Throwable> fatal) {}

    /**
     * What stands behind one event loop.
     *
     * @param edge adapters and composer of this event loop
     * @param ingress where this event loop's commands go
     */
    public record Behind(EdgeLoop edge, CommandIngress ingress) {}

    private final TransportConfig config;
    private final MultiThreadIoEventLoopGroup group;
    private final SocketLoop[] loops;
    private final List<Listener> listeners = new ArrayList<>();
    private final List<Channel> bound = new ArrayList<>();
    private final Consumer<Throwable> fatal;

    /**
     * Starts the event loops and reads certificates; binds nothing.
     *
     * @throws TransportException when a certificate is not usable
     */
    public Transport(TransportConfig config, Ports ports) {
        this.config = config;
        this.fatal = ports.fatal();
        int headroom = 0;
        for (final ListenerConfig listener : config.listeners()) {
            listeners.add(new Listener(listener, config.eventLoops(), ports));
            headroom = Math.max(headroom, listeners.getLast().maxFrameBytes());
        }
        group =
                new MultiThreadIoEventLoopGroup(
                        config.eventLoops(),
                        new DefaultThreadFactory("switch-loop", true),
                        Epoll.isAvailable()
                                ? EpollIoHandler.newFactory()
                                : NioIoHandler.newFactory());
        loops = new SocketLoop[config.eventLoops()];
        int index = 0;
        for (final EventExecutor executor : group) {
            loops[index] = new SocketLoop(index, (EventLoop) executor, headroom, fatal);
            index++;
        }
    }

    /** Runs tasks on event loop number {@code loop}. */
    public Executor executor(int loop) {
        return loops[loop].executor();
    }

    /** Has event loop number {@code loop} take answers of the HSM; for any thread. */
    public Runnable checkWaker(int loop) {
        return loops[loop]::wakeForChecks;
    }

    /** Takes replies on the one event loop's own thread (compact). */
    public ReplyEgress directEgress() {
        check(loops.length == 1, "the compact layout has one event loop");
        return loops[0];
    }

    /** Takes replies on one other thread and passes them to the event loops (staged). */
    public ReplyEgress queuedEgress() {
        return new QueuedEgress(loops, config.maxInFlightPerLoop(), fatal);
    }

    /**
     * Opens all listeners.
     *
     * @param behind one for each event loop, in their order
     * @throws TransportException when an address cannot be bound
     */
    public void start(List<Behind> behind) {
        check(behind.size() == loops.length, "every event loop has an edge");
        for (final SocketLoop loop : loops) {
            final Behind parts = behind.get(loop.index());
            loop.executor()
                    .submit(() -> loop.attach(parts.edge(), parts.ingress()))
                    .syncUninterruptibly();
        }
        for (final Listener listener : listeners) {
            bind(listener);
        }
    }

    private void bind(Listener listener) {
        final ListenerConfig settings = listener.config();
        final int highWater = Math.min(HIGHEST_WATER_BYTES, settings.maxPendingBytes() / 2);
        final boolean isEpoll = Epoll.isAvailable();
        final Class<? extends ServerChannel> type =
                isEpoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        final ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(group)
                        .channel(type)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(
                                ChannelOption.WRITE_BUFFER_WATER_MARK,
                                new WriteBufferWaterMark(highWater / 4, highWater))
                        .childHandler(listener.initializer(this));
        if (isEpoll) {
            bootstrap.childOption(EpollChannelOption.TCP_USER_TIMEOUT, config.userTimeoutMs());
        }
        final ChannelFuture bind =
                bootstrap.bind(settings.host(), settings.port()).awaitUninterruptibly();
        if (!bind.isSuccess()) {
            throw new TransportException(
                    "link "
                            + settings.link()
                            + ": cannot listen on "
                            + settings.host()
                            + ":"
                            + settings.port()
                            + ": "
                            + bind.cause().getMessage(),
                    bind.cause());
        }
        bound.add(bind.channel());
    }

    /** Port that the listener of this link is bound to. */
    public int port(String link) {
        for (int i = 0; i < bound.size(); i++) {
            if (listeners.get(i).config().link().equals(link)) {
                return ((InetSocketAddress) bound.get(i).localAddress()).getPort();
            }
        }
        throw new IllegalArgumentException("no open listener of link " + link);
    }

    SocketLoop loopOf(EventLoop executor) {
        for (final SocketLoop loop : loops) {
            if (loop.executor() == executor) {
                return loop;
            }
        }
        throw new IllegalArgumentException("a channel of another event loop group");
    }

    /** Takes no new connections and no new requests; answers still leave. */
    public void stopReading() {
        bound.forEach(channel -> channel.close().syncUninterruptibly());
        for (final SocketLoop loop : loops) {
            loop.executor().submit(loop::quiet).syncUninterruptibly();
        }
    }

    /** Closes all connections and ends the event loops. */
    @Override
    public void close() {
        bound.forEach(channel -> channel.close().syncUninterruptibly());
        for (final SocketLoop loop : loops) {
            loop.executor().submit(loop::closeAll).syncUninterruptibly();
        }
        group.shutdownGracefully(0, SHUTDOWN_MS, TimeUnit.MILLISECONDS).syncUninterruptibly();
    }
}
