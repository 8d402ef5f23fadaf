package io.cardswitch.iso8583;

/**
 * Bitmaps in front of parts. With room for one, its first bit announces part 1; with room for more,
 * the first bit of each announces the next one.
 *
 * @param encoding BINARY, HEX or EBCDIC_HEX
 * @param octets of each bitmap
 * @param highestCount of bitmaps
 */
public record PartBitmap(Encoding encoding, int octets, int highestCount) {
    /** Highest part. */
    public static final int LAST_PART = 192;

    /** Bits of each bitmap. */
    public int bits() {
        return octets * Byte.SIZE;
    }

    /** Highest part that can be announced. */
    public int lastPart() {
        return bits() * highestCount;
    }

    /** Whether the bit announces a bitmap, not a part. */
    public boolean isChain(int bit) {
        return highestCount > 1 && bit % bits() == 1;
    }
}
