package io.cardswitch.iso8583;

/** The check digit of card numbers (ISO/IEC 7812-1 annex B). */
public final class Luhn {
    private Luhn() {}

    /** True when the characters are all digits and the last one is the check digit. */
    public static boolean isValid(CharSequence digits) {
        return digits.length() > 1 && sum(digits, digits.length(), false) % 10 == 0;
    }

    /** The digit that makes {@code digits} valid when it is appended; they must all be digits. */
    public static char checkDigit(CharSequence digits) {
        return (char) ('0' + (10 - sum(digits, digits.length(), true) % 10) % 10);
    }

    /** Weighted digit sum from the right; 1, which is never valid, when something is no digit. */
    private static int sum(CharSequence digits, int length, boolean doublesLast) {
        int sum = 0;
        boolean isDoubled = doublesLast;
        for (int i = length - 1; i >= 0; i--) {
            final int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9) return 1;
            final int weighted = isDoubled ? digit * 2 : digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
            isDoubled = !isDoubled;
        }
        return sum;
    }
}
