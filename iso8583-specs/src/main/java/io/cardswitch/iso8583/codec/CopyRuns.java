package io.cardswitch.iso8583.codec;

import io.cardswitch.iso8583.octets.Octets;

/**
 * Some elements of a message as the fewest pieces: elements that stand side by side are one. Kept
 * with a plan, because an answer repeats the same elements of message after message. Not
 * thread-safe.
 *
 * <p>Pieces are copied by words of eight bytes, from the last one to the first. The last word of a
 * piece ends with it; where the piece is shorter, what the word holds besides falls on pieces in
 * front of it, which are copied later. The few pieces without eight bytes in front of their end,
 * and long ones, are copied as blocks when all words are.
 */
final class CopyRuns {
    private static final int NEVER = -1;
    private static final int MAX_WORDS = Long.SIZE;

    /** Every second element of a bitmap, not the ones beside them. */
    private static final int MAX_PIECES = Long.SIZE / 2;

    /** A longer piece is quicker as a block. */
    private static final int MAX_PIECE_WORDS = 4;

    private long elements;
    private int first;

    /** Shape of the message that the pieces belong to, see {@link Plan#shape()}. */
    private int shape = NEVER;

    /** Pieces, then only blocks: index in the message, distance from the first piece, bytes. */
    private final int[] starts = new int[MAX_PIECES];

    private final int[] places = new int[MAX_PIECES];
    private final int[] lengths = new int[MAX_PIECES];
    private int blocks;

    /** Words in the order of the message: index in it, distance from the first piece. */
    private final int[] wordStarts = new int[MAX_WORDS];

    private final int[] wordPlaces = new int[MAX_WORDS];
    private int words;

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
        final int pieces = findPieces(source);
        blocks = 0;
        words = 0;
        for (int i = 0; i < pieces; i++) {
            final int needed = lengths[i] + Long.BYTES - 1 >> 3;
            final boolean isShort = needed <= MAX_PIECE_WORDS && words + needed <= MAX_WORDS;
            if (isShort && places[i] + lengths[i] >= Long.BYTES) addWords(i);
            else addBlock(i);
        }
    }

    /** How many there are, in the order of the message. */
    private int findPieces(MessageDecoder source) {
        final long others = source.bitmaps().elementsStartingAt(first) & ~elements;
        int count = 0;
        length = 0;
        for (long rest = elements; rest != 0; ) {
            final int start = Long.numberOfLeadingZeros(rest);
            final long behind = others & -1L >>> start;
            final long later = behind == 0 ? 0 : -1L >>> Long.numberOfLeadingZeros(behind);
            final int last = first + Long.SIZE - 1 - Long.numberOfTrailingZeros(rest & ~later);
            final int end = source.start(last) + source.elementLength(last);
            starts[count] = source.start(first + start);
            places[count] = length;
            lengths[count] = end - starts[count];
            length += lengths[count];
            count++;
            rest &= later;
        }
        return count;
    }

    private void addWords(int piece) {
        final int bytes = lengths[piece];
        for (int behind = Long.BYTES; behind < bytes + Long.BYTES; behind += Long.BYTES) {
            final int at = Math.min(behind, bytes) - Long.BYTES;
            wordStarts[words] = starts[piece] + at;
            wordPlaces[words] = places[piece] + at;
            words++;
        }
    }

    /** There are at least as many pieces as blocks before. */
    private void addBlock(int piece) {
        starts[blocks] = starts[piece];
        places[blocks] = places[piece];
        lengths[blocks] = lengths[piece];
        blocks++;
    }

    /** Bytes of all pieces. */
    int length() {
        return length;
    }

    /** Writes the pieces one behind the other. */
    void copy(byte[] frame, int base, byte[] target, int at) {
        for (int i = words - 1; i >= 0; i--) {
            final long word = Octets.littleLong(frame, base + wordStarts[i]);
            Octets.putLittleLong(target, at + wordPlaces[i], word);
        }
        for (int i = 0; i < blocks; i++) {
            final int from = base + starts[i];
            System.arraycopy(frame, from, target, at + places[i], lengths[i]);
        }
    }
}
