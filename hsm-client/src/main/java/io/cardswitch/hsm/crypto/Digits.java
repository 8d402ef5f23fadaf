package io.cardswitch.hsm.crypto;

/** Decimal digits as ASCII bytes: PINs, PANs, dates. */
public final class Digits {
    private Digits() {}

    /** Whether the range holds decimal digits only; the time does not tell where one is none. */
    public static boolean areDigits(byte[] ascii, int offset, int length) {
        int outside = 0;
        for (int i = 0; i < length; i++) {
            final int value = ascii[offset + i] - '0';
            outside |= value | 9 - value;
        }
        return outside >= 0;
    }

    /** Whether all bytes are decimal digits. */
    public static boolean areDigits(byte[] ascii) {
        return areDigits(ascii, 0, ascii.length);
    }

    /** Packs two digits a byte; half bytes of {@code fill} follow up to the length in bytes. */
    public static byte[] pack(byte[] ascii, int length, int fill) {
        final byte[] packed = new byte[length];
        for (int i = 0; i < 2 * length; i++) {
            Hex.orNibble(packed, i, i < ascii.length ? Hex.digit(ascii[i]) : fill);
        }
        return packed;
    }
}
