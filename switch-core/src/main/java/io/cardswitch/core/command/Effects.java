package io.cardswitch.core.command;

import static io.cardswitch.core.command.Invariants.check;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What one command makes the world see, in order. Lives in the ring slot of its command until the
 * command is durable; never stored.
 *
 * <pre>
 *  0        8         8 + 64
 *  | count  | reply 0 | reply 1 |
 * </pre>
 */
public final class Effects {
    /** Most effects of one command. */
    public static final int MAX_COUNT = 2;

    /** Bytes of the effects area of a ring slot. */
    public static final int LENGTH = 8 + MAX_COUNT * ReplyFlyweight.LENGTH;

    private final ReplyFlyweight reply = new ReplyFlyweight();
    private MutableDirectBuffer buffer = new UnsafeBuffer(0, 0);
    private int offset;

    /** Views the effects area at {@code offset}; contents stay as they are. */
    public Effects wrap(MutableDirectBuffer area, int areaOffset) {
        area.boundsCheck(areaOffset, LENGTH);
        this.buffer = area;
        this.offset = areaOffset;
        return this;
    }

    /** Forgets all effects. */
    public Effects clear() {
        buffer.putInt(offset, 0);
        return this;
    }

    /** Number of effects. */
    public int count() {
        return buffer.getInt(offset);
    }

    /** Appends a reply and returns it for filling; the view is reused by the next call. */
    public ReplyFlyweight addReply() {
        final int count = count();
        check(count < MAX_COUNT, "a command has at most MAX_COUNT effects");
        buffer.putInt(offset, count + 1);
        return reply(count).clear();
    }

    /** The reply at {@code index}, 0-based; the view is reused by the next call. */
    public ReplyFlyweight reply(int index) {
        check(index < count(), "effect index is below the count");
        return reply.wrap(buffer, offset + 8 + index * ReplyFlyweight.LENGTH);
    }
}
