package io.cardswitch.iso8583.framing;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * What stands between frame and message type. It is taken off before the message is read and
 * returns in front of the answer.
 */
public sealed interface MessageHeader permits Header, OpaqueHeader {
    /** The bytes are no such header. */
    int UNREADABLE = -1;

    /**
     * Bytes at {@code offset} that belong to the header, so that the message type follows.
     *
     * @param available bytes of header and message
     * @return {@link #UNREADABLE} when this is no such header; whether the length that it states is
     *     right says {@link #isWhole}
     */
    int length(DirectBuffer buffer, int offset, int available);

    /**
     * What is wrong with a header.
     *
     * @param offset from its first byte, where that begins which is wrong
     * @param text for people
     */
    record Problem(int offset, String text) {}

    /**
     * Whether header and message are as many bytes as the header that was found at {@code offset}
     * says; of one that says nothing they are.
     *
     * @param available bytes of header and message
     */
    boolean isWhole(DirectBuffer buffer, int offset, int available);

    /** What is wrong with bytes that are {@link #UNREADABLE} or not whole; null when nothing is. */
    Problem problem(DirectBuffer buffer, int offset, int available);

    /** Whether the header that was found at {@code offset} brings a refused message back. */
    boolean isReject(DirectBuffer buffer, int offset);

    /** Bytes in front of the message in a request of ours or an answer. */
    int answerLength();

    /** Writes the header of an ordinary request, {@link #answerLength()} bytes. */
    void putRequest(MutableDirectBuffer out, int offset, int messageLength);

    /**
     * Writes the header of an answer, {@link #answerLength()} bytes.
     *
     * @param request holds the request's header at {@code requestOffset}; not the same bytes
     * @param messageLength bytes of the answer behind the header
     */
    void putAnswer(
            MutableDirectBuffer out,
            int offset,
            DirectBuffer request,
            int requestOffset,
            int messageLength);
}
