package io.cardswitch.hsm.transport;

import io.cardswitch.hsm.HsmClient;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * HSMs that do the same work: several devices, several connections each, any number of commands
 * under way on each connection. A command goes where the fewest are waiting; when it is not
 * answered in time and may be repeated, another HSM is asked within the caller's deadline. An HSM
 * that stops answering is taken out until it answers again. All of it on one thread.
 */
public final class HsmPool implements AutoCloseable {
    private static final int TICK_MS = 8;
    private static final long SHUTDOWN_MS = 5_000;

    /**
     * What the pool tells its owner.
     *
     * @param operatorLog takes one line per rare event: connections that come and go
     * @param fatal takes an error that only a bug can cause
     */
    public record Ports(Consumer<String> operatorLog, Consumer<Throwable> fatal) {}

    private final HsmPoolConfig config;
    private final HsmCounters counters = new HsmCounters();
    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop executor;
    private final HsmLoop loop;
    private boolean isClosed;

    /**
     * Starts the thread and begins to connect.
     *
     * @throws IllegalArgumentException when a certificate is not usable
     */
    public HsmPool(HsmPoolConfig config, Ports ports) {
        this.config = config;
        group =
                new MultiThreadIoEventLoopGroup(
                        1,
                        new DefaultThreadFactory("hsm-loop", true),
                        Epoll.isAvailable()
                                ? EpollIoHandler.newFactory()
                                : NioIoHandler.newFactory());
        executor = group.next();
        try {
            loop = new HsmLoop(config, counters, ports, executor, this::connect);
        } catch (final IllegalArgumentException e) {
            stopThread();
            throw e;
        }
        executor.scheduleWithFixedDelay(
                () -> loop.run(loop::tick), 0, TICK_MS, TimeUnit.MILLISECONDS);
    }

    /**
     * A way to the HSMs for one thread.
     *
     * @param limit commands that it may have taken over and not completed
     * @param onCompletions called on the pool's thread when completions wait and were not signalled
     *     since the last poll; must not block. A thread that polls anyway passes an empty one
     */
    public HsmClient newClient(int limit, Runnable onCompletions) {
        if (limit < 1 || limit > config.maxPending()) {
            throw new IllegalArgumentException("a client may have 1 to maxPending commands");
        }
        return loop.newClient(limit, onCompletions);
    }

    /** Counts of this pool. */
    public HsmCounters counters() {
        return counters;
    }

    /** Connections that can be used now; of monitoring, not exact while connections change. */
    public int usableConnections() {
        return executor.submit(
                        () -> (int) loop.fleet().links().stream().filter(HsmLink::isReady).count())
                .syncUninterruptibly()
                .getNow();
    }

    /** What stands behind the event loop, for tests. */
    HsmLoop loop() {
        return loop;
    }

    /** Runs on the event loop. */
    private void connect(HsmLink link) {
        final HsmEndpointConfig endpoint = link.endpoint().config();
        final Bootstrap bootstrap =
                new Bootstrap()
                        .group(executor)
                        .channel(
                                Epoll.isAvailable()
                                        ? EpollSocketChannel.class
                                        : NioSocketChannel.class)
                        .option(ChannelOption.TCP_NODELAY, true)
                        .option(ChannelOption.SO_KEEPALIVE, true)
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, config.timers().connectMs())
                        .handler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        addTls(channel, link.endpoint());
                                        channel.pipeline().addLast(link.newHandler());
                                    }
                                });
        final ChannelFuture connecting = bootstrap.connect(endpoint.host(), endpoint.port());
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                loop.run(link::onConnectFailed);
            }
        });
    }

    private void addTls(Channel channel, HsmEndpoint endpoint) {
        final SslContext tls = endpoint.tls();
        if (tls == null) {
            return;
        }
        final HsmEndpointConfig settings = endpoint.config();
        final SslHandler handler =
                tls.newHandler(
                        channel.alloc(),
                        settings.tls().orElseThrow().serverName(),
                        settings.port());
        handler.setHandshakeTimeoutMillis(config.timers().connectMs());
        handler.setWrapDataSize(0); // Commands are encrypted from where they are, not copied first.
        channel.pipeline().addLast(handler);
    }

    /**
     * Completes what is pending with {@link io.cardswitch.hsm.HsmResult#CLOSED}, closes all
     * connections and ends the thread. Callers send nothing while the pool closes; completions can
     * be polled afterwards.
     */
    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            executor.submit(() -> loop.run(loop::shutDown)).syncUninterruptibly();
            stopThread();
        }
    }

    private void stopThread() {
        group.shutdownGracefully(0, SHUTDOWN_MS, TimeUnit.MILLISECONDS).syncUninterruptibly();
    }
}
