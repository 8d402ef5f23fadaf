package io.cardswitch.iso8583.probe;

import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.framing.FrameError;
import io.cardswitch.iso8583.framing.FrameReader;
import io.cardswitch.iso8583.framing.Framing;
import io.cardswitch.iso8583.framing.MessageHeader;
import io.cardswitch.iso8583.probe.Reading.Failure;

import org.agrona.DirectBuffer;

/** The first frame that a framing cuts out of bytes, by the rules of a live link. */
final class FrameCut implements FrameReader.Sink {
    private static final int LONGEST_HEADER = 64;
    private static final int LONGEST_BODY = MessageSpec.MAX_MESSAGE_LENGTH + LONGEST_HEADER;

    private final Framing framing;
    private int bodyOffset;
    private int bodyLength = -1;
    private String problem;

    private FrameCut(Framing framing) {
        this.framing = framing;
    }

    /**
     * Cuts {@code length} bytes.
     *
     * @param framing null for a message without a frame
     */
    static FrameCut of(Framing framing, DirectBuffer buffer, int offset, int length) {
        final FrameCut cut = new FrameCut(framing);
        if (framing == null) {
            cut.take(offset, length);
            return cut;
        }
        final int limit = offset + length;
        new FrameReader(framing, LONGEST_BODY).read(buffer, offset, limit, cut);
        if (cut.problem != null) return cut;
        if (cut.bodyLength < 0) {
            cut.takeUnfinished(buffer, offset, length);
            return cut;
        }
        final int end = cut.bodyOffset + cut.bodyLength + framing.trailerLength();
        if (end < limit) cut.problem = "the frame ends, " + (limit - end) + " bytes follow";
        return cut;
    }

    private void take(int offset, int length) {
        bodyOffset = offset;
        bodyLength = length;
    }

    private void takeUnfinished(DirectBuffer buffer, int offset, int length) {
        final int told = framing.frameLength(buffer, offset, length);
        problem =
                told == Framing.UNKNOWN
                        ? "the frame does not end within " + length + " bytes"
                        : "the frame has " + told + " bytes, " + length + " are there";
        final int prefix = framing.prefixLength();
        if (length > prefix) take(offset + prefix, length - prefix);
    }

    @Override
    public boolean onBody(DirectBuffer buffer, int offset, int length) {
        if (bodyLength >= 0) return false;
        take(offset, length);
        return true;
    }

    @Override
    public boolean onControl(DirectBuffer buffer, int offset, int length) {
        if (bodyLength < 0) problem = "the frame carries no message";
        return false;
    }

    @Override
    public void onBroken(FrameError error) {
        if (bodyLength >= 0) return;
        problem =
                switch (error) {
                    case LENGTH_UNREADABLE -> "length is not a number, or counts too little";
                    case TOO_LONG -> "the frame is longer than any message";
                    case TRAILER_MISSING -> "no 03 behind the body";
                };
    }

    boolean hasBody() {
        return bodyLength >= 0;
    }

    int bodyOffset() {
        return bodyOffset;
    }

    int bodyLength() {
        return bodyLength;
    }

    /**
     * What is wrong with the header in front of the body, null when nothing is.
     *
     * @param offset of the frame
     */
    Failure problem(MessageHeader header, DirectBuffer buffer, int offset) {
        final MessageHeader.Problem wrong = header.problem(buffer, bodyOffset, bodyLength);
        if (wrong == null) return null;
        final int at = bodyOffset - offset + wrong.offset();
        return new Failure(Failure.IN_FRONT, at, wrong.text());
    }

    /** Null when the bytes are one whole frame. */
    Failure failure() {
        return problem == null ? null : new Failure(Failure.IN_FRONT, 0, problem);
    }
}
