package io.cardswitch.iso8583.mask;

import java.util.HexFormat;
import java.util.function.IntUnaryOperator;

/**
 * Finds what may be card numbers inside of values, wherever they stand: 13 to 19 digits with a
 * right check digit, whatever digits precede or follow, with or without blanks, dashes and the like
 * between them. Octets are looked at as half bytes and as characters of ASCII and EBCDIC. That some
 * other number is taken for one is the price; that one is overlooked would be a leak.
 */
final class CardNumbers {
    static final int SHORTEST = 13;
    static final int FIRST_SHOWN = 6;
    static final int LAST_SHOWN = 4;
    private static final int LONGEST = 19;

    /** Stands between the digits of one number. */
    private static final int SEPARATOR = -1;

    /** Ends a number. */
    private static final int END = -2;

    private final StringBuilder masked;

    /** Characters of a digit. */
    private final int stride;

    /** Digits without an end between them, and the index of each. */
    private final int[] digits;

    private final int[] places;
    private int count;

    private CardNumbers(StringBuilder masked, int stride) {
        this.masked = masked;
        this.stride = stride;
        digits = new int[masked.length() / stride];
        places = new int[digits.length];
    }

    /** The value with first six and last four digits left of each; of the same length. */
    static String masked(String value) {
        if (value.length() < SHORTEST) return value;
        final StringBuilder masked = new StringBuilder(value);
        new CardNumbers(masked, 1).mask(at -> ofCharacter(value.charAt(at)));
        if (value.length() >= 2 * SHORTEST && isOctets(value)) {
            final byte[] octets = HexFormat.of().parseHex(value);
            new CardNumbers(masked, 2).mask(at -> ofCharacter((char) (octets[at] & 0xFF)));
            new CardNumbers(masked, 2).mask(at -> ofEbcdic(octets[at] & 0xFF));
        }
        return masked.toString();
    }

    /** Whether the text is pairs of hexadecimal digits. */
    static boolean isOctets(String text) {
        return (text.length() & 1) == 0 && text.chars().allMatch(HexFormat::isHexDigit);
    }

    private static int ofCharacter(char c) {
        if (c >= '0' && c <= '9') return c - '0';
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' ? END : SEPARATOR;
    }

    /** Letters are above 0x80, special characters below. */
    private static int ofEbcdic(int octet) {
        if (octet >= 0xF0 && octet <= 0xF9) return octet - 0xF0;
        return octet > 0x80 ? END : SEPARATOR;
    }

    private void mask(IntUnaryOperator read) {
        for (int at = 0; at < digits.length; at++) {
            final int digit = read.applyAsInt(at);
            if (digit == END) maskDigits();
            if (digit < 0) continue;
            digits[count] = digit;
            places[count] = at;
            count++;
        }
        maskDigits();
    }

    /** What overlaps is masked as one, so that of none more is left than of one alone. */
    private void maskDigits() {
        int from = 0;
        int to = 0;
        for (int start = 0; start <= count - SHORTEST; start++) {
            final int length = longest(start);
            if (length == 0) continue;
            if (start >= to) {
                hide(from, to);
                from = start;
            }
            to = Math.max(to, start + length);
        }
        hide(from, to);
        count = 0;
    }

    /** Digits of the longest number that begins there, or 0; none begins with 0. */
    private int longest(int start) {
        if (digits[start] == 0) return 0;
        int longest = 0;
        int even = 0;
        int odd = 0;
        for (int i = 0; i < LONGEST && start + i < count; i++) {
            final int digit = digits[start + i];
            final int twice = digit > 4 ? 2 * digit - 9 : 2 * digit;
            final boolean isEven = (i & 1) == 0;
            even += isEven ? twice : digit;
            odd += isEven ? digit : twice;
            // Every second digit before the last one counts twice.
            if (i >= SHORTEST - 1 && (isEven ? odd : even) % 10 == 0) longest = i + 1;
        }
        return longest;
    }

    private void hide(int from, int to) {
        for (int i = from + FIRST_SHOWN; i < to - LAST_SHOWN; i++) {
            for (int at = places[i] * stride; at < (places[i] + 1) * stride; at++) {
                masked.setCharAt(at, '*');
            }
        }
    }
}
