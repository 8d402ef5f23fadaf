package io.cardswitch.iso8583.framing;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * The bytes of a header and what becomes of them in an answer.
 *
 * @param request header of a request that says nothing special; its length is the header's
 * @param marks what every header has
 * @param addresses two fields that change places in the answer, or null
 * @param total the field that counts header and message, or null
 * @param answerMarks what an answer has, whatever the request said
 */
record HeaderLayout(
        byte[] request, List<Mark> marks, Swap addresses, Total total, List<Mark> answerMarks) {

    /** Bits of one byte that have a certain value. */
    record Mark(int offset, int mask, int value) {
        boolean isIn(DirectBuffer buffer, int header) {
            return (buffer.getByte(header + offset) & mask) == value;
        }

        void put(MutableDirectBuffer buffer, int header) {
            final int others = buffer.getByte(header + offset) & ~mask;
            buffer.putByte(header + offset, (byte) (others | value));
        }
    }

    /** Two fields of the same length. */
    record Swap(int first, int second, int length) {}

    /** A length of header and message. */
    record Total(LengthNotation notation, int offset, int bytes) {
        int read(DirectBuffer buffer, int header) {
            return notation.read(buffer, header + offset, bytes);
        }
    }

    /** A header, given by the hexadecimal bytes of an ordinary request. */
    static HeaderLayout of(String request) {
        final byte[] bytes = HexFormat.of().parseHex(request);
        return new HeaderLayout(bytes, List.of(), null, null, List.of());
    }

    /** The header holds this value under this mask. */
    HeaderLayout marked(int offset, int mask, int value) {
        return new HeaderLayout(
                request, with(marks, offset, mask, value), addresses, total, answerMarks);
    }

    /** Destination and source change places in the answer. */
    HeaderLayout swapping(int first, int second, int length) {
        return new HeaderLayout(
                request, marks, new Swap(first, second, length), total, answerMarks);
    }

    /** A field counts header and message. */
    HeaderLayout counting(LengthNotation notation, int offset, int bytes) {
        return new HeaderLayout(
                request, marks, addresses, new Total(notation, offset, bytes), answerMarks);
    }

    /** The answer holds this value under this mask. */
    HeaderLayout answering(int offset, int mask, int value) {
        return new HeaderLayout(
                request, marks, addresses, total, with(answerMarks, offset, mask, value));
    }

    private static List<Mark> with(List<Mark> marks, int offset, int mask, int value) {
        final Mark[] more = Arrays.copyOf(marks.toArray(new Mark[0]), marks.size() + 1);
        more[marks.size()] = new Mark(offset, mask, value);
        return List.of(more);
    }

    int length() {
        return request.length;
    }

    /** Whether the bytes that are there of a header hold what every header has. */
    boolean isMarked(DirectBuffer buffer, int offset, int available) {
        for (int i = 0; i < marks.size(); i++) {
            if (marks.get(i).offset < available && !marks.get(i).isIn(buffer, offset)) {
                return false;
            }
        }
        return true;
    }

    void putRequest(MutableDirectBuffer out, int offset, int messageLength) {
        out.putBytes(offset, request);
        putTotal(out, offset, messageLength);
    }

    void putAnswer(
            MutableDirectBuffer out,
            int offset,
            DirectBuffer buffer,
            int requestOffset,
            int messageLength) {
        out.putBytes(offset, buffer, requestOffset, request.length);
        if (addresses != null) {
            final int first = addresses.first;
            final int second = addresses.second;
            out.putBytes(offset + first, buffer, requestOffset + second, addresses.length);
            out.putBytes(offset + second, buffer, requestOffset + first, addresses.length);
        }
        for (int i = 0; i < answerMarks.size(); i++) {
            answerMarks.get(i).put(out, offset);
        }
        putTotal(out, offset, messageLength);
    }

    /** Whether header and message are as many bytes as the total says; zero says nothing. */
    boolean isWhole(DirectBuffer buffer, int offset, int available) {
        if (total == null) return true;
        final int told = total.read(buffer, offset);
        return told == available || told == 0;
    }

    /** What is wrong with a total. */
    MessageHeader.Problem miscount(String header, DirectBuffer buffer, int offset, int available) {
        final int told = total.read(buffer, offset);
        final String text =
                told == LengthNotation.UNREADABLE
                        ? "the total length in the " + header + " is no number"
                        : "the "
                                + header
                                + " says "
                                + told
                                + " bytes with the message, "
                                + available
                                + " are there";
        return new MessageHeader.Problem(total.offset, text);
    }

    private void putTotal(MutableDirectBuffer out, int offset, int messageLength) {
        if (total != null) {
            total.notation.write(
                    out, offset + total.offset, total.bytes, request.length + messageLength);
        }
    }
}
