package io.cardswitch.iso8583.codec;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.util.Arrays;

/**
 * What is known of every message with the same bitmaps before its first byte is read. Elements are
 * grouped into segments: some of fixed length, then one of variable length. Where a segment starts
 * is all that differs from message to message; an element's place is a segment and a distance from
 * its start. Neighbours of the same characters are validated together, as one run. The lengths seen
 * lately are kept, see {@link Shape}.
 *
 * <p>Made anew in place for other bitmaps, without garbage. Not thread-safe.
 */
final class Plan {
    /** Bits of a distance within a segment; a place is the segment above them. */
    static final int DISTANCE_BITS = 16;

    static final int DISTANCE = (1 << DISTANCE_BITS) - 1;
    static final int PLACES = MessageSpec.LAST_ELEMENT + 1;
    private static final int SHAPES = 4;
    private static final int COPY_RUNS_BITS = 3;

    /** Odd, spreads bits that differ anywhere over the highest ones. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private long primary;
    private long secondary;
    private long tertiary;

    /** Whether the dialect has every element. */
    boolean isComplete = true;

    /** Where each present element starts, its length prefix included. */
    private final int[] places = new int[PLACES];

    /** The variable element that ends a segment, and the bytes of fixed elements before it. */
    final Layout[] variables = new Layout[PLACES];

    final int[] fixedBytes = new int[PLACES];
    int variableCount;
    int tailBytes;

    /** Class, first place and place behind the last byte of each run. */
    final int[] runs = new int[3 * PLACES];

    int runsEnd;

    /** Place and mask of each half byte that pads an odd number of BCD digits of fixed length. */
    final int[] paddings = new int[2 * PLACES];

    int paddingsEnd;
    final int[] signs = new int[PLACES];
    int signCount;

    /** The shapes seen lately; another takes the place of these in turn. */
    private final Shape[] shapes = new Shape[SHAPES];

    private int turn;

    /** That of the last message read. */
    private Shape last;

    /** Of a message taken up again whose shape was not kept. */
    private Shape restored;

    /** That of the last message, read or taken up again. */
    private Shape shape;

    /** Counts the shapes that were found. */
    private int shapeCount;

    /** One of them for some elements, see {@link #copyRuns(long, int)}. */
    private final CopyRuns[] copyRuns = new CopyRuns[1 << COPY_RUNS_BITS];

    /** Elements that are validated one by one. */
    final Layout[] singles = new Layout[PLACES];

    final int[] singlePlaces = new int[PLACES];
    int singleCount;

    private int segment;
    private int distance;
    private int run;
    private int runFrom;

    Plan() {
        Arrays.setAll(copyRuns, i -> new CopyRuns());
    }

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
        for (final Shape kept : shapes) {
            if (kept != null) kept.forget();
        }
        if (restored != null) restored.forget();
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
        final boolean isLikeLast = last != null && last.isOf(frame, base, length);
        if (!isLikeLast && !isKept(frame, base, length)) {
            turn = turn + 1 & SHAPES - 1;
            if (shapes[turn] == null) shapes[turn] = new Shape(this);
            last = shapes[turn];
            shape = last;
            return shape.locate(frame, base, from, length);
        }
        shape = last;
        return true;
    }

    private boolean isKept(byte[] frame, int base, int length) {
        for (final Shape kept : shapes) {
            if (kept == null || !kept.isOf(frame, base, length)) continue;
            last = kept;
            return true;
        }
        return false;
    }

    /** Another number for every shape that is found. */
    int countShape() {
        return ++shapeCount;
    }

    /** Other than zero when a byte of the message located last is not allowed. */
    long notAllowed(byte[] frame, int base) {
        return shape.notAllowed(frame, base);
    }

    /** Index of an element, its length prefix included, in the message located last. */
    int start(int de) {
        return shape.index(places[de]);
    }

    /** Units of an element of variable length in the message located last. */
    int units(int de) {
        return shape.units(places[de]);
    }

    /** Stores where the elements of the message located last lie; leaves the place behind. */
    int save(MutableDirectBuffer target, int at) {
        return shape.save(target, at);
    }

    /** Takes up what was saved of a message with the same bitmaps. */
    void restore(int length, DirectBuffer saved, int at) {
        for (final Shape kept : shapes) {
            if (kept == null || !kept.isSaved(length, saved, at)) continue;
            shape = kept;
            return;
        }
        if (restored == null) restored = new Shape(this);
        if (!restored.isSaved(length, saved, at)) restored.restore(length, saved, at);
        shape = restored;
    }

    /** Another number whenever elements may lie elsewhere than in the message before. */
    int shape() {
        return shape == null ? 0 : shape.number();
    }

    /** What is kept about copies of these elements, those asked for lately. */
    CopyRuns copyRuns(long elements, int first) {
        final int slot = (int) ((elements + first) * SPREAD >>> Long.SIZE - COPY_RUNS_BITS);
        final CopyRuns runs = copyRuns[slot];
        if (!runs.isOf(elements, first)) runs.reset(elements, first);
        return runs;
    }
}
