package io.cardswitch.iso8583.codec;

import io.cardswitch.iso8583.Content;
import io.cardswitch.iso8583.ebcdic.CodePage;
import io.cardswitch.iso8583.octets.ByteSieve;
import io.cardswitch.iso8583.octets.Octets;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * What is known of every message with the same bitmaps and lengths: it holds as long as the bytes
 * of all length prefixes are the same. A shape that comes again and again gets a sieve, which lets
 * most of its messages pass at once; those that it holds back are looked at run by run.
 *
 * <p>Found anew in place for other lengths, without garbage. Not thread-safe.
 */
final class Shape {
    private static final int UNKNOWN = -1;

    /** A sieve costs as much as some ten messages: not for lengths that come rarely. */
    private static final int SIEVED_AFTER = 64;

    private final Plan plan;

    /** Bytes of the message, UNKNOWN when its lengths were not right. */
    private int length = UNKNOWN;

    private int number;

    /**
     * Units of the variable element that ends a segment in the high half, distance of the segment
     * from the start in the low half.
     */
    private final int[] segments = new int[Plan.PLACES];

    /** Index of the eight bytes that end with a length prefix, and it. */
    private final int[] prefixIndexes = new int[Plan.PLACES];

    private final long[] prefixes = new long[Plan.PLACES];

    /** The runs, and paddings with those of variable elements, as indexes into the message. */
    private final int[] runIndexes = new int[3 * Plan.PLACES];

    private final int[] paddingIndexes = new int[2 * Plan.PLACES];
    private int paddingIndexesEnd;

    /** Messages until there is a sieve. */
    private int untilSieve;

    private ByteSieve sieve;

    /** The runs that the sieve does not know. */
    private final int[] otherRuns = new int[3 * Plan.PLACES];

    private int otherRunsEnd;

    /** Whether the sieve expects what its message held; not once that was wrong. */
    private boolean isLearning;

    Shape(Plan plan) {
        this.plan = plan;
    }

    /** Makes room for another. */
    void forget() {
        length = UNKNOWN;
    }

    /** Another number whenever it was found anew. */
    int number() {
        return number;
    }

    /** Whether a message that starts at {@code base} has these lengths. */
    boolean isOf(byte[] frame, int base, int length) {
        if (length != this.length) return false;
        long difference = 0;
        for (int i = 0; i < plan.variableCount; i++) {
            final long word = Octets.bigLong(frame, base + prefixIndexes[i]);
            difference |= (word ^ prefixes[i]) & plan.variables[i].prefixMask;
        }
        return difference == 0;
    }

    /** See {@link Plan#locate}. */
    boolean locate(byte[] frame, int base, int from, int length) {
        number = plan.countShape();
        untilSieve = SIEVED_AFTER;
        isLearning = true;
        final boolean isWhole = locateSegments(frame, base, from, length);
        this.length = isWhole ? length : UNKNOWN;
        if (isWhole) resolve();
        return isWhole;
    }

    private boolean locateSegments(byte[] frame, int base, int from, int length) {
        int at = from;
        paddingIndexesEnd = 0;
        for (int i = 0; i < plan.variableCount; i++) {
            final Layout layout = plan.variables[i];
            final int valueAt = at + plan.fixedBytes[i] + layout.prefixBytes;
            segments[i] = at;
            if (valueAt > length) return false;
            prefixIndexes[i] = valueAt - Long.BYTES;
            prefixes[i] = layout.prefix(frame, base + valueAt);
            final int units = layout.unitsOf(prefixes[i]);
            if ((units | layout.units - units) < 0) return false;
            segments[i] |= units << Plan.DISTANCE_BITS;
            at = valueAt + layout.bytes(units);
            final int mask = ContentCheck.paddingMask(layout.check, units);
            if (mask != 0 && !ContentCheck.isPaddedWithF(layout.check)) {
                final boolean isRight = ContentCheck.isRightPadded(layout.check);
                addPadding(isRight ? at - 1 : valueAt, mask);
            }
        }
        segments[plan.variableCount] = at;
        return plan.isComplete && at + plan.tailBytes == length;
    }

