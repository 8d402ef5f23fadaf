package io.cardswitch.iso8583;

/**
 * What stands in front of the elements.
 *
 * @param mti ASCII, BCD or EBCDIC
 * @param bitmap BINARY, HEX or EBCDIC_HEX: the first bitmap
 * @param nextBitmap likewise: the second and the third
 * @param bitmaps how many there are
 */
public record MessageStart(Encoding mti, Encoding bitmap, Encoding nextBitmap, BitmapSet bitmaps) {
    private static final int MTI_DIGITS = 4;

    /** All bitmaps in one encoding. */
    public MessageStart(Encoding mti, Encoding bitmap, BitmapSet bitmaps) {
        this(mti, bitmap, bitmap, bitmaps);
    }

    /** One bitmap, and a second one when bit 1 says so. */
    public static MessageStart of(Encoding mti, Encoding bitmap) {
        return new MessageStart(mti, bitmap, BitmapSet.ONE_OR_TWO);
    }

    /** Bytes of the message type. */
    public int mtiBytes() {
        return mti.bytes(MTI_DIGITS);
    }

    /** Bytes of so many bitmaps, at least one. */
    public int bitmapBytes(int count) {
        return bitmap.bytes(Long.BYTES) + (count - 1) * nextBitmap.bytes(Long.BYTES);
    }

    /** The encodings of bitmaps as a dialect file states them. */
    public String bitmapNotation() {
        if (nextBitmap == bitmap) return bitmap.notation();
        return "[" + bitmap.notation() + ", " + nextBitmap.notation() + "]";
    }
}
