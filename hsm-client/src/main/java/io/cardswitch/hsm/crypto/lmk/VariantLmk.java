package io.cardswitch.hsm.crypto.lmk;

import io.cardswitch.hsm.crypto.CryptoError;
import io.cardswitch.hsm.crypto.CryptoException;
import io.cardswitch.hsm.crypto.Secrets;

/**
 * A local master key in variant form: 20 pairs of DES keys; a key's type picks pair and variant, so
 * that a key of one type does not decipher as another.
 */
public final class VariantLmk implements AutoCloseable {
    /** Pairs of an LMK: 00-01 to 38-39. */
    public static final int PAIRS = 20;

    /** First pair that key type codes count from: 04-05. */
    private static final int FIRST_TYPED_PAIR = 2;

    private static final int MAX_VARIANT = 9;

    /** Pair digits 02 to 0F of key type codes, in the order of the pairs from 14-15 on. */
    private static final int PAIR_14 = 7;

    private static final int[] VARIANTS = {
        0x00, 0xA6, 0x5A, 0x6A, 0xDE, 0x2B, 0x50, 0x74, 0x9C, 0xFA
    };

    private final byte[][] pairs;

    /**
     * Takes the pairs over.
     *
     * @param pairs 20 of 16 bytes
     */
    public VariantLmk(byte[][] pairs) {
        this.pairs = pairs;
    }

    /**
     * Enciphers a key under the pair and variant of its type.
     *
     * @param typeCode three hexadecimal digits: variant, pair
     */
    public byte[] encrypt(int typeCode, KeyScheme scheme, byte[] key) throws CryptoException {
        final byte[] pair = pair(typeCode);
        try {
            return scheme.encrypt(pair, key);
        } finally {
            Secrets.wipe(pair);
        }
    }

    /** Deciphers a key under the pair and variant of its type. */
    public byte[] decrypt(int typeCode, KeyScheme scheme, byte[] key) throws CryptoException {
        final byte[] pair = pair(typeCode);
        try {
            return scheme.decrypt(pair, key);
        } finally {
            Secrets.wipe(pair);
        }
    }

    /** Whether a code of three hexadecimal digits names a type. */
    public static boolean isType(int typeCode) {
        return typeCode >> 8 <= MAX_VARIANT && (typeCode & 0xFF) <= 0x0D;
    }

    private byte[] pair(int typeCode) throws CryptoException {
        if (!isType(typeCode)) {
            throw new CryptoException(CryptoError.KEY_INDEX);
        }
        final int digits = typeCode & 0xFF;
        final int index = digits < 2 ? FIRST_TYPED_PAIR + digits : PAIR_14 + digits - 2;
        final byte[] pair = pairs[index].clone();
        pair[0] ^= (byte) VARIANTS[typeCode >> 8];
        return pair;
    }

    /** The check value that diagnostics show: all halves of all pairs added up. */
    public byte[] checkValue() {
        final byte[] sum = new byte[8];
        for (final byte[] pair : pairs) {
            for (int i = 0; i < pair.length; i++) {
                sum[i % 8] ^= pair[i];
            }
        }
        return sum;
    }

    @Override
    public void close() {
        for (final byte[] pair : pairs) {
            Secrets.wipe(pair);
        }
    }
}
