package io.cardswitch.iso8583.codec;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * What is known of every message with the same bitmaps before its first byte is read. Elements are
 * grouped into segments: some of fixed length, then one of variable length. Where a segment starts
 * is all that differs from message to message; an element's place is a segment and a distance from
 * its start. Neighbours of the same characters are validated together, as one run.
 *
 * <p>Most messages repeat the lengths of the last one with their bitmaps: what was found out about
 * that one is kept, and holds as long as the length prefixes are the same bytes.
 *
 * <p>Made anew in place for other bitmaps, without garbage. Not thread-safe.
 */
final class Plan {
    /** Bits of a distance within a segment; a place is the segment above them. */
    private static final int DISTANCE_BITS = 16;

    private static final int DISTANCE = (1 << DISTANCE_BITS) - 1;
    private static final int PLACES = MessageSpec.LAST_ELEMENT + 1;
    private static final int UNKNOWN = -1;

    private long primary;
    private long secondary;
    private long tertiary;

    /** Whether the dialect has every element. */
    private boolean isComplete = true;

    /** Where each present element starts, its length prefix included. */
    private final int[] places = new int[PLACES];

    /** The variable element that ends a segment, and the bytes of fixed elements before it. */
    private final Layout[] variables = new Layout[PLACES];

    private final int[] fixedBytes = new int[PLACES];
    private int variableCount;
    private int tailBytes;

    /** Class, first place and place behind the last byte of each run. */
    private final int[] runs = new int[3 * PLACES];

    private int runsEnd;

    /** Place and mask of each half byte that pads an odd number of BCD digits of fixed length. */
    private final int[] paddings = new int[2 * PLACES];

    private int paddingsEnd;
    private final int[] signs = new int[PLACES];
    private int signCount;

    /**
     * Of the last message: units of the variable element that ends a segment in the high half,
     * distance of the segment from the start in the low half.
     */
    private final int[] segments = new int[PLACES];

    /** Of the last message: bytes, UNKNOWN when its lengths were not right. */
    private int lastLength = UNKNOWN;

    /** Of the last message: index of the eight bytes that end with a length prefix, and it. */
    private final int[] prefixIndexes = new int[PLACES];

    private final long[] prefixes = new long[PLACES];

    /** The runs, and paddings with those of variable elements, as indexes into the last message. */
    private final int[] runIndexes = new int[3 * PLACES];

    private final int[] paddingIndexes = new int[2 * PLACES];
    private int paddingIndexesEnd;

    /** Counts the changes of lengths. */
    private int shape;

    private final CopyRuns[] copyRuns = {
        new CopyRuns(), new CopyRuns(), new CopyRuns(), new CopyRuns()
    };

    private int copyTurn;

    /** Elements that are validated one by one. */
    private final Layout[] singles = new Layout[PLACES];

    private final int[] singlePlaces = new int[PLACES];
    private int singleCount;

    private int segment;
    private int distance;
    private int run;
    private int runFrom;

    /** Whether this is the plan of messages with these bitmaps. */
    boolean isOf(Bitmaps bitmaps) {
        return primary == bitmaps.primary
                && secondary == bitmaps.secondary
                && tertiary == bitmaps.tertiary;
    }

    /** Makes the plan of messages with these bitmaps. */
    void make(Layout[] layouts, Bitmaps bitmaps) {
        primary = bitmaps.primary;
        secondary = bitmaps.secondary;
        tertiary = bitmaps.tertiary;
        lastLength = UNKNOWN;
        shape++;
        segment = 0;
        distance = 0;
        runsEnd = 0;
        paddingsEnd = 0;
        signCount = 0;
        singleCount = 0;
        run = ContentCheck.ANY;
        isComplete = true;
        for (int first = 1; first < MessageSpec.LAST_ELEMENT; first += Long.SIZE) {
            isComplete = isComplete && add(layouts, bitmaps.elementsStartingAt(first), first);
        }
        endRun();
        variableCount = segment;
        tailBytes = distance;
    }

