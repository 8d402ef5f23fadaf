package io.cardswitch.iso8583.framing;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The headers of networks, which return with destination and source exchanged. A further header is
 * a further entry here; the tests walk all of them.
 */
public enum Header implements MessageHeader {
    /** The message starts at once. */
    NONE(HeaderLayout.of("")),

    /**
     * Transport protocol data unit of terminals.
     *
     * <pre>
     *  0    1             3        5
     *  | 6x | destination | source |          x is kept: 0, or 8 for diagnostics
     * </pre>
     */
    TPDU(HeaderLayout.of("6000000001").marked(0, 0xF0, 0x60).swapping(1, 3, 2)),

    /**
     * BASE24 external message header, text. Who answers puts the code of a host into the last byte.
     *
     * <pre>
     *  0       3         5         7        10           11          12
     *  | 'ISO' | product | release | status | originator | responder |
     * </pre>
     */
    BASE24(
            HeaderLayout.of("49534F303236303030303130")
                    .marked(0, 0xFF, 'I')
                    .marked(1, 0xFF, 'S')
                    .marked(2, 0xFF, 'O')
                    .answering(11, 0xFF, '5')),

    /**
     * UnionPay CUPS header. The total counts header and message; a reject code other than 00000
     * marks a message of ours that came back.
     *
     * <pre>
     *  0      1         2       6             17       28         31      32            40     41
     *  | 0x2E | version | total | destination | source | reserved | batch | transaction | user |
     *  | reject code |
     *  41           46
     * </pre>
     */
    CUPS(
            HeaderLayout.of(
                            "2E02"
                                    + "30303030"
                                    + "3030303130303030202020"
                                    + "3030303030303031202020"
                                    + "303030"
                                    + "00"
                                    + "3030303030303030"
                                    + "00"
                                    + "3030303030")
                    .marked(0, 0xFF, 46)
                    .counting(LengthNotation.DECIMAL, 2, 4)
                    .swapping(6, 17, 11)) {
        @Override
        public boolean isReject(DirectBuffer buffer, int offset) {
            for (int i = 41; i < 46; i++) {
                if (buffer.getByte(offset + i) != '0') {
                    return true;
                }
            }
            return false;
        }
    },

    /**
     * Visa BASE I header, 22 bytes. With 26 bytes and bit 1 of field 13 set, the message is one of
     * ours that came back; its own header follows then, as bit 0x80 of field 2 says. The total is
     * that of the first header and all behind it; what the second one says is not looked at.
     *
     * <pre>
     *  0        1        2      3       5             8        11          12      14
     *  | length | format | text | total | destination | source | round trip| flags |
     *  | message status | batch | reserved | user |[ bitmap | reject code |]
     *  14               17      18         21     22        24            26
     * </pre>
     */
    BASE1(
            HeaderLayout.of("16010200000000000000000000000000000000000000")
                    .counting(LengthNotation.BINARY, 3, 2)
                    .swapping(5, 8, 3)
                    .answering(0, 0xFF, 22)
                    .answering(1, 0x80, 0)) {
        @Override
        public int length(DirectBuffer buffer, int offset, int available) {
            final int first = one(buffer, offset, available);
            if (first == UNREADABLE || (buffer.getByte(offset + 1) & 0x80) == 0) {
                return first;
            }
            final int second = one(buffer, offset + first, available - first);
            return second == UNREADABLE ? UNREADABLE : first + second;
        }

        @Override
        Problem unreadable(DirectBuffer buffer, int offset, int available) {
            final int first = Math.max(0, one(buffer, offset, available));
            final String header = (first == 0 ? "" : "second ") + this + " header";
            return new Problem(
                    first, unreadable(header, buffer, offset + first, available - first));
        }

        private String unreadable(String header, DirectBuffer buffer, int offset, int available) {
            final int length = available > 0 ? buffer.getByte(offset) : answerLength();
            return length == answerLength() || length == REJECT_LENGTH
                    ? Header.cut(header, length, available)
                    : "the bytes do not begin as a " + header + " does";
        }

        private int one(DirectBuffer buffer, int offset, int available) {
            final int length = available > 0 ? buffer.getByte(offset) : 0;
            return (length == answerLength() || length == REJECT_LENGTH) && length <= available
                    ? length
                    : UNREADABLE;
        }

        @Override
        public boolean isReject(DirectBuffer buffer, int offset) {
            return buffer.getByte(offset) == REJECT_LENGTH
                    && (buffer.getByte(offset + answerLength()) & 0x80) != 0;
        }
    };

    private static final int REJECT_LENGTH = 26;

    private final HeaderLayout layout;

    Header(HeaderLayout layout) {
        this.layout = layout;
    }

    @Override
    public int length(DirectBuffer buffer, int offset, int available) {
        final int length = layout.length();
        return available < length || !layout.isMarked(buffer, offset, length) ? UNREADABLE : length;
    }

    @Override
    public boolean isWhole(DirectBuffer buffer, int offset, int available) {
        return layout.isWhole(buffer, offset, available);
    }

    @Override
    public Problem problem(DirectBuffer buffer, int offset, int available) {
        if (length(buffer, offset, available) == UNREADABLE) {
            return unreadable(buffer, offset, available);
        }
        return isWhole(buffer, offset, available)
                ? null
                : layout.miscount(this + " header", buffer, offset, available);
    }

    Problem unreadable(DirectBuffer buffer, int offset, int available) {
        final String text =
                layout.isMarked(buffer, offset, available)
                        ? cut(this + " header", layout.length(), available)
                        : "the bytes do not begin as a " + this + " header does";
        return new Problem(0, text);
    }

    static String cut(String header, int needed, int left) {
        return header + " is cut: " + needed + " bytes needed, " + left + " left";
    }

    @Override
    public boolean isReject(DirectBuffer buffer, int offset) {
        return false;
    }

    @Override
    public int answerLength() {
        return layout.length();
    }

    @Override
    public void putRequest(MutableDirectBuffer out, int offset, int messageLength) {
        layout.putRequest(out, offset, messageLength);
    }

    @Override
    public void putAnswer(
            MutableDirectBuffer out,
            int offset,
            DirectBuffer request,
            int requestOffset,
            int messageLength) {
        layout.putAnswer(out, offset, request, requestOffset, messageLength);
    }
}
