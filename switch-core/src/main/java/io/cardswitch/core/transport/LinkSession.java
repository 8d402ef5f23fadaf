package io.cardswitch.core.transport;

import io.cardswitch.core.command.ReplyFlyweight;
import io.cardswitch.core.edge.ReplyComposer;
import io.cardswitch.core.edge.RequestAdapter;
import io.cardswitch.iso8583.framing.EmptyFrame;
import io.cardswitch.iso8583.framing.FrameError;
import io.cardswitch.iso8583.framing.FrameReader;
import io.cardswitch.iso8583.framing.Framing;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.util.ReferenceCountUtil;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.util.Arrays;

import javax.net.ssl.SSLException;

/**
 * One connection of a link: cuts what it receives into messages for the edge and sends the answers
 * of a batch with one write. Reading pauses while the switch has no room or the peer does not read.
 */
final class LinkSession extends ChannelInboundHandlerAdapter implements FrameReader.Sink {
    private static final int SEND_BUFFER_LENGTH = 32 * 1024;
    private static final int MS_PER_SECOND = 1_000;

    private final SocketLoop loop;
    private final Listener listener;
    private final RequestAdapter adapter;
    private final SocketCounters counters;
    private final Framing framing;
    private final FrameReader reader;
    private final UnsafeBuffer restView = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer outView = new UnsafeBuffer(0, 0);
    private ChannelHandlerContext context;
    private long id;
    private byte[] rest = new byte[0];
    private int restLength;
    private ByteBuf out;
    private int malformedInRow;
    private long lastReadMs;
    private long receivedNs;
    private long partialSinceMs;
    private long unreadSinceMs;
    private long nowMs;
    private boolean isTouched;
    private boolean isStalled;
    private boolean isClosing;

