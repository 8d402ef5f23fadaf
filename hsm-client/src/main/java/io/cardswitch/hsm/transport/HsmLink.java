package io.cardswitch.hsm.transport;

import io.cardswitch.hsm.HsmAnswer;
import io.cardswitch.hsm.HsmRequest;
import io.cardswitch.hsm.HsmResult;
import io.cardswitch.hsm.command.status.DiagnosticsDecoder;
import io.cardswitch.hsm.command.status.StatusEncoder;
import io.cardswitch.hsm.transport.table.CorrelationTable;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One place for a connection to an HSM. A connection is used only after the HSM has answered an
 * {@code NC} on it, and no longer than it goes on answering: that or any other command. Of the
 * event loop's thread.
 *
 * <pre>
 *  DOWN -- time --> CONNECTING -- connected --> PROBING -- ND --> READY
 *   ^                    |                         |                |
 *   +---- refused, closed, silent, broken ---------+----------------+
 * </pre>
 */
final class HsmLink implements AnswerReader.Sink {
    private enum State {
        DOWN,
        CONNECTING,
        PROBING,
        READY
    }

    /** Stands in the correlation table for a probe. */
    private static final int PROBE = Integer.MAX_VALUE;

    private static final int PROBE_LENGTH = 16;
    private static final int SEND_BUFFER_LENGTH = 64 * 1024;

    private final HsmEndpoint endpoint;
    private final HsmLoop loop;
    private final HsmPoolConfig config;
    private final HsmCounters counters;
    private final CorrelationTable correlations;
    private final AnswerReader reader;
    private final SendBuffer out;
    private final HsmRequest probe = new HsmRequest(PROBE_LENGTH);
    private final HsmAnswer probeAnswer = new HsmAnswer();
    private final DiagnosticsDecoder diagnostics = new DiagnosticsDecoder();
    private State state = State.DOWN;
    private ChannelHandlerContext context;
    private int timeoutsInRow;
    private int backoffMs;
    private long actAtMs; // When to connect, or when a connection must have answered.
    private long probeAtMs;
    private long probeId;
    private boolean isProbeAnswered = true;
    private boolean isAnswering; // Any answer since the probe.

    HsmLink(HsmEndpoint endpoint, HsmLoop loop, HsmPoolConfig config, HsmCounters counters) {
        this.endpoint = endpoint;
        this.loop = loop;
        this.config = config;
        this.counters = counters;
        this.correlations = new CorrelationTable(config.headerLength(), config.maxInFlight());
        this.reader = new AnswerReader(config.headerLength() + config.maxAnswerLength());
        final int longest = config.prefixLength() + config.maxRequestLength();
        this.out = new SendBuffer(Math.max(SEND_BUFFER_LENGTH, 2 * longest));
        this.backoffMs = config.timers().backoffMs();
    }

    HsmEndpoint endpoint() {
        return endpoint;
    }

    boolean isReady() {
        return state == State.READY;
    }

    int inFlight() {
        return correlations.waiting();
    }

    /** Whether a command can go now; one place in the window is kept for the probe. */
    boolean canSend() {
        return state == State.READY
                && !endpoint.isLeaving()
                && correlations.waiting() < config.maxInFlight() - 1
                && out.hasRoom(config.prefixLength() + config.maxRequestLength());
    }

    /** Writes a command behind the others of this batch; returns the id in its header. */
    long write(int slot, DirectBuffer command, int offset, int length) {
        final long id = correlations.add(slot);
        final UnsafeBuffer target = out.view();
        final int at = out.offset();
        final int frameLength = config.headerLength() + length;
        target.putByte(at, (byte) (frameLength >> Byte.SIZE));
        target.putByte(at + 1, (byte) frameLength);
        correlations.putHeader(target, at + Short.BYTES, id);
        target.putBytes(at + config.prefixLength(), command, offset, length);
        out.advance(Short.BYTES + frameLength);
        return id;
    }

    /** Sends what was written. */
    void flush() {
        if (context != null) {
            out.flush(context);
        }
    }

    /** A command was not answered in time; on so many in a row the connection is taken out. */
    boolean giveUp(long id) {
        correlations.giveUp(id);
        timeoutsInRow++;
        return timeoutsInRow >= config.timers().timeoutsToOpen();
    }

    /** Does what has become due. */
    void tick(long nowMs) {
        switch (state) {
            case DOWN -> {
                if (nowMs >= actAtMs) {
                    state = State.CONNECTING;
                    actAtMs = nowMs + config.timers().connectMs();
                    loop.connect(this);
                }
            }
            case CONNECTING, PROBING -> {
                if (nowMs >= actAtMs) {
                    fail();
                }
            }
            case READY -> {
                if (nowMs >= probeAtMs) {
                    probe(nowMs);
                }
                flush(); // The other buffer may have left meanwhile.
            }
            default -> throw new IllegalStateException();
        }
    }