    /** Leaves false at an element that the dialect lacks. */
    private boolean add(Layout[] layouts, long bitmap, int first) {
        for (long rest = bitmap; rest != 0; rest &= ~Long.highestOneBit(rest)) {
            final int de = first + Long.numberOfLeadingZeros(rest);
            final Layout layout = layouts[de];
            if (layout == null) return false;
            places[de] = place();
            addCheck(layout);
            if (layout.isFixed()) {
                distance += layout.fixedBytes;
            } else {
                variables[segment] = layout;
                fixedBytes[segment] = distance;
                segment++;
                distance = 0;
            }
        }
        return true;
    }

    private int place() {
        return segment << DISTANCE_BITS | distance;
    }

    private void addCheck(Layout layout) {
        final boolean isSingle = ContentCheck.isSingle(layout.check);
        final int check = isSingle ? ContentCheck.ANY : layout.check;
        final int valuePlace = place() + layout.prefixBytes;
        if (isSingle) {
            singles[singleCount] = layout;
            singlePlaces[singleCount++] = valuePlace;
        }
        if (ContentCheck.isApart(check, run)) {
            endRun();
            run = ContentCheck.runOf(check);
            runFrom = ContentCheck.isJoining(check) ? place() : valuePlace;
            if (ContentCheck.isSigned(check)) {
                signs[signCount++] = valuePlace;
                runFrom = valuePlace + 1;
            }
        }
        final int mask = layout.isFixed() ? ContentCheck.paddingMask(check, layout.units) : 0;
        if (mask != 0) {
            final boolean isRight = ContentCheck.isRightPadded(check);
            final int digitsPlace = ContentCheck.isSigned(check) ? valuePlace + 1 : valuePlace;
            paddings[paddingsEnd++] = isRight ? place() + layout.fixedBytes - 1 : digitsPlace;
            paddings[paddingsEnd++] = mask;
        }
    }

    private void endRun() {
        if (run != ContentCheck.ANY && runFrom != place()) {
            runs[runsEnd] = run;
            runs[runsEnd + 1] = runFrom;
            runs[runsEnd + 2] = place();
            runsEnd += 3;
        }
    }

    /**
     * Finds where the elements of a message lie.
     *
     * @param base index of the message's first byte
     * @param from index of the first element's first byte, relative to {@code base}
     * @return whether the elements fill the message, each with a length it may have
     */
    boolean locate(byte[] frame, int base, int from, int length) {
        if (length == lastLength) {
            long difference = 0;
            for (int i = 0; i < variableCount; i++) {
                final long word = Octets.bigLong(frame, base + prefixIndexes[i]);
                difference |= (word ^ prefixes[i]) & variables[i].prefixMask;
            }
            if (difference == 0) return true;
        }
        shape++;
        final boolean isWhole = locateSegments(frame, base, from, length);
        lastLength = isWhole ? length : UNKNOWN;
        if (isWhole) resolve();
        return isWhole;
    }

    private boolean locateSegments(byte[] frame, int base, int from, int length) {
        int at = from;
        paddingIndexesEnd = 0;
        for (int i = 0; i < variableCount; i++) {
            final Layout layout = variables[i];
            final int valueAt = at + fixedBytes[i] + layout.prefixBytes;
            segments[i] = at;
            if (valueAt > length) return false;
            prefixIndexes[i] = valueAt - Long.BYTES;
            prefixes[i] = layout.prefix(frame, base + valueAt);
            final int units = layout.unitsOf(prefixes[i]);
            if ((units | layout.units - units) < 0) return false;
            segments[i] |= units << DISTANCE_BITS;
            at = valueAt + layout.bytes(units);
            final int mask = ContentCheck.paddingMask(layout.check, units);
            if (mask != 0 && !ContentCheck.isPaddedWithF(layout.check)) {
                final boolean isRight = ContentCheck.isRightPadded(layout.check);
                addPadding(isRight ? at - 1 : valueAt, mask);
            }
        }
        segments[variableCount] = at;
        return isComplete && at + tailBytes == length;
    }

