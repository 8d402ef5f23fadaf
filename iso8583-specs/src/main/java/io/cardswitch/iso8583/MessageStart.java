package io.cardswitch.iso8583;

/**
 * What stands in front of the elements.
 *
 * @param mti ASCII, BCD or EBCDIC
 * @param bitmap BINARY, HEX or EBCDIC_HEX
 * @param bitmaps how many there are
 */
public record MessageStart(Encoding mti, Encoding bitmap, BitmapSet bitmaps) {
    private static final int MTI_DIGITS = 4;

    /** One bitmap, and a second one when bit 1 says so. */
    public static MessageStart of(Encoding mti, Encoding bitmap) {
        return new MessageStart(mti, bitmap, BitmapSet.ONE_OR_TWO);
    }

    /** Bytes of the message type. */
    public int mtiBytes() {
        return mti.bytes(MTI_DIGITS);
    }

    /** Bytes of one bitmap. */
    public int bitmapBytes() {
        return bitmap.bytes(Long.BYTES);
    }
}
