package io.cardswitch.iso8583.codec;

import io.cardswitch.iso8583.octets.Octets;

/**
 * Some elements of a message as the fewest pieces: elements that stand side by side are one. Kept
 * with a plan, because an answer repeats the same elements of message after message. Not
 * thread-safe.
 */
final class CopyRuns {
    private static final int NEVER = -1;

    private long elements;
    private int first;

    /** Shape of the message that the pieces belong to, see {@link Plan#shape()}. */
    private int shape = NEVER;

    private final int[] starts = new int[Long.SIZE];
    private final int[] lengths = new int[Long.SIZE];
    private int count;
    private int length;

    boolean isOf(long elements, int first) {
        return this.elements == elements && this.first == first;
    }

    void reset(long elements, int first) {
        this.elements = elements;
        this.first = first;
        shape = NEVER;
    }

    /** Finds the pieces in the message that the source holds. */
    void locate(MessageDecoder source, int newShape) {
        final boolean isWhole = source.errorReason() == ErrorReason.NONE;
        if (isWhole && shape == newShape) return;
        shape = isWhole ? newShape : NEVER;
        final long others = source.bitmaps().elementsStartingAt(first) & ~elements;
        count = 0;
        length = 0;
        for (long rest = elements; rest != 0; ) {
            final int start = Long.numberOfLeadingZeros(rest);
            final long behind = others & -1L >>> start;
            final long later = behind == 0 ? 0 : -1L >>> Long.numberOfLeadingZeros(behind);
            final int last = first + Long.SIZE - 1 - Long.numberOfTrailingZeros(rest & ~later);
            final int end = source.start(last) + source.elementLength(last);
            starts[count] = source.start(first + start);
            lengths[count] = end - starts[count];
            length += lengths[count];
            count++;
            rest &= later;
        }
    }

    /** Bytes of all pieces. */
    int length() {
        return length;
    }

    /** Writes the pieces one behind the other. */
    void copy(byte[] frame, int base, byte[] target, int at) {
        int to = at;
        for (int i = 0; i < count; i++) {
            Octets.copy(frame, base + starts[i], target, to, lengths[i]);
            to += lengths[i];
        }
    }
}
