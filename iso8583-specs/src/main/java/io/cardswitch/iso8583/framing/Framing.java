package io.cardswitch.iso8583.framing;

import static io.cardswitch.iso8583.framing.FrameLayout.counted;
import static io.cardswitch.iso8583.framing.FrameLayout.ended;
import static io.cardswitch.iso8583.framing.LengthNotation.BCD;
import static io.cardswitch.iso8583.framing.LengthNotation.BINARY;
import static io.cardswitch.iso8583.framing.LengthNotation.DECIMAL;
import static io.cardswitch.iso8583.framing.LengthNotation.HEX;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * How messages are cut out of a byte stream. A frame is prefix, body, trailer; the body is the ISO
 * 8583 message, behind its {@link Header} where the link has one. A further framing is a further
 * line here; the tests walk all of them.
 */
public enum Framing {
    /** Two bytes count the body. */
    BIN2(counted(BINARY, 2)),
    /** Two bytes count themselves and the body. */
    BIN2_INC(counted(BINARY, 2).itself()),
    /** Two bytes count TPDU and message. */
    BIN2_TPDU(counted(BINARY, 2).with(Header.TPDU)),
    /** Four digits in two bytes count TPDU and message. */
    BCD2_TPDU(counted(BCD, 2).with(Header.TPDU)),
    /** Two bytes count the body, two zero bytes follow; length zero is a poll. */
    BIN2_00(counted(BINARY, 2).reserved(2).empty(EmptyFrame.POLL)),
    /** Two bytes count body and 0x03 behind it; length zero is a poll. */
    BIN2_ETX(counted(BINARY, 2).trailed().empty(EmptyFrame.POLL)),
    /** 0x03 ends the body, which must not hold that byte: for text dialects only. */
    ETX(ended()),
    /** Three bytes count the body. */
    BIN3(counted(BINARY, 3)),
    /** Four bytes count the body. */
    BIN4(counted(BINARY, 4)),
    /** Four ASCII digits count the body. */
    ASC4(counted(DECIMAL, 4)),
    /** Four ASCII digits count themselves and the body. */
    ASC4_INC(counted(DECIMAL, 4).itself()),
    /** Six ASCII digits count the body. */
    ASC6(counted(DECIMAL, 6)),
    /** Four ASCII hexadecimal digits count the body. */
    HEX4(counted(HEX, 4)),
    /** Four ASCII digits count the header of 46 bytes and the message; 0000 is a sign of life. */
    CUPS(counted(DECIMAL, 4).empty(EmptyFrame.IDLE).with(Header.CUPS));

    /** More bytes are needed to tell where the frame ends. */
    public static final int UNKNOWN = 0;

    /** The length is no number: where the next frame starts is unknown. */
    public static final int UNREADABLE = -1;

    /** Ends frames of {@link #ETX} and {@link #BIN2_ETX}. */
    static final byte END_OF_TEXT = 3;

    private static final int SESSION_CONTROL = 0x20;

    private final FrameLayout layout;
    private final int prefixLength;
    private final int trailerLength;
    private final int notCounted;

    Framing(FrameLayout layout) {
        this.layout = layout;
        this.prefixLength = layout.lengthBytes() + layout.reservedBytes();
        this.trailerLength = layout.hasTrailer() ? 1 : 0;
        this.notCounted = layout.countsItself() ? 0 : prefixLength;
    }

    /** Bytes in front of the body. */
    public int prefixLength() {
        return prefixLength;
    }

    /** Bytes behind the body. */
    public int trailerLength() {
        return trailerLength;
    }

    /** Longest body that the frame can tell, in bytes. */
    public int longestBody() {
        return layout.lengthBytes() == 0
                ? LengthNotation.CEILING
                : layout.notation().highest(layout.lengthBytes())
                        + notCounted
                        - prefixLength
                        - trailerLength;
    }

    /** The header that this framing puts in front of every message. */
    public Header header() {
        return layout.header();
    }

    /** What a frame without a message means. */
    public EmptyFrame emptyFrame() {
        return layout.empty();
    }

    /** Whether a byte of the body can end the frame, so that the dialect must be text. */
    public boolean needsText() {
        return layout.lengthBytes() == 0;
    }

    /**
     * Length in bytes of the whole frame at {@code offset}, as far as the bytes at hand tell.
     *
     * @param available bytes at hand; the frame may be longer
     * @return {@link #UNKNOWN} or {@link #UNREADABLE} where it cannot be told
     */
    public int frameLength(DirectBuffer buffer, int offset, int available) {
        return frameLength(buffer, offset, available, 0);
    }

    /** The same when the first {@code searched} bytes are known to hold no end. */
    int frameLength(DirectBuffer buffer, int offset, int available, int searched) {
        if (layout.lengthBytes() == 0) {
            for (int i = searched; i < available; i++) {
                if (buffer.getByte(offset + i) == END_OF_TEXT) {
                    return i + 1;
                }
            }
            return UNKNOWN;
        }
        if (available < prefixLength) {
            return UNKNOWN;
        }
        final int counted = layout.notation().read(buffer, offset, layout.lengthBytes());
        final int length = counted + notCounted;
        return counted < 0 || length < prefixLength ? UNREADABLE : length;
    }

    /** Length in bytes of the body of a frame of this length. */
    public int bodyLength(int frameLength) {
        return Math.max(0, frameLength - prefixLength - trailerLength);
    }

    /** Whether the whole frame at {@code offset} ends as this framing ends frames. */
    boolean isEnded(DirectBuffer buffer, int offset, int frameLength) {
        return trailerLength == 0
                || frameLength == prefixLength
                || buffer.getByte(offset + frameLength - 1) == END_OF_TEXT;
    }

    /**
     * Whether the whole frame at {@code offset} carries no message: nothing, or session control,
     * which Visa marks with a 2 in front of the last reserved half byte.
     */
    boolean isControl(DirectBuffer buffer, int offset, int frameLength) {
        return bodyLength(frameLength) == 0
                || layout.reservedBytes() > 0
                        && (buffer.getByte(offset + prefixLength - 1) & 0xF0) == SESSION_CONTROL;
    }

    /**
     * Writes prefix and trailer around a body that stands at {@code offset + prefixLength()}.
     *
     * @param bodyLength at most {@link #longestBody()}
     * @return length of the frame in bytes
     */
    public int wrap(MutableDirectBuffer buffer, int offset, int bodyLength) {
        final int length = prefixLength + bodyLength + trailerLength;
        layout.notation().write(buffer, offset, layout.lengthBytes(), length - notCounted);
        for (int i = layout.lengthBytes(); i < prefixLength; i++) {
            buffer.putByte(offset + i, (byte) 0);
        }
        if (trailerLength != 0) {
            buffer.putByte(offset + length - 1, END_OF_TEXT);
        }
        return length;
    }
}
