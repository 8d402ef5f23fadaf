package io.cardswitch.iso8583.codec;

import java.util.HexFormat;

/** Why a message was refused. The text is what users read; {@code %d} are figures of the case. */
public enum ErrorReason {
    NONE(""),
    MESSAGE_TOO_LONG("message of %d bytes exceeds %d"),
    TRUNCATED("message ends: %d bytes needed, %d left"),
    MTI_NOT_DIGITS("message type is not four digits"),
    BITMAP_NOT_HEX("bitmap is not hexadecimal"),
    SECOND_BITMAP_IMPLIED("bit 1 is set though two bitmaps are always there"),
    TERTIARY_BITMAP("a third bitmap is not part of this dialect"),
    UNKNOWN_ELEMENT("element is not part of this dialect"),
    LENGTH_NOT_DIGITS("length is not digits"),
    LENGTH_IMPOSSIBLE("length counts less than itself, or half an octet"),
    LENGTH_EXCEEDS("length %d exceeds %d"),
    TRAILING_BYTES("%d bytes follow the last element"),
    UNKNOWN_VERSION("message type version %d is not %d"),
    BAD_CHARACTER("character 0x%02X is not allowed"),
    BAD_SIGN("sign 0x%02X is not C or D"),
    BAD_PADDING("padding of digits is not what it must be"),
    LENGTH_DIFFERS("length %d is not %d"),
    NO_ROOM("no room: %d bytes needed, %d left");

    private final String text;

    ErrorReason(String text) {
        this.text = text;
    }

    /** The sentence for users; builds a String, so not for the message path. */
    public String describe(int actual, int expected) {
        final String octet = HexFormat.of().withUpperCase().toHexDigits((byte) actual);
        return text.replace("%02X", octet)
                .replaceFirst("%d", Integer.toString(actual))
                .replaceFirst("%d", Integer.toString(expected));
    }
}
