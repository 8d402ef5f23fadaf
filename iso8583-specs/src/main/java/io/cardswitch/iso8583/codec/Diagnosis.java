package io.cardswitch.iso8583.codec;

/**
 * Finds what is wrong with a message: walks it element by element, as the fast way does not, and
 * notes the first error. Not thread-safe.
 */
final class Diagnosis {
    private final Layout[] layouts;
    private final FirstError error;
    private byte[] frame;
    private int base;
    private int limit;
    private int at;

    Diagnosis(MessageSpec spec, FirstError error) {
        layouts = spec.layouts;
        this.error = error;
    }

    /**
     * Walks the elements that the bitmaps name.
     *
     * @param from index of the first element's first byte
     * @param limit index behind the message
     * @return the element that cannot be read, nor any behind it; a number above the highest
     *     element when all can
     */
    int walk(byte[] frame, int base, int from, int limit, Bitmaps bitmaps) {
        this.frame = frame;
        this.base = base;
        this.limit = limit;
        at = from;
        for (int first = 1; first < MessageSpec.LAST_ELEMENT; first += Long.SIZE) {
            final int stop = walk(bitmaps.elementsStartingAt(first), first);
            if (stop != 0) return stop;
        }
        if (at != limit) {
            note(ErrorReason.TRAILING_BYTES, bitmaps.highest(), at, limit - at, 0);
        }
        return MessageSpec.LAST_ELEMENT + 1;
    }

    /** Leaves the element that cannot be read, 0 when there is none. */
    private int walk(long bitmap, int first) {
        for (long rest = bitmap; rest != 0; rest &= ~Long.highestOneBit(rest)) {
            final int de = first + Long.numberOfLeadingZeros(rest);
            if (!pass(de)) return de;
        }
        return 0;
    }

    /** Leaves false when the end of the element is not known or lies outside the message. */
    private boolean pass(int de) {
        final Layout layout = layouts[de];
        if (layout == null) return note(ErrorReason.UNKNOWN_ELEMENT, de, at, 0, 0);
        final int valueAt = at + layout.prefixBytes;
        if (valueAt > limit) return truncated(de, at, layout.prefixBytes);
        int units = layout.units;
        int bytes = layout.fixedBytes;
        if (!layout.isFixed()) {
            units = layout.readLength(frame, valueAt);
            if (units < 0) {
                final boolean isNumber = units == Layout.NO_LENGTH;
                final ErrorReason reason =
                        isNumber ? ErrorReason.LENGTH_IMPOSSIBLE : ErrorReason.LENGTH_NOT_DIGITS;
                return note(reason, de, at, 0, 0);
            }
            if (units > layout.units) {
                return note(ErrorReason.LENGTH_EXCEEDS, de, at, units, layout.units);
            }
            bytes = layout.bytes(units);
        }
        if (valueAt + bytes > limit) return truncated(de, layout.isFixed() ? at : valueAt, bytes);
        if (!layout.isValid(frame, valueAt, bytes, units)) {
            final int bad = ContentCheck.firstInvalid(layout.check, frame, valueAt, bytes);
            final int octet = frame[valueAt + bad] & 0xFF;
            note(ContentCheck.reason(layout.check, bad, octet), de, valueAt + bad, octet, 0);
        }
        at = valueAt + bytes;
        return true;
    }

    private boolean truncated(int de, int index, int needed) {
        return note(ErrorReason.TRUNCATED, de, index, needed, limit - index);
    }

    private boolean note(ErrorReason reason, int de, int index, int actual, int expected) {
        error.note(reason, de, index - base, FirstError.figures(actual, expected));
        return false;
    }
}
