package io.cardswitch.iso8583.codec;

import java.util.HexFormat;

/** Why a message was refused. The text is what users read; {@code %d} are figures of the case. */
public enum ErrorReason {
    NONE("", false),
    MESSAGE_TOO_LONG("message of %d bytes exceeds %d", true),
    TRUNCATED("message ends: %d bytes needed, %d left", true),
    MTI_NOT_DIGITS("message type is not four digits", true),
    BITMAP_NOT_HEX("bitmap is not hexadecimal", true),
    SECOND_BITMAP_IMPLIED("bit 1 is set though two bitmaps are always there", true),
    TERTIARY_BITMAP("a third bitmap is not part of this dialect", true),
    UNKNOWN_ELEMENT("element is not part of this dialect", true),
    LENGTH_NOT_DIGITS("length is not digits", true),
    LENGTH_IMPOSSIBLE("length counts less than itself, or half an octet", true),
    LENGTH_EXCEEDS("length %d exceeds %d", true),
    TRAILING_BYTES("%d bytes follow the last element", true),
    UNKNOWN_VERSION("message type version %d is not %d", false),
    BAD_CHARACTER("character 0x%02X is not allowed", false),
    BAD_SIGN("sign 0x%02X is not C or D", false),
    BAD_PADDING("padding of digits is not what it must be", false),
    LENGTH_DIFFERS("length %d is not %d", false),
    NO_ROOM("no room: %d bytes needed, %d left", true);

    private final String text;
    private final boolean structural;

    ErrorReason(String text, boolean structural) {
        this.text = text;
        this.structural = structural;
    }

    /** Whether nothing behind the error can be read. */
    public boolean isStructural() {
        return structural;
    }

    /** The sentence for users; builds a String, so not for the message path. */
    public String describe(int actual, int expected) {
        final String octet = HexFormat.of().withUpperCase().toHexDigits((byte) actual);
        return text.replace("%02X", octet)
                .replaceFirst("%d", Integer.toString(actual))
                .replaceFirst("%d", Integer.toString(expected));
    }
}
