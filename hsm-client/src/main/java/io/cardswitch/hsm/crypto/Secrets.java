package io.cardswitch.hsm.crypto;

import java.security.MessageDigest;
import java.util.Arrays;

/** What every holder of a key, a PIN or a MAC does with it: wipe it, and compare it blindly. */
public final class Secrets {
    private Secrets() {}

    /** Overwrites the bytes with zeros; null is fine. */
    public static void wipe(byte[] secret) {
        if (secret != null) {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /** Whether both hold the same bytes, in a time that does not tell where they differ. */
    public static boolean areEqual(byte[] expected, byte[] given) {
        return MessageDigest.isEqual(expected, given);
    }

    /** Whether two ranges hold the same bytes, in a time that does not tell where they differ. */
    public static boolean areEqual(
            byte[] expected, int expectedOffset, byte[] given, int givenOffset, int length) {
        int difference = 0;
        for (int i = 0; i < length; i++) {
            difference |= expected[expectedOffset + i] ^ given[givenOffset + i];
        }
        return difference == 0;
    }

    /** The exclusive-or of two arrays of one length, as a new array. */
    public static byte[] xor(byte[] left, byte[] right) {
        final byte[] result = left.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] ^= right[i];
        }
        return result;
    }
}
