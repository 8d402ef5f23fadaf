package io.cardswitch.hsm.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Two buffers in turns: one is filled while the other is on its way to the socket. Each is kept for
 * ever and zeroed when it has left, so nothing sensitive stays and nothing is allocated.
 */
final class SendBuffer {
    private final ByteBuf[] buffers = new ByteBuf[2];
    private final UnsafeBuffer[] views = new UnsafeBuffer[2];
    private int filling;
    private boolean isSending;

    SendBuffer(int capacity) {
        for (int i = 0; i < buffers.length; i++) {
            buffers[i] = Unpooled.directBuffer(capacity, capacity);
            views[i] = new UnsafeBuffer(buffers[i].internalNioBuffer(0, capacity));
        }
    }

    boolean hasRoom(int length) {
        return buffers[filling].writableBytes() >= length;
    }

    /** Where the next bytes go. */
    int offset() {
        return buffers[filling].writerIndex();
    }

    /** What they are written into. */
    UnsafeBuffer view() {
        return views[filling];
    }

    /** Takes so many bytes as written. */
    void advance(int length) {
        buffers[filling].writerIndex(buffers[filling].writerIndex() + length);
    }

    /** Sends what was written, unless the other buffer has not left yet. */
    void flush(ChannelHandlerContext context) {
        reclaim();
        if (isSending || !buffers[filling].isReadable()) {
            return;
        }
        final ByteBuf sending = buffers[filling];
        filling ^= 1;
        isSending = true;
        context.writeAndFlush(sending.retain(), context.voidPromise());
        reclaim();
    }

    /** The channel releases a buffer when it has left; usually at once. */
    private void reclaim() {
        final ByteBuf sending = buffers[filling ^ 1];
        if (isSending && sending.refCnt() == 1) {
            wipe(sending, views[filling ^ 1]);
            isSending = false;
        }
    }

    private static void wipe(ByteBuf buffer, UnsafeBuffer view) {
        view.setMemory(0, buffer.writerIndex(), (byte) 0);
        buffer.clear();
    }

    /** Zeroes both; the channel is closed and has released what it held. */
    void clear() {
        for (int i = 0; i < buffers.length; i++) {
            wipe(buffers[i], views[i]);
        }
        isSending = false;
    }

    /** Frees the memory. */
    void release() {
        clear();
        for (final ByteBuf buffer : buffers) {
            buffer.release();
        }
    }

    /** Whether only zeros are left, for tests. */
    boolean isBlank() {
        for (final UnsafeBuffer view : views) {
            for (int i = 0; i < view.capacity(); i++) {
                if (view.getByte(i) != 0) {
                    return false;
                }
            }
        }
        return true;
    }
}
