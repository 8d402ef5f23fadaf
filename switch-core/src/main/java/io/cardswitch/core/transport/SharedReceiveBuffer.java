package io.cardswitch.core.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;

import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;

/**
 * The one buffer an event loop reads all its plain sockets into: bytes are handled before the next
 * read, so none needs its own. The rest of an unfinished frame is copied in front of what is read
 * next, and frames are always contiguous.
 *
 * <pre>
 *  0                  headroom                headroom + 64 kB
 *  |      | rest      | received              |
 * </pre>
 */
final class SharedReceiveBuffer extends DefaultMaxMessagesRecvByteBufAllocator {
    /** Bytes of one read; at 4 x 256 in flight a read brings a few hundred messages. */
    static final int READ_LENGTH = 64 * 1024;

    private final UnsafeBuffer view;
    private final ByteBuf buffer;
    private final int headroom;

    /**
     * @param headroom room for the longest unfinished frame
     */
    SharedReceiveBuffer(int headroom) {
        this.headroom = headroom;
        final ByteBuffer memory = ByteBuffer.allocateDirect(headroom + READ_LENGTH);
        this.view = new UnsafeBuffer(memory);
        this.buffer = Unpooled.wrappedBuffer(memory);
    }

    /** All bytes; what was received starts at {@link #headroom()}. */
    UnsafeBuffer view() {
        return view;
    }

    int headroom() {
        return headroom;
    }

    /** True when {@code bytes} are this buffer's own. */
    boolean holds(ByteBuf bytes) {
        return bytes == buffer;
    }

    /** Moves the next bytes of a foreign buffer here and returns their number. */
    int moveFrom(ByteBuf bytes) {
        final int length = Math.min(bytes.readableBytes(), READ_LENGTH);
        final int from = bytes.readerIndex();
        buffer.setBytes(headroom, bytes, length);
        bytes.setZero(from, length);
        return length;
    }

    @Override
    public MaxMessageHandle newHandle() {
        return new MaxMessageHandle() {
            @Override
            public int guess() {
                return READ_LENGTH;
            }

            @Override
            public ByteBuf allocate(ByteBufAllocator allocator) {
                return buffer.setIndex(headroom, headroom).retain();
            }
        };
    }
}
