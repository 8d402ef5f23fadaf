package io.cardswitch.iso8583.probe;

import io.cardswitch.iso8583.codec.ErrorReason;
import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.framing.Framing;
import io.cardswitch.iso8583.framing.MessageHeader;
import io.cardswitch.iso8583.nested.NestedDecoder;
import io.cardswitch.iso8583.nested.NestedValue;
import io.cardswitch.iso8583.probe.Reading.Failure;

import org.agrona.DirectBuffer;

import java.util.List;

/** Reads messages as one dialect has them, with all that stands inside of their elements. */
final class DialectTry {
    private static final int THIRD_BITMAP = 65;
    private static final int ALL = MessageSpec.LAST_ELEMENT + 1;

    private final MessageSpec spec;
    private final MessageDecoder decoder;
    private final NestedDecoder nested;

    /** Of the message read last. */
    private int parts;

    private Failure failure;

    DialectTry(MessageSpec spec) {
        this.spec = spec;
        decoder = new MessageDecoder(spec);
        nested = new NestedDecoder(spec);
    }

    /** What the dialect says stands in front of its messages. */
    MessageHeader header() {
        return spec.header();
    }

    /**
     * What the frame is in this dialect.
     *
     * @param header was found there
     * @param offset of the frame
     */
    Reading read(
            Framing framing, MessageHeader header, FrameCut cut, DirectBuffer buffer, int offset) {
        final int headerLength = header.length(buffer, cut.bodyOffset(), cut.bodyLength());
        final int at = cut.bodyOffset() + headerLength;
        decoder.wrap(buffer, at, cut.bodyLength() - headerLength);
        parts = 0;
        failure = failure(at - offset);
        if (failure == null) readInside(offset);
        // A message that is whole is what the header counted, wherever the frame ends.
        if (failure == null) failure = cut.problem(header, buffer, offset);
        return new Reading(
                framing,
                header,
                spec.name(),
                decoder.mti(),
                count(failure == null || failure.element() < 0 ? ALL : failure.element()),
                count(ALL),
                Reading.Fit.of(spec.header(), header),
                parts,
                cut.failure(),
                failure);
    }

    private Failure failure(int messageAt) {
        if (decoder.errorReason() == ErrorReason.NONE) return null;
        return new Failure(
                decoder.errorElement(), messageAt + decoder.errorOffset(), decoder.errorText());
    }

    private void readInside(int offset) {
        for (int de = 2; de <= MessageSpec.LAST_ELEMENT; de++) {
            if (spec.inside(de) == null || !decoder.has(de)) continue;
            final List<NestedValue> values = nested.read(decoder, de);
            if (values == null) {
                final String path = nested.errorPath();
                parts = 0;
                failure = new Failure(de, path, nested.errorOffset() - offset, nested.errorText());
                return;
            }
            parts += count(values);
        }
    }

    private static int count(List<NestedValue> values) {
        int count = values.size();
        for (final NestedValue value : values) {
            if (value.isComposite()) count += count(value.values());
        }
        return count;
    }

    /** Elements that the bitmaps name below this one; bitmaps are not counted. */
    private int count(int below) {
        int count = 0;
        for (int de = 2; de < below; de++) {
            if (de != THIRD_BITMAP && decoder.isNamed(de)) count++;
        }
        return count;
    }
}