    private void probe(long nowMs) {
        if (!isProbeAnswered) { // The one before was not, for a whole interval.
            counters.probesFailed.increment();
            if (!isAnswering) {
                takeOut();
                return;
            }
            correlations.giveUp(probeId); // Lost in a moment of silence that is over.
            isProbeAnswered = true;
        }
        probeAtMs = nowMs + config.timers().healthMs();
        if (correlations.hasRoom() && out.hasRoom(config.prefixLength() + PROBE_LENGTH)) {
            StatusEncoder.diagnostics(probe);
            probeId = write(PROBE, probe.buffer(), 0, probe.length());
            isProbeAnswered = false;
            isAnswering = false;
            flush();
        }
    }

    /** Could not be connected. */
    void onConnectFailed() {
        if (state == State.CONNECTING) {
            fail();
        }
    }

    private void fail() {
        counters.connectFailures.increment();
        goDown();
    }

    /** Closes the connection because of what the HSM does or does not do. */
    void takeOut() {
        if (state == State.READY) {
            counters.takenOut.increment();
            loop.log(endpoint, "a connection is taken out");
            goDown();
        } else if (state != State.DOWN) {
            fail();
        }
    }

    private void goDown() {
        final boolean wasReady = state == State.READY;
        state = State.DOWN;
        actAtMs = HsmLoop.nowMs() + loop.jitter(backoffMs);
        backoffMs = (int) Math.min(2L * backoffMs, config.timers().maxBackoffMs());
        if (wasReady) {
            counters.lost.increment();
        }
        final ChannelHandlerContext closing = context;
        context = null;
        if (closing != null) {
            closing.close();
        }
        reader.clear();
        out.clear();
        int slot = correlations.takeAny();
        while (slot != CorrelationTable.UNKNOWN) {
            if (slot != PROBE) {
                loop.onLost(slot, this);
            }
            slot = correlations.takeAny();
        }
        correlations.clear();
    }

    /** Closes for good. */
    void shutDown() {
        goDown();
        actAtMs = Long.MAX_VALUE;
        out.release();
    }

    @Override
    public void onFrame(UnsafeBuffer buffer, int offset, int length) {
        if (context == null) {
            return; // Closed by an answer of the same read.
        }
        final int headerLength = config.headerLength();
        if (length < headerLength + HsmAnswer.PREFIX_LENGTH) {
            counters.malformed.increment();
            return;
        }
        final int slot = correlations.match(correlations.readHeader(buffer, offset));
        switch (slot) {
            case PROBE -> onProbe(buffer, offset + headerLength, length - headerLength);
            case CorrelationTable.DUPLICATE -> counters.duplicate.increment();
            case CorrelationTable.LATE -> counters.late.increment();
            case CorrelationTable.UNKNOWN -> counters.unknown.increment();
            default -> {
                timeoutsInRow = 0;
                isAnswering = true;
                loop.onAnswer(slot, this, buffer, offset + headerLength, length - headerLength);
            }
        }
    }

    @Override
    public void onBroken() {
        counters.malformed.increment();
        loop.log(endpoint, "an answer is longer than the limit");
        takeOut();
    }

    private void onProbe(UnsafeBuffer buffer, int offset, int length) {
        isProbeAnswered = true;
        if (diagnostics.decode(probeAnswer.wrap(buffer, offset, length)) != HsmResult.OK) {
            counters.probesFailed.increment();
            takeOut();
            return;
        }
        timeoutsInRow = 0;
        loop.fleet().onDiagnostics(endpoint, diagnostics.lmkCheckValue());
        if (state == State.PROBING) {
            state = State.READY;
            backoffMs = config.timers().backoffMs();
            counters.connected.increment();
            loop.onReady(this);
        }
    }

    /** Handler of one connection: whatever comes of an older one is dropped. */
    ChannelInboundHandlerAdapter newHandler() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelActive(ChannelHandlerContext active) {
                if (state != State.CONNECTING || context != null) {
                    active.close();
                    return;
                }
                context = active;
                state = State.PROBING;
                timeoutsInRow = 0;
                isProbeAnswered = true;
                probe(HsmLoop.nowMs());
            }

            @Override
            public void channelRead(ChannelHandlerContext reading, Object message) {
                try {
                    if (reading == context) {
                        reader.read((ByteBuf) message, HsmLink.this);
                    }
                    if (reading != context) {
                        reader.clear(); // Closed by what was read.
                    }
                } catch (final IllegalStateException | IndexOutOfBoundsException bug) {
                    loop.onBug(bug);
                } finally {
                    ReferenceCountUtil.release(message);
                }
            }

            @Override
            public void channelReadComplete(ChannelHandlerContext reading) {
                loop.endBatch();
            }

            @Override
            public void channelInactive(ChannelHandlerContext closed) {
                if (closed == context) {
                    onClosed();
                }
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext failed, Throwable cause) {
                failed.close(); // Reset, TLS failure: the message is the peer's, not to be logged.
            }
        };
    }

    private void onClosed() {
        if (state == State.READY) {
            loop.log(endpoint, "a connection was closed by the device");
            goDown();
        } else {
            fail();
        }
        loop.endBatch();
    }

    /** Whether none of its buffers holds anything, for tests. */
    boolean isBlank() {
        return out.isBlank() && reader.isBlank();
    }
}
