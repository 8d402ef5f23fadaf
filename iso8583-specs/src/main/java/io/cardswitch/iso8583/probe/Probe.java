package io.cardswitch.iso8583.probe;

import io.cardswitch.iso8583.codec.ErrorReason;
import io.cardswitch.iso8583.codec.MessageDecoder;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.framing.Framing;
import io.cardswitch.iso8583.framing.Header;
import io.cardswitch.iso8583.jpos.InterpretedDialect;
import io.cardswitch.iso8583.probe.Reading.Failure;

import org.agrona.DirectBuffer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Tries every framing, header and dialect on captured bytes. Each try is one pass over the bytes,
 * and their number is fixed by the lists of the three.
 */
public final class Probe {
    private static final int THIRD_BITMAP = 65;
    private static final int NOWHERE = -1;
    private static final Pattern MTI = Pattern.compile("[0-9]{4}");

    /** Most explained first; what explains the same stays in the order of the lists. */
    private static final Comparator<Reading> BEST_FIRST =
            Comparator.comparing(Reading::isWhole)
                    .thenComparing(reading -> isMessageWhole(reading))
                    .thenComparingInt(Reading::elements)
                    .thenComparing(reading -> reading.mti() >= 0)
                    .thenComparing(reading -> reading.frameError() == null)
                    .thenComparing(reading -> reading.dialect() != null)
                    .thenComparing(reading -> reading.header() != null)
                    .thenComparingInt(Reading::explained)
                    .reversed();

    private final List<MessageDecoder> decoders = new ArrayList<>();
    private final List<MessageSpec> dialects;
    private final List<InterpretedDialect> interpreted;

    /** Tries these dialects, in this order. */
    public Probe(List<MessageSpec> dialects) {
        this(dialects, List.of());
    }

    /** Tries these dialects, in this order, then those that jPOS interprets. */
    public Probe(List<MessageSpec> dialects, List<InterpretedDialect> interpreted) {
        this.dialects = List.copyOf(dialects);
        this.interpreted = List.copyOf(interpreted);
        for (final MessageSpec dialect : dialects) {
            decoders.add(new MessageDecoder(dialect));
        }
    }

    private static boolean isMessageWhole(Reading reading) {
        return reading.dialect() != null && reading.messageError() == null;
    }

    /** What the bytes are under each combination, best first. */
    public List<Reading> read(DirectBuffer buffer, int offset, int length) {
        final List<Reading> readings = new ArrayList<>();
        for (final Framing framing : Framing.values()) {
            read(framing, buffer, offset, length, readings);
        }
        read(null, buffer, offset, length, readings);
        readings.sort(BEST_FIRST);
        return readings;
    }

    private void read(
            Framing framing, DirectBuffer buffer, int offset, int length, List<Reading> readings) {
        final FrameCut cut = FrameCut.of(framing, buffer, offset, length);
        final List<Reading> found = new ArrayList<>();
        if (cut.hasBody()) {
            for (final Header header : Header.values()) {
                final boolean isOwn = framing != null && framing.header() == header;
                final boolean isFree = framing == null || framing.header() == Header.NONE;
                if (isOwn || isFree) read(framing, header, cut, buffer, offset, found);
            }
        }
        if (cut.failure() == null) {
            readings.addAll(found);
            return;
        }
        // What explains nothing is one failure of the framing, not one for each dialect.
        found.removeIf(reading -> reading.elements() == 0);
        if (found.isEmpty()) readings.add(Reading.notCut(framing, cut.failure()));
        readings.addAll(found);
    }

    private void read(
            Framing framing,
            Header header,
            FrameCut cut,
            DirectBuffer buffer,
            int offset,
            List<Reading> readings) {
        final int headerAt = cut.bodyOffset();
        final int headerLength = header.length(buffer, headerAt, cut.bodyLength());
        if (headerLength == Header.UNREADABLE) {
            readings.add(Reading.noHeader(framing, header, cut.failure(), headerAt - offset));
            return;
        }
        final int at = headerAt + headerLength;
        final int messageLength = cut.bodyLength() - headerLength;
        for (int i = 0; i < decoders.size(); i++) {
            final MessageDecoder decoder = decoders.get(i);
            decoder.wrap(buffer, at, messageLength);
            readings.add(
                    new Reading(
                            framing,
                            header,
                            dialects.get(i).name(),
                            decoder.mti(),
                            count(decoder, errorElement(decoder)),
                            count(decoder, MessageSpec.LAST_ELEMENT + 1),
                            cut.failure(),
                            failure(decoder, at - offset)));
        }
        final byte[] message = new byte[interpreted.isEmpty() ? 0 : messageLength];
        buffer.getBytes(at, message);
        for (final InterpretedDialect dialect : interpreted) {
            readings.add(interpreted(framing, header, cut, dialect, message));
        }
    }

    /** jPOS does not tell where an error stands, nor what it read before. */
    private static Reading interpreted(
            Framing framing,
            Header header,
            FrameCut cut,
            InterpretedDialect dialect,
            byte[] message) {
        final InterpretedDialect.Attempt attempt = dialect.attempt(message);
        final boolean isMti = MTI.matcher(attempt.mti()).matches();
        Failure failure = null;
        if (attempt.reason() != null) {
            final int element = attempt.element() < 0 ? Failure.ANYWHERE : attempt.element();
            failure = new Failure(element, NOWHERE, attempt.reason());
        } else if (!isMti) {
            failure = new Failure(0, NOWHERE, ErrorReason.MTI_NOT_DIGITS.describe(0, 0));
        }
        final int elements = failure == null ? attempt.elements() : 0;
        return new Reading(
                framing,
                header,
                dialect.name(),
                isMti ? Integer.parseInt(attempt.mti(), 16) : -1,
                elements,
                elements,
                cut.failure(),
                failure);
    }

    private static Failure failure(MessageDecoder decoder, int messageAt) {
        if (isValid(decoder)) return null;
        return new Failure(
                decoder.errorElement(), messageAt + decoder.errorOffset(), decoder.errorText());
    }

    private static boolean isValid(MessageDecoder decoder) {
        return decoder.errorReason() == ErrorReason.NONE;
    }

    private static int errorElement(MessageDecoder decoder) {
        return isValid(decoder) ? MessageSpec.LAST_ELEMENT + 1 : decoder.errorElement();
    }

    /** Elements that the bitmaps name below this one; bitmaps are not counted. */
    private static int count(MessageDecoder decoder, int below) {
        int count = 0;
        for (int de = 2; de < below; de++) {
            if (de != THIRD_BITMAP && decoder.isNamed(de)) count++;
        }
        return count;
    }
}
