package io.cardswitch.iso8583.tlv;

/** Why a tag-length-value field was refused. {@code %d} are figures of the case. */
public enum TlvReason {
    NONE(""),
    TAG_TRUNCATED("field ends within a tag"),
    TAG_TOO_LONG("tag of more than %d bytes"),
    TAG_NOT_TEXT("tag is not letters and digits"),
    LENGTH_TRUNCATED("field ends within a length"),
    LENGTH_NOT_DIGITS("length is not digits"),
    LENGTH_NOT_COUNTED("no digit from 1 to %d tells how many digits the length has"),
    LENGTH_INDEFINITE("indefinite length"),
    LENGTH_TOO_LONG("length of more than %d bytes"),
    LENGTH_BELOW_TAG("length %d does not cover the tag of %d"),
    VALUE_TRUNCATED("length %d exceeds the %d bytes left"),
    KEY_EMPTY("key without a character"),
    KEY_NOT_TEXT("key is not printable characters"),
    KEY_OF_DIGITS("key of more than %d digits"),
    TOO_DEEP("nested deeper than %d"),
    LENGTH_EXCEEDS("length %d exceeds %d"),
    NO_ROOM("no room: %d bytes needed, %d left");

    private final String text;

    TlvReason(String text) {
        this.text = text;
    }

    /** The sentence for users; builds a String, so not for the message path. */
    String describe(int actual, int expected) {
        return text.replaceFirst("%d", Integer.toString(actual))
                .replaceFirst("%d", Integer.toString(expected));
    }
}
