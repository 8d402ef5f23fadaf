package io.cardswitch.hsm.crypto;

import java.util.Arrays;

/**
 * CBC-MACs of ISO/IEC 9797-1:2011: algorithm 1 (7.2; ANSI X9.9 with DES) and algorithm 3 (7.4; ANSI
 * X9.19, the "retail MAC"). Messages come padded to whole blocks ({@link Iso9797Padding}).
 */
public final class Iso9797Mac {
    private Iso9797Mac() {}

    /**
     * MAC algorithm 1: the last block of CBC under one key, single, double or triple.
     *
     * @param iv the initial block, zeros unless a longer message goes on
     */
    public static byte[] algorithm1(BlockCipher cipher, byte[] iv, byte[] padded) {
        final int length = cipher.blockLength();
        final byte[] chain = iv.clone();
        for (int at = 0; at < padded.length; at += length) {
            for (int i = 0; i < length; i++) {
                chain[i] ^= padded[at + i];
            }
            cipher.encrypt(chain, 0, length, chain, 0);
        }
        return chain;
    }

    /**
     * MAC algorithm 3 with DES: CBC under the left half of the key, the last block then deciphered
     * under the right and enciphered under the left half (a third part when the key has three).
     *
     * @param key 16 or 24 bytes
     * @throws CryptoException KEY_LENGTH otherwise
     */
    public static byte[] algorithm3(byte[] key, byte[] iv, byte[] padded) throws CryptoException {
        final byte[] chain = chain3(key, iv, padded);
        finish3(key, chain);
        return chain;
    }

    /** The chaining value of algorithm 3 after these blocks, for a message that goes on. */
    public static byte[] chain3(byte[] key, byte[] iv, byte[] blocks) throws CryptoException {
        requireTwoParts(key);
        final byte[] left = Arrays.copyOf(key, 8);
        try (BlockCipher cipher = BlockCipher.tdes(left)) {
            return algorithm1(cipher, iv, blocks);
        } finally {
            Secrets.wipe(left);
        }
    }

    private static void finish3(byte[] key, byte[] chain) throws CryptoException {
        final byte[] right = Arrays.copyOfRange(key, 8, 16);
        final byte[] last = key.length == 24 ? Arrays.copyOfRange(key, 16, 24) : key.clone();
        final byte[] third = Arrays.copyOf(last, 8);
        try (BlockCipher middle = BlockCipher.tdes(right);
                BlockCipher outer = BlockCipher.tdes(third)) {
            middle.decrypt(chain, 0, 8, chain, 0);
            outer.encrypt(chain, 0, 8, chain, 0);
        } finally {
            Secrets.wipe(right);
            Secrets.wipe(last);
            Secrets.wipe(third);
        }
    }

    private static void requireTwoParts(byte[] key) throws CryptoException {
        if (key.length != 16 && key.length != 24) {
            throw new CryptoException(CryptoError.KEY_LENGTH);
        }
    }
}
