package io.cardswitch.hsm.crypto;

/** Odd parity of DES key bytes: the lowest bit of each makes the count of ones odd. */
public final class OddParity {
    private OddParity() {}

    /** Whether every byte has odd parity; the time does not depend on where one has not. */
    public static boolean isOdd(byte[] key) {
        int odd = 1;
        for (final byte part : key) {
            odd &= Integer.bitCount(part & 0xFF);
        }
        return (odd & 1) == 1;
    }

    /** Sets the lowest bit of every byte so that its parity is odd. */
    public static void adjust(byte[] key) {
        for (int i = 0; i < key.length; i++) {
            final int ones = Integer.bitCount(key[i] & 0xFE);
            key[i] = (byte) (key[i] & 0xFE | ~ones & 1);
        }
    }
}
