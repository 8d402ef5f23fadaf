package io.cardswitch.hsm.crypto.keyblock;

import io.cardswitch.hsm.crypto.CryptoError;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Hex;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An optional block of a key block header (ANSI X9.143:2021, 6.3.6).
 *
 * @param id two letters or digits; PB is padding
 * @param data printable ASCII
 */
public record OptionalBlock(String id, String data) {
    static final String PADDING = "PB";

    private static final int ID_LENGTH = 2;
    private static final int SHORT_FORM = 4;
    private static final int LONG_FORM = 6;
    private static final int MAX_LENGTH_DIGITS = 4;
    private static final int MAX_SHORT = 0xFF;

    /** What a text of optional blocks holds, and where it ends. */
    record Parsed(List<OptionalBlock> blocks, int end) {}

    /** Reads that many blocks from a position on. */
    static Parsed parse(String text, int from, int count) throws CryptoException {
        final List<OptionalBlock> blocks = new ArrayList<>();
        int at = from;
        for (int i = 0; i < count; i++) {
            if (text.length() < at + ID_LENGTH || !isAlphanumeric(text, at, ID_LENGTH)) {
                throw new CryptoException(CryptoError.OPTIONAL_BLOCK_ID);
            }
            final int prefix = prefix(text, at);
            final int lengthAt = prefix == SHORT_FORM ? ID_LENGTH : LONG_FORM;
            final int length = number(text, at + lengthAt, prefix - lengthAt);
            if (length < prefix) {
                throw new CryptoException(CryptoError.OPTIONAL_BLOCK_ID);
            }
            if (text.length() < at + length || !isPrintable(text, at + prefix, at + length)) {
                throw new CryptoException(CryptoError.OPTIONAL_BLOCK);
            }
            final String id = text.substring(at, at + ID_LENGTH);
            blocks.add(new OptionalBlock(id, text.substring(at + prefix, at + length)));
            at += length;
        }
        return new Parsed(blocks, at);
    }

    /**
     * Characters of id and length: four, or more in the long form (00, then a count of digits). The
     * standard counts digits, some makers count bytes: the reading that fits is taken.
     */
    private static int prefix(String text, int at) throws CryptoException {
        if (number(text, at + ID_LENGTH, 2) != 0) return SHORT_FORM;
        final int count = number(text, at + SHORT_FORM, 2);
        if (count == 0 || count > MAX_LENGTH_DIGITS) {
            throw new CryptoException(CryptoError.OPTIONAL_BLOCK);
        }
        final int prefix = LONG_FORM + count;
        final boolean isReadable =
                text.length() >= at + prefix
                        && Hex.isHex(
                                text.getBytes(StandardCharsets.ISO_8859_1), at + LONG_FORM, count);
        final int length = isReadable ? number(text, at + LONG_FORM, count) : 0;
        return length >= prefix && at + length <= text.length() ? prefix : prefix + count;
    }

    /** The block as it stands in a header. */
    String text() {
        final int length = SHORT_FORM + data.length();
        if (length <= MAX_SHORT) {
            return id + hex(length, 2) + data;
        }
        return id + "0004" + hex(LONG_FORM + 4 + data.length(), 4) + data;
    }

    private static int number(String text, int at, int digits) throws CryptoException {
        if (text.length() < at + digits) {
            throw new CryptoException(CryptoError.OPTIONAL_BLOCK);
        }
        int value = 0;
        for (int i = at; i < at + digits; i++) {
            final int digit = Hex.digit(text.charAt(i));
            if (digit < 0) {
                throw new CryptoException(CryptoError.OPTIONAL_BLOCK);
            }
            value = value << 4 | digit;
        }
        return value;
    }

    static String hex(int value, int digits) {
        final StringBuilder text = new StringBuilder();
        for (int i = digits - 1; i >= 0; i--) {
            text.append((char) Hex.ascii(value >> 4 * i));
        }
        return text.toString();
    }

    static boolean isAlphanumeric(String text, int at, int length) {
        for (int i = at; i < at + length; i++) {
            final char c = text.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPrintable(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < 0x20 || text.charAt(i) > 0x7E) return false;
        }
        return true;
    }
}
