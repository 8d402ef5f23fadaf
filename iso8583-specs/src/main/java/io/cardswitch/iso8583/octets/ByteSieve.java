package io.cardswitch.iso8583.octets;

/**
 * Lets bytes pass that are surely allowed where they stand. What stands at each byte is told once;
 * then a message takes a few passes over words of eight bytes, short enough for the compiler to use
 * vectors, whatever its elements. What does not pass need not be wrong: it wants a closer look.
 *
 * <p>Bytes of which nothing was told pass. The first bytes, fewer than eight, are none of them: the
 * words end with the last byte. Not thread-safe.
 */
public final class ByteSieve {
    /** Bytes that it can tell of. */
    public static final int MAX_LENGTH = 1024;

    private static final int WORDS = MAX_LENGTH / Long.BYTES;
    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH_BITS = EACH * 0x80;
    private static final long LOW_BITS = EACH * 0x7F;
    private static final int OCTET = 0xFF;

    /** An octet of EBCDIC among letters and digits that is no character of ASCII. */
    private static final long NO_CHARACTER = EACH * 0xE1;

    private int start;

    /** Octets with bounds, what lifts those above the highest over 0x7F, and the lowest to 0x80. */
    private final long[] bounded = new long[WORDS];

    private final long[] aboveHighest = new long[WORDS];
    private final long[] fromLowest = new long[WORDS];
    private final Span bounds = new Span();

    /** Bit 3 of each half byte that is a digit. */
    private final long[] digits = new long[WORDS];

    private final Span digitSpan = new Span();

    /** Bits that must be set. */
    private final long[] bits = new long[WORDS];

    private final Span bitSpan = new Span();

    /** Octets that are text of EBCDIC: the bits of the blank, or of a letter or digit. */
    private final long[] text = new long[WORDS];

    private final Span textSpan = new Span();

    /** Words that a pass goes over. */
    private static final class Span {
        private int from;
        private int to;

        private void clear() {
            from = WORDS;
            to = 0;
        }

        private void add(int index) {
            from = Math.min(from, index);
            to = Math.max(to, index + 1);
        }
    }

    /**
     * Forgets what was told.
     *
     * @param length bytes of the messages, at most {@link #MAX_LENGTH}
     */
    public void clear(int length) {
        start = length % Long.BYTES;
        for (int i = 0; i < WORDS; i++) {
            bounded[i] = 0;
            aboveHighest[i] = 0;
            fromLowest[i] = HIGH_BITS;
            digits[i] = 0;
            bits[i] = 0;
            text[i] = 0;
        }
        bounds.clear();
        digitSpan.clear();
        bitSpan.clear();
        textSpan.clear();
    }

    /** At {@code at} stands a byte between the two, both below 0x80. */
    public void bound(int at, int lowest, int highest) {
        set(bounded, bounds, at, OCTET);
        set(aboveHighest, bounds, at, 0x7F - highest);
        set(fromLowest, bounds, at, 0x80 - lowest);
    }

    /** At {@code at} stands a half byte from 0 to 9. */
    public void digit(int at, boolean isHigh) {
        add(digits, digitSpan, at, isHigh ? 0x80 : 0x08);
    }

    /** At {@code at} stands a byte with these bits set. */
    public void require(int at, int mask) {
        add(bits, bitSpan, at, mask);
    }

    /**
     * At {@code at} stands a blank, a capital letter or a digit of EBCDIC, or one of {@code {}\}.
     */
    public void ebcdicText(int at) {
        digit(at, false);
        set(text, textSpan, at, OCTET);
    }

    private void add(long[] words, Span span, int at, int mask) {
        final int index = at - start;
        span.add(index >> 3);
        words[index >> 3] |= (long) mask << (index << 3);
    }

    private void set(long[] words, Span span, int at, int octet) {
        final int index = at - start;
        words[index >> 3] &= ~((long) OCTET << (index << 3));
        add(words, span, at, octet);
    }

    /** Whether the bytes of a message of the length told, from {@code base} on, pass. */
    public boolean passes(byte[] frame, int base) {
        final int at = base + start;
        return (outOfBounds(frame, at) | notDigits(frame, at) | notSet(frame, at)) == 0
                && (textSpan.to == 0 || (notBlank(frame, at) | noCharacter(frame, at)) == 0);
    }

    /** A byte above 0x7F may spoil the sums of the next one, but does not pass itself. */
    private long outOfBounds(byte[] frame, int at) {
        final long[] mask = bounded;
        final long[] above = aboveHighest;
        final long[] from = fromLowest;
        final int end = bounds.to;
        long bad = 0;
        for (int i = bounds.from; i < end; i++) {
            final long word = Octets.littleLong(frame, at + (i << 3)) & mask[i];
            bad |= word | word + above[i] | ~(word + from[i]);
        }
        return bad & HIGH_BITS;
    }

    /** Half bytes above 9 have bit 3 and one of bits 2 and 1. */
    private long notDigits(byte[] frame, int at) {
        final long[] mask = digits;
        final int end = digitSpan.to;
        long bad = 0;
        for (int i = digitSpan.from; i < end; i++) {
            final long word = Octets.littleLong(frame, at + (i << 3));
            bad |= word & (word << 1 | word << 2) & mask[i];
        }
        return bad;
    }

    private long notSet(byte[] frame, int at) {
        final long[] mask = bits;
        final int end = bitSpan.to;
        long bad = 0;
        for (int i = bitSpan.from; i < end; i++) {
            bad |= ~Octets.littleLong(frame, at + (i << 3)) & mask[i];
        }
        return bad;
    }

    /** A blank, 0x40, or both bits 7 and 6. */
    private long notBlank(byte[] frame, int at) {
        final long[] mask = text;
        final int end = textSpan.to;
        long bad = 0;
        for (int i = textSpan.from; i < end; i++) {
            final long word = Octets.littleLong(frame, at + (i << 3)) ^ EACH * 0x40;
            bad |= (word << 1 | (word & LOW_BITS) + LOW_BITS & ~word) & mask[i];
        }
        return bad & HIGH_BITS;
    }

    private long noCharacter(byte[] frame, int at) {
        final long[] mask = text;
        final int end = textSpan.to;
        long bad = 0;
        for (int i = textSpan.from; i < end; i++) {
            final long word = Octets.littleLong(frame, at + (i << 3)) ^ NO_CHARACTER;
            bad |= ~((word & LOW_BITS) + LOW_BITS | word) & mask[i];
        }
        return bad & HIGH_BITS;
    }
}
