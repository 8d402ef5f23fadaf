package io.cardswitch.iso8583;

/** How many bitmaps of 64 bits stand in front of the elements. */
public enum BitmapSet {
    /** One, and a second one when bit 1 says so. */
    ONE_OR_TWO("1-2"),
    /** As many, and after two a third one when bit 65 says so. */
    ONE_TO_THREE("1-3"),
    /** Two, always; bit 1 says nothing and is not set. */
    TWO("2");

    private final String notation;

    BitmapSet(String notation) {
        this.notation = notation;
    }

    /** The word a dialect file uses. */
    public String notation() {
        return notation;
    }

    /** Highest element that they announce. */
    public int lastElement() {
        return this == ONE_TO_THREE ? 3 * Long.SIZE : 2 * Long.SIZE;
    }

    /** Of the same word, or null. */
    public static BitmapSet of(String notation) {
        for (final BitmapSet set : values()) {
            if (set.notation.equals(notation)) return set;
        }
        return null;
    }
}
