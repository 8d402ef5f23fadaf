package io.cardswitch.hsm;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;

/**
 * A key as it stands in commands: encrypted under the LMK or under another key, as hex with a
 * scheme letter or as a key block. Immutable. Its text is not printed: a key under a test LMK is as
 * good as clear.
 */
public final class HsmKey {
    private final UnsafeBuffer characters;

    private HsmKey(byte[] characters) {
        this.characters = new UnsafeBuffer(characters);
    }

    /**
     * Copies a key.
     *
     * @return null when these characters are no key in one of the known forms
     */
    public static HsmKey of(DirectBuffer buffer, int offset, int length) {
        if (length > KeySyntax.MAX_LENGTH) {
            return null;
        }
        final boolean isPair =
                length == KeySyntax.DOUBLE && KeySyntax.isHex(buffer, offset, length);
        if (!isPair && KeySyntax.length(buffer, offset, length) != length) {
            return null;
        }
        final byte[] copy = new byte[length];
        buffer.getBytes(offset, copy);
        return new HsmKey(copy);
    }

    /**
     * Reads a key from configuration.
     *
     * @throws IllegalArgumentException without the text, when it is no key in one of the known
     *     forms
     */
    public static HsmKey parse(CharSequence text) {
        final byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
        final HsmKey key = of(new UnsafeBuffer(bytes), 0, bytes.length);
        if (key == null) {
            throw new IllegalArgumentException(
                    "not an encrypted key: "
                            + bytes.length
                            + " characters that are neither 16 or 32 hex digits, nor U, X, T, Y or"
                            + " Z and hex digits, nor a key block S or R");
        }
        return key;
    }

    /** Number of characters. */
    public int length() {
        return characters.capacity();
    }

    /** Whether it is a key block, which says itself what the key is. */
    public boolean isBlock() {
        final byte scheme = characters.getByte(0);
        return scheme == 'S' || scheme == 'R';
    }

    /** The characters; not to be changed. */
    public DirectBuffer characters() {
        return characters;
    }

    @Override
    public String toString() {
        return "HsmKey(" + length() + " characters)";
    }
}
