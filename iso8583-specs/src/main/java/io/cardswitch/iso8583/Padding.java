package io.cardswitch.iso8583;

import java.util.Locale;

/**
 * Where the half byte goes that fills an odd number of BCD digits, and what it is. With F, a short
 * value of fixed length is filled with F as well, which are no part of the value; else with zeros
 * or blanks.
 */
public enum Padding {
    /** Zero before the first digit. */
    LEFT,
    /** Zero after the last digit. */
    RIGHT,
    /** F before the first digit. */
    LEFT_F,
    /** F after the last digit. */
    RIGHT_F,
    /** Nothing: a short value of fixed length is refused, and BCD digits are an even number. */
    NONE;

    /** Whether it goes before the first digit. */
    public boolean isLeft() {
        return this == LEFT || this == LEFT_F;
    }

    /** Whether it is F. */
    public boolean isF() {
        return this == LEFT_F || this == RIGHT_F;
    }

    /** The word a dialect file uses. */
    public String notation() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Of the same word, or null. */
    public static Padding of(String notation) {
        for (final Padding padding : values()) {
            if (padding.notation().equals(notation)) return padding;
        }
        return null;
    }
}
