package io.cardswitch.hsm.crypto;

/** The ways from enciphered blocks to decimal digits. */
public final class Decimalisation {
    /** Digits of an IBM 3624 table: one for each hexadecimal digit. */
    public static final int TABLE_LENGTH = 16;

    private static final int MIN_DIFFERENT = 8;
    private static final int MAX_EQUAL = 4;

    private Decimalisation() {}

    /**
     * Two scans from left to right: digits 0-9 first, then A-F less ten (Visa PVV and CVV method).
     *
     * @return that many ASCII digits
     */
    public static byte[] scan(byte[] block, int count) {
        final byte[] digits = new byte[count];
        int found = 0;
        final int nibbles = 2 * block.length;
        for (int pass = 0; pass < 2; pass++) {
            for (int i = 0; i < nibbles && found < count; i++) {
                final int value = Hex.nibble(block, i);
                if (value >= 10 == (pass == 1)) {
                    digits[found++] = (byte) ('0' + value - 10 * pass);
                }
            }
        }
        return digits;
    }

    /**
     * Replaces every half byte by its digit of the table (IBM 3624).
     *
     * @param table 16 ASCII digits
     * @return two ASCII digits a byte
     */
    public static byte[] replace(byte[] block, byte[] table) {
        final byte[] digits = new byte[2 * block.length];
        for (int i = 0; i < digits.length; i++) {
            digits[i] = table[Hex.nibble(block, i)];
        }
        return digits;
    }

    /**
     * Checks a table's form.
     *
     * @throws CryptoException TABLE_LENGTH, TABLE_NOT_NUMERIC
     */
    public static void requireTable(byte[] table) throws CryptoException {
        if (table.length != TABLE_LENGTH) {
            throw new CryptoException(CryptoError.TABLE_LENGTH);
        }
        if (!Digits.areDigits(table, 0, table.length)) {
            throw new CryptoException(CryptoError.TABLE_NOT_NUMERIC);
        }
    }

    /**
     * Whether a table resists guessing by chosen tables: at least 8 different digits, none more
     * than 4 times.
     */
    public static boolean isStrong(byte[] table) {
        final int[] counts = new int[10];
        for (final byte digit : table) {
            counts[digit - '0']++;
        }
        int different = 0;
        int most = 0;
        for (final int count : counts) {
            different += count > 0 ? 1 : 0;
            most = Math.max(most, count);
        }
        return different >= MIN_DIFFERENT && most <= MAX_EQUAL;
    }
}
