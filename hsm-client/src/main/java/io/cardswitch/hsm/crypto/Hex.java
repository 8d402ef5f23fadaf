package io.cardswitch.hsm.crypto;

import java.nio.charset.StandardCharsets;

/** Hexadecimal text as bytes of ASCII, upper case on the way out, either case on the way in. */
public final class Hex {
    private static final byte[] DIGITS = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private Hex() {}

    /** The value 0-15 of one ASCII digit, or -1 when it is none. */
    public static int digit(int ascii) {
        if (ascii >= '0' && ascii <= '9') return ascii - '0';
        if (ascii >= 'A' && ascii <= 'F') return ascii - 'A' + 10;
        if (ascii >= 'a' && ascii <= 'f') return ascii - 'a' + 10;
        return -1;
    }

    /** Whether the range holds hexadecimal digits only. */
    public static boolean isHex(byte[] ascii, int offset, int length) {
        for (int i = 0; i < length; i++) {
            if (digit(ascii[offset + i]) < 0) return false;
        }
        return true;
    }

    /**
     * Decodes an even number of digits.
     *
     * @return half as many bytes, or null when a digit is none or the count is odd
     */
    public static byte[] decode(byte[] ascii, int offset, int digits) {
        if ((digits & 1) != 0) return null;
        final byte[] bytes = new byte[digits / 2];
        for (int i = 0; i < bytes.length; i++) {
            final int high = digit(ascii[offset + 2 * i]);
            final int low = digit(ascii[offset + 2 * i + 1]);
            if ((high | low) < 0) {
                Secrets.wipe(bytes);
                return null;
            }
            bytes[i] = (byte) (high << 4 | low);
        }
        return bytes;
    }

    /** Decodes text; null when it is no whole number of bytes in hexadecimal. */
    public static byte[] decode(String text) {
        final byte[] ascii = text.getBytes(StandardCharsets.ISO_8859_1);
        try {
            return decode(ascii, 0, ascii.length);
        } finally {
            Secrets.wipe(ascii);
        }
    }

    /** Writes two digits a byte. */
    public static void encode(byte[] bytes, int offset, int length, byte[] ascii, int asciiOffset) {
        for (int i = 0; i < length; i++) {
            final int value = bytes[offset + i];
            ascii[asciiOffset + 2 * i] = DIGITS[value >> 4 & 0xF];
            ascii[asciiOffset + 2 * i + 1] = DIGITS[value & 0xF];
        }
    }

    /** The digits of all bytes, as ASCII. */
    public static byte[] encode(byte[] bytes) {
        final byte[] ascii = new byte[2 * bytes.length];
        encode(bytes, 0, bytes.length, ascii, 0);
        return ascii;
    }

    /** The digits of all bytes, as text: for values that are no secret. */
    public static String text(byte[] bytes) {
        return new String(encode(bytes), StandardCharsets.US_ASCII);
    }

    /** The ASCII digit of a value 0-15. */
    public static byte ascii(int value) {
        return DIGITS[value & 0xF];
    }

    /** The n-th half byte, counted from the left, as a value 0-15. */
    public static int nibble(byte[] bytes, int index) {
        final int value = bytes[index >> 1];
        return (index & 1) == 0 ? value >> 4 & 0xF : value & 0xF;
    }

    /** Sets the n-th half byte, counted from the left; it must be zero before. */
    public static void orNibble(byte[] bytes, int index, int value) {
        bytes[index >> 1] |= (byte) ((index & 1) == 0 ? value << 4 : value);
    }
}
