package io.cardswitch.core.transport;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * How messages are cut out of a byte stream. A frame is header, body, trailer; the body is the ISO
 * 8583 message.
 */
public enum Framing {
    /**
     * Two bytes, big-endian, count the body.
     *
     * <pre>
     *  0        2                2 + n
     *  | n      | body           |          1 &lt;= n &lt;= 65535
     * </pre>
     */
    BIN2(2) {
        @Override
        int bodyLength(DirectBuffer buffer, int offset) {
            return (buffer.getByte(offset) & 0xFF) << 8 | buffer.getByte(offset + 1) & 0xFF;
        }

        @Override
        void putHeader(MutableDirectBuffer buffer, int offset, int bodyLength) {
            buffer.putByte(offset, (byte) (bodyLength >>> 8));
            buffer.putByte(offset + 1, (byte) bodyLength);
        }
    },

    /**
     * Four ASCII digits count the body.
     *
     * <pre>
     *  0                4                4 + n
     *  | '0' .. '9' x 4 | body           |          1 &lt;= n &lt;= 9999
     * </pre>
     */
    ASC4(4) {
        @Override
        int bodyLength(DirectBuffer buffer, int offset) {
            int length = 0;
            for (int i = 0; i < 4; i++) {
                final int digit = buffer.getByte(offset + i) - '0';
                if (digit < 0 || digit > 9) {
                    return UNREADABLE;
                }
                length = length * 10 + digit;
            }
            return length;
        }

        @Override
        void putHeader(MutableDirectBuffer buffer, int offset, int bodyLength) {
            int rest = bodyLength;
            for (int i = 3; i >= 0; i--) {
                buffer.putByte(offset + i, (byte) ('0' + rest % 10));
                rest /= 10;
            }
        }
    };

    /** The length is no number: where the next frame starts is unknown. */
    static final int UNREADABLE = -1;

    private final int headerLength;

    Framing(int headerLength) {
        this.headerLength = headerLength;
    }

    /** Bytes in front of the body. */
    int headerLength() {
        return headerLength;
    }

    /** Length of the body whose header is at {@code offset}, or {@link #UNREADABLE}. */
    abstract int bodyLength(DirectBuffer buffer, int offset);

    /** Writes the header of a body of {@code bodyLength} bytes. */
    abstract void putHeader(MutableDirectBuffer buffer, int offset, int bodyLength);
}
