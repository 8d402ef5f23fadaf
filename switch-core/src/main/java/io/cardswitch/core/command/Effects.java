package io.cardswitch.core.command;

import static io.cardswitch.core.command.Invariants.check;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What one command makes the world see, in order. Lives in the ring slot of its command until the
 * command is durable; never stored.
 *
 * <pre>
 *  0       4        5               8          8 + 64
 *  | count | kind 0 | kind 1 | ...  | effect 0 | effect 1 |
 * </pre>
 */
public final class Effects {
    /** Most effects of one command. */
    public static final int MAX_COUNT = 2;

    /** Bytes of the effects area of a ring slot. */
    public static final int LENGTH = 8 + MAX_COUNT * ReplyFlyweight.LENGTH;

    private static final int KINDS = 4;
    private static final int FIRST = 8;
    private static final byte KIND_REPLY = 0;
    private static final byte KIND_CARD_CHECK = 1;

    private final ReplyFlyweight reply = new ReplyFlyweight();
    private final CardCheckFlyweight cardCheck = new CardCheckFlyweight();
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
        buffer.putLong(offset, 0); // The kinds too: what is not said to be otherwise is a reply.
        return this;
    }

    /** Number of effects. */
    public int count() {
        return buffer.getInt(offset);
    }

    /** Appends a reply and returns it for filling; the view is reused by the next call. */
    public ReplyFlyweight addReply() {
        return reply(add(KIND_REPLY)).clear();
    }

    /** Appends a card check and returns it for filling; the view is reused by the next call. */
    public CardCheckFlyweight addCardCheck() {
        return cardCheck(add(KIND_CARD_CHECK)).clear();
    }

    /** True when the effect at {@code index}, 0-based, is a card check and no reply. */
    public boolean isCardCheck(int index) {
        check(index < count(), "effect index is below the count");
        return buffer.getByte(offset + KINDS + index) == KIND_CARD_CHECK;
    }

    /** The reply at {@code index}, 0-based; the view is reused by the next call. */
    public ReplyFlyweight reply(int index) {
        check(!isCardCheck(index), "the effect is a reply");
        return reply.wrap(buffer, at(index));
    }

    /** The card check at {@code index}, 0-based; the view is reused by the next call. */
    public CardCheckFlyweight cardCheck(int index) {
        check(isCardCheck(index), "the effect is a card check");
        return cardCheck.wrap(buffer, at(index));
    }

    private int add(byte kind) {
        final int index = count();
        check(index < MAX_COUNT, "a command has at most MAX_COUNT effects");
        buffer.putInt(offset, index + 1);
        buffer.putByte(offset + KINDS + index, kind);
        return index;
    }

    private int at(int index) {
        return offset + FIRST + index * ReplyFlyweight.LENGTH;
    }
}
