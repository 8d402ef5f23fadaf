package io.cardswitch.core.simulator.request;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Length headers that the load generator speaks; each counts the body only. */
public enum LoadFraming {
    /** Two bytes, big endian. */
    BIN2(2, 0xFFFF),
    /** Four ASCII digits. */
    ASC4(4, 9999);

    private final int headerLength;
    private final int longestBody;

    LoadFraming(int headerLength, int longestBody) {
        this.headerLength = headerLength;
        this.longestBody = longestBody;
    }

    /** What links of a dialect use where nothing else is said. */
    public static LoadFraming of(String dialect) {
        return dialect.contains("ascii") ? ASC4 : BIN2;
    }

    /** Bytes before the body. */
    public int headerLength() {
        return headerLength;
    }

    /** Longest body in bytes that the header can tell. */
    public int longestBody() {
        return longestBody;
    }

    /** Writes the header of a body of {@code bodyLength} bytes at {@code offset}. */
    public void putHeader(MutableDirectBuffer buffer, int offset, int bodyLength) {
        if (this == BIN2) {
            buffer.putByte(offset, (byte) (bodyLength >> 8));
            buffer.putByte(offset + 1, (byte) bodyLength);
        } else {
            Digits.putText(buffer, offset, bodyLength, 4);
        }
    }

    /** Length in bytes of the body behind the header at {@code offset}; -1 when it is no header. */
    public int bodyLength(DirectBuffer buffer, int offset) {
        if (this == BIN2) {
            return (buffer.getByte(offset) & 0xFF) << 8 | buffer.getByte(offset + 1) & 0xFF;
        }
        int length = 0;
        for (int i = 0; i < 4; i++) {
            final int digit = buffer.getByte(offset + i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            length = length * 10 + digit;
        }
        return length;
    }
}