    /** Turns places into indexes. */
    private void resolve() {
        for (int i = 0; i < runsEnd; i += 3) {
            runIndexes[i] = runs[i];
            runIndexes[i + 1] = index(runs[i + 1]);
            runIndexes[i + 2] = index(runs[i + 2]);
        }
        for (int i = 0; i < paddingsEnd; i += 2) {
            addPadding(index(paddings[i]), paddings[i + 1]);
        }
    }

    private void addPadding(int index, int mask) {
        paddingIndexes[paddingIndexesEnd] = index;
        paddingIndexes[paddingIndexesEnd + 1] = mask;
        paddingIndexesEnd += 2;
    }

    /** Other than zero when a byte of the message located last is not allowed. */
    long notAllowed(byte[] frame, int base) {
        long bad = 0;
        for (int i = 0; i < runsEnd; i += 3) {
            final int start = base + runIndexes[i + 1];
            bad |= ContentCheck.notAllowed(runIndexes[i], frame, start, base + runIndexes[i + 2]);
        }
        for (int i = 0; i < paddingIndexesEnd; i += 2) {
            bad |= frame[base + paddingIndexes[i]] & paddingIndexes[i + 1];
        }
        for (int i = 0; i < signCount; i++) {
            bad |= ContentCheck.notSigned(frame, base + index(signs[i]));
        }
        return singleCount == 0 ? bad : bad | notAllowedSingles(frame, base);
    }

    private long notAllowedSingles(byte[] frame, int base) {
        for (int i = 0; i < singleCount; i++) {
            final Layout layout = singles[i];
            final int place = singlePlaces[i];
            final int units = layout.isFixed() ? layout.units : unitsAt(place);
            final int bytes = layout.isFixed() ? layout.fixedBytes : layout.bytes(units);
            final int at = base + index(place);
            if (!layout.isValid(frame, at, bytes, units)) return 1;
        }
        return 0;
    }

    /** Index of a place in the message located last. */
    private int index(int place) {
        return (segments[place >>> DISTANCE_BITS] & DISTANCE) + (place & DISTANCE);
    }

    /** Index of an element, its length prefix included, in the message located last. */
    int start(int de) {
        return index(places[de]);
    }

    /** Units of an element of variable length in the message located last. */
    int units(int de) {
        return unitsAt(places[de]);
    }

    private int unitsAt(int place) {
        return segments[place >>> DISTANCE_BITS] >>> DISTANCE_BITS;
    }

    /** Stores where the elements of the message located last lie; leaves the place behind. */
    int save(MutableDirectBuffer target, int at) {
        for (int i = 0; i <= variableCount; i++) {
            target.putInt(at + i * Integer.BYTES, segments[i]);
        }
        return at + (variableCount + 1) * Integer.BYTES;
    }

    /** Takes up what was saved of a message with the same bitmaps. */
    void restore(DirectBuffer saved, int at) {
        int difference = 0;
        for (int i = 0; i <= variableCount; i++) {
            final int segment = saved.getInt(at + i * Integer.BYTES);
            difference |= segments[i] ^ segment;
            segments[i] = segment;
        }
        if (difference != 0) {
            lastLength = UNKNOWN;
            shape++;
        }
    }

    /** Another number whenever elements may lie elsewhere than in the message before. */
    int shape() {
        return shape;
    }

    /** What is kept about copies of these elements; those asked for lately are kept. */
    CopyRuns copyRuns(long elements, int first) {
        for (final CopyRuns runs : copyRuns) {
            if (runs.isOf(elements, first)) return runs;
        }
        copyTurn = copyTurn + 1 & copyRuns.length - 1;
        copyRuns[copyTurn].reset(elements, first);
        return copyRuns[copyTurn];
    }
}
