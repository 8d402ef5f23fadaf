package io.cardswitch.iso8583;

import java.util.Locale;

/** How units (digits, characters, octets) become bytes. */
public enum Encoding {
    /** One byte a character. */
    ASCII(2),
    /** Two digits a byte. */
    BCD(1),
    /** Octets as they are. */
    BINARY(2),
    /** Two hexadecimal characters an octet: read in either case, written in upper case. */
    HEX(4),
    /** One byte a character, IBM code page 037. */
    EBCDIC(2),
    /** One byte a character, IBM code page 500. */
    EBCDIC_500(2),
    /** One byte a character, IBM code page 1047. */
    EBCDIC_1047(2),
    /** As HEX, the characters in EBCDIC, where digits and letters are the same in every page. */
    EBCDIC_HEX(4);

    private final int halfBytes;

    Encoding(int halfBytes) {
        this.halfBytes = halfBytes;
    }

    /** Size of one unit in half bytes. */
    public int halfBytes() {
        return halfBytes;
    }

    /** Bytes that so many units take; a last half byte is padded. */
    public int bytes(int units) {
        return units * halfBytes + 1 >> 1;
    }

    /** Whether characters are those of an EBCDIC code page. */
    public boolean isEbcdic() {
        return this == EBCDIC || this == EBCDIC_500 || this == EBCDIC_1047 || this == EBCDIC_HEX;
    }

    /** Whether octets are written as hexadecimal characters. */
    public boolean isHex() {
        return this == HEX || this == EBCDIC_HEX;
    }

    /** The word a dialect file uses. */
    public String notation() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Of the same word, or null. */
    public static Encoding of(String notation) {
        for (final Encoding encoding : values()) {
            if (encoding.notation().equals(notation)) return encoding;
        }
        return null;
    }
}
