package io.cardswitch.iso8583;

import java.util.Locale;

/** Where the zero half byte of an odd number of BCD digits goes. */
public enum Padding {
    /** Before the first digit. */
    LEFT,
    /** After the last digit. */
    RIGHT;

    /** The word a dialect file uses. */
    public String notation() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Of the same word, or null. */
    public static Padding of(String notation) {
        for (final Padding padding : values()) {
            if (padding.notation().equals(notation)) return padding;
        }
        return null;
    }
}