    /** Turns places into indexes. */
    private void resolve() {
        for (int i = 0; i < plan.runsEnd; i += 3) {
            runIndexes[i] = plan.runs[i];
            runIndexes[i + 1] = index(plan.runs[i + 1]);
            runIndexes[i + 2] = index(plan.runs[i + 2]);
        }
        for (int i = 0; i < plan.paddingsEnd; i += 2) {
            addPadding(index(plan.paddings[i]), plan.paddings[i + 1]);
        }
    }

    private void addPadding(int index, int mask) {
        paddingIndexes[paddingIndexesEnd] = index;
        paddingIndexes[paddingIndexesEnd + 1] = mask;
        paddingIndexesEnd += 2;
    }

    /** Other than zero when a byte of a message with these lengths is not allowed. */
    long notAllowed(byte[] frame, int base) {
        final boolean isSieved = untilSieve == 0;
        if (isSieved && sieve.passes(frame, base)) {
            return notAllowed(frame, base, otherRuns, otherRunsEnd);
        }
        final long bad = notAllowed(frame, base, runIndexes, plan.runsEnd);
        if (bad == 0) {
            if (isSieved) learnNoMore(frame, base);
            else if (length <= ByteSieve.MAX_LENGTH && --untilSieve == 0) makeSieve(frame, base);
        }
        return bad;
    }

    /** A message that is right was held back: what the last one held is no rule. */
    private void learnNoMore(byte[] frame, int base) {
        if (!isLearning) return;
        isLearning = false;
        makeSieve(frame, base);
    }

    private long notAllowed(byte[] frame, int base, int[] runs, int end) {
        long bad = 0;
        for (int i = 0; i < end; i += 3) {
            bad |= ContentCheck.notAllowed(runs[i], frame, base + runs[i + 1], base + runs[i + 2]);
        }
        for (int i = 0; i < paddingIndexesEnd; i += 2) {
            bad |= frame[base + paddingIndexes[i]] & paddingIndexes[i + 1];
        }
        for (int i = 0; i < plan.signCount; i++) {
            bad |= ContentCheck.notSigned(frame, base + index(plan.signs[i]));
        }
        return plan.singleCount == 0 ? bad : bad | notAllowedSingles(frame, base);
    }

    private long notAllowedSingles(byte[] frame, int base) {
        for (int i = 0; i < plan.singleCount; i++) {
            final Layout layout = plan.singles[i];
            final int place = plan.singlePlaces[i];
            final int units = layout.isFixed() ? layout.units : units(place);
            final int bytes = layout.isFixed() ? layout.fixedBytes : layout.bytes(units);
            final int at = base + index(place);
            if (!layout.isValid(frame, at, bytes, units)) return 1;
        }
        return 0;
    }

    private void makeSieve(byte[] frame, int base) {
        if (sieve == null) sieve = new ByteSieve();
        sieve.clear(length);
        otherRunsEnd = 0;
        for (int i = 0; i < plan.runsEnd; i += 3) {
            final int from = runIndexes[i + 1];
            final int to = runIndexes[i + 2];
            if (!tell(runIndexes[i], frame, base, from, to)) {
                otherRuns[otherRunsEnd] = runIndexes[i];
                otherRuns[otherRunsEnd + 1] = from;
                otherRuns[otherRunsEnd + 2] = to;
                otherRunsEnd += 3;
            }
        }
    }

    /**
     * Tells the sieve of a run. Where several ranges are allowed it is told of the one that the
     * byte of this message is in: digits and separator of a track stay where they are.
     *
     * @return whether the sieve lets nothing pass that is not allowed; else it was told nothing
     */
    private boolean tell(int allowed, byte[] frame, int base, int from, int to) {
        switch (allowed) {
            case ContentCheck.DIGITS -> bound(from, to, '0', '9');
            case ContentCheck.PRINTABLE -> bound(from, to, ' ', '~');
            case ContentCheck.BCD -> bcd(from, to);
            case ContentCheck.EBCDIC_DIGITS -> ebcdicDigits(from, to);
            case ContentCheck.ALPHANUMERIC -> {
                if (isLearning) characters(frame, base, from, to);
                return isLearning;
            }
            case ContentCheck.TRACK -> {
                if (isLearning) track(frame, base, from, to);
                return isLearning;
            }
            case ContentCheck.BCD_TRACK -> {
                if (isLearning) bcdTrack(frame, base, from, to);
                return isLearning;
            }
            default -> {
                return tellEbcdic(allowed, frame, base, from, to);
            }
        }
        return true;
    }

