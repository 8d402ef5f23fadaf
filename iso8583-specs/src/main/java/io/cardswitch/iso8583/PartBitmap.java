package io.cardswitch.iso8583;

/**
 * Bitmaps in front of parts. With room for one, its first bit announces part 1; with room for more,
 * the first bit of each announces the next one.
 *
 * <p>Those of a dataset (ISO 8583:2003) are one of sixteen bits and more of eight: the first bit of
 * each announces the next one, the last bit of the last one announces {@link #TAGS}, all others
 * parts from 1 on.
 *
 * @param encoding BINARY, HEX or EBCDIC_HEX
 * @param octets of each bitmap; of the first one of a dataset
 * @param highestCount of bitmaps
 * @param isDataset whether they are those of a dataset
 */
public record PartBitmap(Encoding encoding, int octets, int highestCount, boolean isDataset) {
    /** Highest part. */
    public static final int LAST_PART = 192;

    /** Number of what follows the parts of a dataset: tags and values of BER. */
    public static final int TAGS = LAST_PART + 1;

    /** Those of a dataset. */
    public static final PartBitmap DATASET = new PartBitmap(Encoding.BINARY, 2, 26, true);

    private static final String TAGS_KEY = "tlv";

    /** Bitmaps of the same size. */
    public PartBitmap(Encoding encoding, int octets, int highestCount) {
        this(encoding, octets, highestCount, false);
    }

    /** How people write the number of a part. */
    public static String key(int part) {
        return part == TAGS ? TAGS_KEY : Integer.toString(part);
    }

    /** Whether the key is that of {@link #TAGS}. */
    public static boolean isTags(String key) {
        return TAGS_KEY.equals(key);
    }

    /** Bits of each bitmap. */
    public int bits() {
        return octets * Byte.SIZE;
    }

    /** Highest part that can be announced. */
    public int lastPart() {
        return isDataset ? TAGS : bits() * highestCount;
    }

    /** Whether the bit announces a bitmap, not a part. */
    public boolean isChain(int bit) {
        return !isDataset && highestCount > 1 && bit % bits() == 1;
    }
}
