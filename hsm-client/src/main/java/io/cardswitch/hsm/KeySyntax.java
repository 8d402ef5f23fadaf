package io.cardswitch.hsm;

import org.agrona.DirectBuffer;

/**
 * The forms in which an encrypted key stands in a command.
 *
 * <pre>
 *  16H            single length        U X Z + hex   variant or X9.17, double (Z single)
 *  32H            pair without scheme  T Y + 48H     triple
 *  S + block      payShield key block  R + block     TR-31
 * </pre>
 *
 * Both blocks say their length in four digits behind the version character.
 */
final class KeySyntax {
    /** Not a key. */
    static final int UNKNOWN = -1;

    /** No key is longer. */
    static final int MAX_LENGTH = 1_024;

    static final int SINGLE = 16;
    static final int DOUBLE = 32;
    private static final int TRIPLE = 48;
    private static final int BLOCK_PREFIX = 6;
    private static final int LENGTH_DIGITS = 4;
    private static final int BLOCK_HEADER = 16;

    private KeySyntax() {}

    /**
     * Length of the key that starts here, 16 when it has no scheme.
     *
     * @return {@link #UNKNOWN} when none of the forms fits in {@code available} characters
     */
    static int length(DirectBuffer buffer, int offset, int available) {
        if (available <= 0) {
            return UNKNOWN;
        }
        return switch (buffer.getByte(offset)) {
            case 'Z' -> hex(buffer, offset, available, 1, SINGLE);
            case 'U', 'X' -> hex(buffer, offset, available, 1, DOUBLE);
            case 'T', 'Y' -> hex(buffer, offset, available, 1, TRIPLE);
            case 'S', 'R' -> block(buffer, offset, available);
            default -> hex(buffer, offset, available, 0, SINGLE);
        };
    }

    private static int hex(
            DirectBuffer buffer, int offset, int available, int schemeLength, int digits) {
        return available >= schemeLength + digits && isHex(buffer, offset + schemeLength, digits)
                ? schemeLength + digits
                : UNKNOWN;
    }

    private static int block(DirectBuffer buffer, int offset, int available) {
        if (available < BLOCK_PREFIX) {
            return UNKNOWN;
        }
        int blockLength = 0;
        for (int i = 0; i < LENGTH_DIGITS; i++) {
            final int digit = buffer.getByte(offset + 2 + i) - '0';
            if (digit < 0 || digit > 9) {
                return UNKNOWN;
            }
            blockLength = blockLength * 10 + digit;
        }
        final int length = 1 + blockLength;
        final boolean fits =
                blockLength > BLOCK_HEADER && length <= available && length <= MAX_LENGTH;
        return fits && isAlphanumeric(buffer, offset, length) ? length : UNKNOWN;
    }

    private static boolean isAlphanumeric(DirectBuffer buffer, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            final byte character = buffer.getByte(i);
            final boolean isLetter =
                    character >= 'A' && character <= 'Z' || character >= 'a' && character <= 'z';
            if (!isLetter && (character < '0' || character > '9')) {
                return false;
            }
        }
        return true;
    }

    /** Whether these are hex digits, of either case. */
    static boolean isHex(DirectBuffer buffer, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (Character.digit(buffer.getByte(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether these are decimal digits. */
    static boolean isDecimal(DirectBuffer buffer, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            final byte character = buffer.getByte(i);
            if (character < '0' || character > '9') {
                return false;
            }
        }
        return true;
    }
}