    private boolean tellEbcdic(int allowed, byte[] frame, int base, int from, int to) {
        final Content content = ContentCheck.ebcdicContent(allowed);
        if (content == null) return false;
        if (content == Content.ANS) {
            for (int i = from; i < to; i++) {
                sieve.ebcdicText(i);
            }
            return true;
        }
        final boolean isExpected =
                isLearning && CodePage.hasDigits(content) && areLow(frame, base + from, base + to);
        if (isExpected) ebcdicCharacters(frame, base, from, to);
        return isExpected;
    }

    /** Whether all octets are digits of EBCDIC, or no letters. */
    private static boolean areLow(byte[] frame, int from, int to) {
        for (int i = from; i < to; i++) {
            final boolean isDigit = (frame[i] & 0xF0) == 0xF0 && (frame[i] & 0xF) <= 9;
            if (frame[i] < 0 && !isDigit) return false;
        }
        return true;
    }

    private void ebcdicCharacters(byte[] frame, int base, int from, int to) {
        for (int i = from; i < to; i++) {
            final byte octet = frame[base + i];
            if (octet < 0) ebcdicDigits(i, i + 1);
            else sieve.bound(i, octet, octet);
        }
    }

    private void bound(int from, int to, int lowest, int highest) {
        for (int i = from; i < to; i++) {
            sieve.bound(i, lowest, highest);
        }
    }

    /** Letters as ranges: a sieve outlives its message, and keeps nothing that says what it was. */
    private void characters(byte[] frame, int base, int from, int to) {
        for (int i = from; i < to; i++) {
            final byte character = frame[base + i];
            if (character <= ' ') sieve.bound(i, ' ', ' ');
            else if (character <= '9') sieve.bound(i, '0', '9');
            else if (character <= 'Z') sieve.bound(i, 'A', 'Z');
            else sieve.bound(i, 'a', 'z');
        }
    }

    private void track(byte[] frame, int base, int from, int to) {
        for (int i = from; i < to; i++) {
            final byte character = frame[base + i];
            final boolean isDigit = character >= '0' && character <= '9';
            sieve.bound(i, isDigit ? '0' : character, isDigit ? '9' : character);
        }
    }

    private void bcd(int from, int to) {
        for (int i = from; i < to; i++) {
            sieve.digit(i, true);
            sieve.digit(i, false);
        }
    }

    /** All half bytes with bit 0 may stand in a track. */
    private void bcdTrack(byte[] frame, int base, int from, int to) {
        for (int i = from; i < to; i++) {
            final int octet = frame[base + i] & 0xFF;
            if (octet >> 4 <= 9) sieve.digit(i, true);
            else sieve.require(i, 0x10);
            if ((octet & 0xF) <= 9) sieve.digit(i, false);
            else sieve.require(i, 0x01);
        }
    }

    private void ebcdicDigits(int from, int to) {
        for (int i = from; i < to; i++) {
            sieve.require(i, 0xF0);
            sieve.digit(i, false);
        }
    }

    /** Index of a place in a message with these lengths. */
    int index(int place) {
        return (segments[place >>> Plan.DISTANCE_BITS] & Plan.DISTANCE) + (place & Plan.DISTANCE);
    }

    /** Units of the variable element that ends the segment of a place. */
    int units(int place) {
        return segments[place >>> Plan.DISTANCE_BITS] >>> Plan.DISTANCE_BITS;
    }

    /** Stores where the elements lie; leaves the place behind. */
    int save(MutableDirectBuffer target, int at) {
        for (int i = 0; i <= plan.variableCount; i++) {
            target.putInt(at + i * Integer.BYTES, segments[i]);
        }
        return at + (plan.variableCount + 1) * Integer.BYTES;
    }

    /** Whether this is a message's shape that was saved. */
    boolean isSaved(int length, DirectBuffer saved, int at) {
        int difference = length ^ this.length;
        for (int i = 0; i <= plan.variableCount; i++) {
            difference |= segments[i] ^ saved.getInt(at + i * Integer.BYTES);
        }
        return difference == 0;
    }

    /** Takes up what was saved: where elements lie, but nothing of the bytes. */
    void restore(int length, DirectBuffer saved, int at) {
        this.length = length;
        number = plan.countShape();
        for (int i = 0; i <= plan.variableCount; i++) {
            segments[i] = saved.getInt(at + i * Integer.BYTES);
        }
    }
}
