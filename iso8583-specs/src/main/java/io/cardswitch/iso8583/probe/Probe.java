package io.cardswitch.iso8583.probe;

import io.cardswitch.iso8583.codec.ErrorReason;
import io.cardswitch.iso8583.codec.MessageSpec;
import io.cardswitch.iso8583.framing.Framing;
import io.cardswitch.iso8583.framing.Header;
import io.cardswitch.iso8583.framing.MessageHeader;
import io.cardswitch.iso8583.framing.OpaqueHeader;
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
    private static final int NOWHERE = -1;
    private static final Pattern MTI = Pattern.compile("[0-9]{4}");

    /**
     * Most explained first: whole messages that fail by the length in their header alone, by their
     * frame alone, then elements, the dialect's own header, the framing's own header, parts and
     * tags. What explains the same stays in the order of the lists: dialects of the caller, then
     * the plain ones before the profiles.
     */
    static final Comparator<Reading> BEST_FIRST =
            Comparator.comparing(Reading::isWhole)
                    .thenComparing(Probe::isWholeBehindHeader)
                    .thenComparing(Probe::isMessageWhole)
                    .thenComparingInt(Reading::elements)
                    .thenComparing(Reading::fit)
                    .thenComparing(Reading::isHeaderOfFraming)
                    .thenComparingInt(Reading::parts)
                    .thenComparing(reading -> reading.mti() >= 0)
                    .thenComparing(reading -> reading.frameError() == null)
                    .thenComparing(reading -> reading.dialect() != null)
                    .thenComparing(reading -> reading.header() != null)
                    .thenComparingInt(Reading::explained)
                    .reversed();

    private final List<DialectTry> dialects = new ArrayList<>();
    private final List<InterpretedDialect> interpreted;

    /** Tries these dialects, in this order. */
    public Probe(List<MessageSpec> dialects) {
        this(dialects, List.of());
    }

    /** Tries these dialects, in this order, then those that jPOS interprets. */
    public Probe(List<MessageSpec> dialects, List<InterpretedDialect> interpreted) {
        this.interpreted = List.copyOf(interpreted);
        dialects.forEach(dialect -> this.dialects.add(new DialectTry(dialect)));
    }

    /** Whether a whole message stands there, whatever the frame is. */
    static boolean isMessageWhole(Reading reading) {
        return reading.dialect() != null && reading.messageError() == null;
    }

    /** Whether frame and message are whole, whatever length the header states. */
    private static boolean isWholeBehindHeader(Reading reading) {
        if (reading.dialect() == null || reading.frameError() != null) return false;
        final Failure failure = reading.messageError();
        return failure == null || failure.element() == Failure.IN_FRONT;
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
            readBehindBytes(framing, cut, buffer, offset, found);
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

    /** Dialects with bytes of their own in front, which nothing tells from others. */
    private void readBehindBytes(
            Framing framing,
            FrameCut cut,
            DirectBuffer buffer,
            int offset,
            List<Reading> readings) {
        if (framing != null && framing.header() != Header.NONE) return;
        for (final DialectTry dialect : dialects) {
            if (dialect.header() instanceof final OpaqueHeader own
                    && own.bytes() <= cut.bodyLength()) {
                readings.add(dialect.read(framing, own, cut, buffer, offset));
            }
        }
    }

    private void read(
            Framing framing,
            Header header,
            FrameCut cut,
            DirectBuffer buffer,
            int offset,
            List<Reading> readings) {
        final int headerAt = cut.bodyOffset();
        final Failure problem = cut.problem(header, buffer, offset);
        final int headerLength = header.length(buffer, headerAt, cut.bodyLength());
        if (headerLength == MessageHeader.UNREADABLE) {
            readings.add(Reading.noHeader(framing, header, cut.failure(), problem));
            return;
        }
        final int at = headerAt + headerLength;
        final int messageLength = cut.bodyLength() - headerLength;
        for (final DialectTry dialect : dialects) {
            readings.add(dialect.read(framing, header, cut, buffer, offset));
        }
        final byte[] message = new byte[interpreted.isEmpty() ? 0 : messageLength];
        buffer.getBytes(at, message);
        for (final InterpretedDialect dialect : interpreted) {
            readings.add(interpreted(framing, header, cut, problem, dialect, message));
        }
    }

    /** jPOS does not tell where an error stands, nor what it read before. */
    private static Reading interpreted(
            Framing framing,
            Header header,
            FrameCut cut,
            Failure headerProblem,
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
        } else {
            failure = headerProblem;
        }
        final int elements = failure == null || failure == headerProblem ? attempt.elements() : 0;
        return new Reading(
                framing,
                header,
                dialect.name(),
                isMti ? Integer.parseInt(attempt.mti(), 16) : -1,
                elements,
                elements,
                Reading.Fit.NOT_STATED,
                0,
                cut.failure(),
                failure);
    }
}
