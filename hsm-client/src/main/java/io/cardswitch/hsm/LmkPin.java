package io.cardswitch.hsm;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * View of a PIN as the HSM keeps it, encrypted under the LMK: 5 to 13 hex digits as configured
 * there, or {@code J} and 32 hex digits under an AES LMK. Reusable, not thread-safe.
 */
public final class LmkPin {
    private static final int MIN_LENGTH = 5;
    private static final int MAX_LENGTH = 13;
    private static final int AES_LENGTH = 33;

    private DirectBuffer buffer = new UnsafeBuffer(0, 0);
    private int offset;
    private int length;

    /** Looks at a PIN. */
    public LmkPin wrap(DirectBuffer characters, int charactersOffset, int charactersLength) {
        buffer = characters;
        offset = charactersOffset;
        length = charactersLength;
        return this;
    }

    /** Whether this is a PIN in one of the two forms. */
    public boolean isWellFormed() {
        if (length == AES_LENGTH) {
            return buffer.getByte(offset) == 'J' && KeySyntax.isHex(buffer, offset + 1, length - 1);
        }
        return length >= MIN_LENGTH
                && length <= MAX_LENGTH
                && KeySyntax.isHex(buffer, offset, length);
    }

    /** Where the characters are. */
    public DirectBuffer buffer() {
        return buffer;
    }

    /** Offset of the first character. */
    public int offset() {
        return offset;
    }

    /** Number of characters. */
    public int length() {
        return length;
    }

    @Override
    public String toString() {
        return "LmkPin";
    }
}
