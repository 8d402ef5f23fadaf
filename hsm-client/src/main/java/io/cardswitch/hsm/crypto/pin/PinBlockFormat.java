package io.cardswitch.hsm.crypto.pin;

/**
 * Layouts of a clear PIN block that the cryptography builds and reads. The code is the payShield
 * one; the comment names the standard's. The client has a list of its own, of all that commands can
 * name: it must not depend on code that touches clear PINs.
 */
public enum PinBlockFormat {
    /** ISO 9564-1 format 0 (ANSI X9.8): bound to the PAN. */
    ISO_0(1),
    /** Docutel: length, up to six digits, filler. */
    DOCUTEL(2),
    /** Diebold and IBM ATMs: the PIN and a filler of F. */
    DIEBOLD(3),
    /** PLUS network: as ISO 0 with the leftmost digits of the PAN. */
    PLUS(4),
    /** ISO 9564-1 format 1: not bound to a PAN. */
    ISO_1(5),
    /** ISO 9564-1 format 2: only between terminal and chip. */
    ISO_2(34),
    /** ISO 9564-1 format 3: as format 0 with a random filler. */
    ISO_3(47),
    /** ISO 9564-1 format 4: two AES blocks, bound to the PAN ({@link Iso4PinBlock}). */
    ISO_4(48);

    private final int code;

    PinBlockFormat(int code) {
        this.code = code;
    }

    /** The two digits on the wire of a payShield. */
    public int code() {
        return code;
    }

    /** The format of this payShield code, or null. */
    public static PinBlockFormat of(int code) {
        for (final PinBlockFormat format : values()) {
            if (format.code == code) return format;
        }
        return null;
    }

    /** Whether the block cannot be read without the card's number. */
    public boolean isBoundToPan() {
        return this == ISO_0 || this == PLUS || this == ISO_3 || this == ISO_4;
    }
}
