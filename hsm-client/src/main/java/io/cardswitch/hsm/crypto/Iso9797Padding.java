package io.cardswitch.hsm.crypto;

import java.util.Arrays;

/** Padding methods of ISO/IEC 9797-1:2011, 6.3. The code is the number of the method. */
public enum Iso9797Padding {
    /**
     * Method 1: zeros up to a whole block, none when it is one; an empty message becomes one block.
     */
    METHOD_1(1),
    /** Method 2: one bit 1, then zeros up to a whole block. */
    METHOD_2(2),
    /** Method 3: as method 1, with a block in front that holds the length in bits. */
    METHOD_3(3);

    private final int code;

    Iso9797Padding(int code) {
        this.code = code;
    }

    /** The method of this number, or null. */
    public static Iso9797Padding of(int code) {
        for (final Iso9797Padding padding : values()) {
            if (padding.code == code) return padding;
        }
        return null;
    }

    /** The message padded to whole blocks, as a new array. */
    public byte[] pad(byte[] message, int blockLength) {
        switch (this) {
            case METHOD_1:
                return Arrays.copyOf(message, wholeBlocks(message.length, blockLength));
            case METHOD_2:
                final int length = wholeBlocks(message.length + 1, blockLength);
                final byte[] marked = Arrays.copyOf(message, length);
                marked[message.length] = (byte) 0x80;
                return marked;
            default:
                final int whole = wholeBlocks(message.length, blockLength);
                final byte[] counted = new byte[blockLength + whole];
                final long bits = 8L * message.length;
                for (int i = 0; i < Math.min(blockLength, Long.BYTES); i++) {
                    counted[blockLength - 1 - i] = (byte) (bits >>> 8 * i);
                }
                System.arraycopy(message, 0, counted, blockLength, message.length);
                return counted;
        }
    }

    private static int wholeBlocks(int length, int blockLength) {
        return Math.max(1, (length + blockLength - 1) / blockLength) * blockLength;
    }
}