    LinkSession(SocketLoop loop, Listener listener) {
        this.loop = loop;
        this.listener = listener;
        this.adapter = loop.edge().adapter(listener.config().linkId());
        this.counters = listener.counters(loop.index());
        this.framing = listener.config().framing();
        this.reader = new FrameReader(framing, listener.maxBodyLength());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        lastReadMs = loop.nowMs();
        id = loop.add(this);
        counters.accepted.increment();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        isClosing = true;
        loop.remove(id);
        Arrays.fill(rest, (byte) 0); // May hold a track or a PIN block.
        restLength = 0;
        if (out != null) {
            out.release();
            out = null;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        close(CloseReason.PEER); // Counts only when nothing else was the cause.
        ctx.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        final ByteBuf bytes = (ByteBuf) message;
        try {
            nowMs = loop.nowMs();
            lastReadMs = nowMs;
            if (!isStalled) receivedNs = System.nanoTime();
            loop.edge().receivedNs(receivedNs);
            counters.lastMessageSeconds.set(nowMs / MS_PER_SECOND);
            counters.receivedBytes.add(bytes.readableBytes());
            final SharedReceiveBuffer shared = loop.receiveBuffer();
            if (shared.holds(bytes)) {
                receive(shared, bytes.readableBytes());
            }
            while (bytes.isReadable() && !shared.holds(bytes)) { // Decrypted by the TLS handler.
                receive(shared, shared.moveFrom(bytes));
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        loop.endBatch();
        ctx.fireChannelReadComplete();
    }

    /** Takes {@code length} new bytes at the shared buffer's headroom; nothing stays there. */
    private void receive(SharedReceiveBuffer shared, int length) {
        final UnsafeBuffer view = shared.view();
        final int limit = shared.headroom() + length;
        final int start = shared.headroom() - (isStalled ? 0 : restLength);
        if (isStalled) {
            keep(view, start, length, restLength);
        } else if (!isClosing) {
            read(view, start, limit);
        }
        view.setMemory(start, limit - start, (byte) 0);
    }

    /** Reads the new bytes behind the rest. */
    private void read(UnsafeBuffer view, int start, int limit) {
        view.putBytes(start, rest, 0, restLength);
        final int end = reader.read(view, start, limit, this);
        noteProgress(end > start, limit - end);
        keep(view, end, limit - end, 0);
    }

    /** Goes on with what was kept when there was no room. */
    void resume() {
        isStalled = false;
        if (isClosing) {
            return;
        }
        nowMs = loop.nowMs();
        loop.edge().receivedNs(receivedNs);
        restView.wrap(rest, 0, restLength);
        final int end = reader.read(restView, 0, restLength, this);
        noteProgress(end > 0, restLength - end);
        keep(restView, end, restLength - end, 0);
        updateReading();
    }

    private void noteProgress(boolean hasConsumed, int left) {
        if (left == 0) {
            partialSinceMs = 0;
        } else if (hasConsumed || partialSinceMs == 0) {
            partialSinceMs = nowMs;
        }
    }

    private void keep(DirectBuffer bytes, int offset, int length, int at) {
        if (at + length > rest.length) {
            final byte[] old = rest;
            rest = Arrays.copyOf(old, Math.max(at + length, listener.maxFrameBytes()));
            Arrays.fill(old, (byte) 0);
        }
        bytes.getBytes(offset, rest, at, length);
        final int left = at + length;
        if (left < restLength) { // May hold a track or a PIN block.
            Arrays.fill(rest, left, restLength, (byte) 0);
        }
        restLength = left;
    }

    @Override
    public boolean onBody(DirectBuffer buffer, int offset, int length) {
        int outcome = adapter.onFrame(id, buffer, offset, length, nowMs);
        if (outcome == RequestAdapter.NO_ROOM) {
            loop.makeRoom();
            outcome = adapter.onFrame(id, buffer, offset, length, nowMs);
            if (outcome == RequestAdapter.NO_ROOM) {
                stall();
                return false;
            }
        }
        if (outcome == RequestAdapter.ANSWERED) {
            send(adapter.answerBuffer(), 0, adapter.answerLength());
        }
        return !adapter.isMalformed() ? noteReadable() : noteMalformed();
    }

    @Override
    public boolean onControl(DirectBuffer buffer, int offset, int length) {
        counters.emptyFrames.increment();
        final EmptyFrame meaning = framing.emptyFrame();
        if (meaning == EmptyFrame.MALFORMED) {
            return noteMalformed();
        }
        if (meaning == EmptyFrame.POLL && length == framing.prefixLength()) {
            outView.putBytes(reserve() - length, buffer, offset, length);
            commit(length);
        }
        return !isClosing;
    }

    @Override
    public void onBroken(FrameError error) {
        close(CloseReason.of(error));
    }

    private boolean noteReadable() {
        malformedInRow = 0;
        return !isClosing;
    }

    private boolean noteMalformed() {
        malformedInRow++;
        if (malformedInRow >= adapter.link().malformedLimit()) {
            close(CloseReason.BAD_MESSAGES);
        }
        return !isClosing;
    }

    private void stall() {
        isStalled = true;
        counters.stalls.increment();
        loop.stall(this);
        updateReading();
    }

    /** Reads on only while there is room here and the peer takes its answers. */
    void updateReading() {
        final Channel channel = context.channel();
        final boolean isRead = channel.isWritable();
        if (isRead != (unreadSinceMs == 0)) {
            nowMs = loop.nowMs();
            unreadSinceMs = isRead ? 0 : nowMs;
            noteProgress(true, restLength); // A pause is not the unfinished frame's fault.
        }
        final boolean isReading = !isStalled && isRead && !loop.isQuiet();
        if (channel.config().isAutoRead() != isReading) {
            channel.config().setAutoRead(isReading);
        }
    }

    /** Composes the answer behind what this batch has for the session already. */
    void send(ReplyFlyweight reply, ReplyComposer composer) {
        if (isClosing) {
            composer.discard(reply.edgeHandle());
            return;
        }
        final int body = reserve();
        final int length = composer.compose(reply, outView, body, outView.capacity());
        if (length != ReplyComposer.STALE) {
            frame(body, length);
        }
    }

    /** Sends an answer that is composed. */
    void send(DirectBuffer answer, int offset, int length) {
        if (isClosing) {
            return;
        }
        final int body = reserve();
        outView.putBytes(body, answer, offset, length);
        frame(body, length);
    }

    /** Makes room for the longest answer and returns where its body starts. */
    private int reserve() {
        final int needed =
                framing.prefixLength() + loop.maxAnswerLength() + framing.trailerLength();
        if (out != null && out.writableBytes() < needed) {
            context.write(out, context.voidPromise());
            out = null;
        }
        if (out == null) {
            out = context.alloc().directBuffer(Math.max(SEND_BUFFER_LENGTH, needed));
            outView.wrap(out.memoryAddress(), out.capacity());
        }
        return out.writerIndex() + framing.prefixLength();
    }

    private void frame(int body, int length) {
        commit(framing.wrap(outView, body - framing.prefixLength(), length));
    }

    private void commit(int length) {
        out.writerIndex(out.writerIndex() + length);
        counters.sentBytes.add(length);
        if (!isTouched) {
            isTouched = true;
            loop.touch(this);
        }
    }

    /** Sends what the batch composed. */
    void flush() {
        isTouched = false;
        if (out == null) {
            return;
        }
        final ByteBuf batch = out;
        out = null;
        outView.wrap(0, 0);
        context.writeAndFlush(batch, context.voidPromise());
        final Channel channel = context.channel();
        if (!channel.isWritable()) {
            updateReading();
            if (channel.bytesBeforeWritable() > listener.config().maxPendingBytes()) {
                close(CloseReason.SLOW_READER);
            }
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        updateReading();
        ctx.fireChannelWritabilityChanged();
    }

    /** Closes when the client keeps a frame, its reading, or any sign of life back too long. */
    void closeIfLate(long sweepMs) {
        final ListenerConfig config = listener.config();
        final boolean isPartial = partialSinceMs != 0 && !isStalled && unreadSinceMs == 0;
        if (isPartial && sweepMs - partialSinceMs > config.stallTimeoutMs()) {
            close(CloseReason.PARTIAL_FRAME);
        } else if (unreadSinceMs != 0 && sweepMs - unreadSinceMs > config.stallTimeoutMs()) {
            close(CloseReason.SLOW_READER);
        } else if (config.idleTimeoutMs() > 0
                && !isStalled
                && sweepMs - lastReadMs > config.idleTimeoutMs()) {
            close(CloseReason.IDLE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof Error) {
            listener.onFatal(cause);
            close(CloseReason.INTERNAL);
        } else if (cause instanceof DecoderException || cause instanceof SSLException) {
            close(CloseReason.TLS);
        } else {
            close(cause instanceof IOException ? CloseReason.PEER : CloseReason.INTERNAL);
        }
    }

    /** Sends what is composed, then closes; the first reason is the one that counts. */
    void close(CloseReason reason) {
        if (isClosing) {
            return;
        }
        isClosing = true;
        listener.onClosed(loop.index(), reason, context.channel().remoteAddress());
        if (out != null && context.channel().isActive()) {
            context.writeAndFlush(out, context.voidPromise());
            out = null;
        }
        context.close();
    }
}
